import type { CommandHost } from './command.ts';

/**
 * A bar on a terminal's stderr for work that takes longer than about a second; silent everywhere else. By hand: packages draw to the process's own
 * streams by the process's own clock, which the host stands in for here.
 */
export interface Progress {
  /** `of` undefined where the whole is not known; `what` is counted then (bytes where it is not given). */
  show(done: number, of: number | undefined, what?: string): void;
  clear(): void;
}

const patienceMilliseconds = 1000;
const betweenMilliseconds = 100;
const width = 30;

export function createProgress(host: Pick<CommandHost, 'errIsTerminal' | 'errAsIs' | 'now'>): Progress {
  const { errAsIs: err, now } = host;
  const begun = now();
  let last = begun + patienceMilliseconds - betweenMilliseconds;
  let isShown = false;
  return {
    show: (done, of, what) => {
      if (now() - last < betweenMilliseconds || !host.errIsTerminal) return;
      last = now();
      isShown = true;
      err(`\r${of === undefined || of === 0 ? counted(done, what) : bar(Math.min(1, done / of))}`);
    },
    clear: () => {
      if (isShown) err(`\r${' '.repeat(width + 8)}\r`);
      isShown = false;
    },
  };
}

function bar(part: number): string {
  const full = Math.round(part * width);
  return `[${'#'.repeat(full)}${' '.repeat(width - full)}] ${String(Math.floor(part * 100)).padStart(3)}%`;
}

function counted(done: number, what: string | undefined): string {
  return what === undefined ? `${(done / 1e6).toFixed(0)} MB read` : `${done} ${what}`;
}

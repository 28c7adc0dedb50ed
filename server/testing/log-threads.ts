import type { CliHost } from '../src/cli/command.ts';
import type { LogPart, LogThread, LogThreads } from '../src/cli/log-threads.ts';
import { main } from '../src/cli/main.ts';
import { nodeFileSystem } from '../src/host/node-file-system.ts';

export interface ReadInParts {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What came of each part; undefined where it was not sure. */
  readonly parts: readonly unknown[];
}

/** Runs a command over a log in so many parts, one after the other in place of threads. `change`: what is made of a part before it is taken;
 * `warmBytes`: see `LogThreads`. */
export async function runInParts(
  argv: readonly string[],
  cwd: string,
  parts: number,
  change: (part: unknown) => unknown = (part) => part,
  warmBytes = 2500,
): Promise<ReadInParts> {
  let [out, err] = ['', ''];
  const host: CliHost = {
    files: nodeFileSystem,
    cwd,
    env: { TZ: 'UTC' },
    now: () => 0,
    async *stdin() {},
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
  };
  const told: Promise<unknown>[] = [];
  const threads: LogThreads = {
    most: parts,
    leastBytes: 1,
    warmBytes,
    lateBytes: 0,
    start: <Found>(part: LogPart) => {
      const one = new Promise<unknown>((tell) => void main(argv, { ...host, part, tell })).then(structuredClone);
      told.push(one);
      return { found: one.then(change), stop: () => {} } as LogThread<Found>;
    },
  };
  const code = await main(argv, { ...host, ...(parts > 1 ? { threads } : {}) });
  return { code, out, err, parts: await Promise.all(told) };
}

import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { createLocalZone } from '../dates/local-time.ts';
import type { CompiledFilter } from '../matching/compile-filter.ts';
import { createDateStage, type DateReader } from '../matching/date-stage.ts';
import type { UseDns } from '../matching/failregex-tags.ts';
import { createFailureFinder } from '../matching/find-failures.ts';
import { splitLines } from '../matching/line-block.ts';
import { createBlockSearch, type Deadline } from '../matching/search-block.ts';
import { UncaughtInFail2ban } from '../matching/ticket-data.ts';
import type { ServerSettings } from './server-settings.ts';
import type { AddressBook } from './address-book.ts';
import { createAttemptIds } from './attempt-id.ts';
import { oddSeconds } from './log-clock.ts';

/** A line of fail2ban.log about an address, as far as it is simulated. */
export interface Notice {
  readonly kind: 'Ban' | 'Restore Ban';
  /** The name of the jail that banned. */
  readonly jail: string;
  readonly id: string;
  /** What the clock shows, seconds since 1970. */
  readonly clock: number;
}

/** What a jail that reads the server's own log makes of a line: who failed (a number of the address book), and when. Undefined: nothing. */
export type NoticeReader = (notice: Notice) => { readonly address: number; readonly time: number } | undefined;

export interface NoticeReaderOptions {
  readonly filter: CompiledFilter;
  readonly dates: DateReader;
  readonly fail2ban: Fail2banVersion;
  readonly useDns: UseDns;
  readonly book: AddressBook;
  /** The server's, in which it writes its log. */
  readonly localZone: string;
  readonly deadline?: Deadline;
}

/** The jail's own filter over the line as the server would write it. A regex over several lines, or one that joins lines, sees each by itself. */
export function createNoticeReader(options: NoticeReaderOptions): NoticeReader {
  const { filter, fail2ban, deadline } = options;
  const ids = createAttemptIds(options.book, options.useDns, fail2ban);
  const line = createNoticeWriter(options.localZone);
  const search = createBlockSearch(
    { filter, checkAll: false, keepsData: false, isPlain: false, toCounted: undefined },
    deadline,
  );
  let clock = 0;
  const now = (): number => clock;
  const dates = createDateStage(options.dates, now, { reuses: true, isLive: true });
  return (notice) => {
    clock = notice.clock;
    const block = dates.read(splitLines(`${line(notice)}\n`, { firstNumber: 1, isAscii: false }));
    const [result] = search.search(block);
    if (search.searched === 0 || !result?.outcome) return undefined;
    const finder = createFailureFinder({ filter, fail2ban, checkAll: false, ignorePending: true, now });
    try {
      const [finding] = finder.find(result.outcome.hits, result.outcome.prefix);
      const address = finding && ids.ofFinding(finding);
      if (address === undefined || address < 0) return undefined;
      const date = block.times[0]!;
      const isOdd = Number.isNaN(date) || Math.abs(Math.trunc(date - clock)) > oddSeconds;
      return { address, time: isOdd ? clock : Math.min(date, clock) };
    } catch (error) {
      if (!(error instanceof UncaughtInFail2ban)) throw error;
      return undefined;
    }
  };
}

/** The line of fail2ban.log, as the server's formatter writes it (`getVerbosityFormat`); the number of its process is made up. */
export function createNoticeWriter(localZone: string): (notice: Notice) => string {
  const zone = createLocalZone(localZone);
  return ({ kind, jail, id, clock }) => {
    const milliseconds = Math.floor(clock * 1000);
    const local = new Date(milliseconds + 1000 * zone.offsetAt(Math.floor(clock))).toISOString();
    const time = `${local.slice(0, 10)} ${local.slice(11, 19)},${local.slice(20, 23)}`;
    return `${time} ${'fail2ban.actions'.padEnd(24)}[1]: ${'NOTICE'.padEnd(7)} [${jail}] ${kind} ${id}`;
  };
}

/** What is to be said of a jail that reads it. */
export function ownLogNote(jail: string, { logsBans, logLevel, logFile }: ServerSettings): string {
  return logsBans
    ? `${jail} reads ${logFile!} as this server would write it, in place of the logs that are given: the bans of the other jails.`
    : `fail2ban.conf sets loglevel = ${logLevel}: no ban is logged, so ${jail} has nothing to read.`;
}

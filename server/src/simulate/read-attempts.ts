import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { CompiledFilter } from '../matching/compile-filter.ts';
import { createDateStage, type DatedBlock, type DateReader } from '../matching/date-stage.ts';
import type { UseDns } from '../matching/failregex-tags.ts';
import { createFailureCounter } from '../matching/count-failures.ts';
import { createFailureFinder, type FailureOptions } from '../matching/find-failures.ts';
import type { LineBlock } from '../matching/line-block.ts';
import { createBlockSearch, type Deadline, type Overrun } from '../matching/search-block.ts';
import type { RunState } from '../matching/run-state.ts';
import type { LineOutcome } from '../matching/search-run.ts';
import { groupText, isTrue, UncaughtInFail2ban, type TupleValue } from '../matching/ticket-data.ts';
import type { AddressBook } from './address-book.ts';
import { createAttemptIds, NoAttempt } from './attempt-id.ts';
import { attemptSearch } from './attempt-search.ts';
import { AttemptList, type AttemptColumns } from './attempts.ts';
import { LogClock } from './log-clock.ts';
import { RereadDates } from './read-again.ts';
import { ReadPositions } from './read-positions.ts';
import type { UserBook } from './user-book.ts';
import type { Successes } from './successes.ts';

export interface AttemptReaderOptions {
  readonly filter: CompiledFilter;
  readonly dates: DateReader;
  readonly fail2ban: Fail2banVersion;
  readonly useDns: UseDns;
  /** Seconds since 1970; only for dates that leave the year out. */
  now(): number;
  readonly book: AddressBook;
  /** None: searches are not stopped. */
  readonly deadline?: Deadline;
  /** Is told which users are tried. */
  readonly users?: UserBook;
  /** Sees the same lines, for what they tell of success. */
  readonly successes?: Successes;
  /** When the server is restarted, in order. */
  readonly restarts?: readonly number[];
  /** The server reads again after a restart: `AttemptList.dates` are wanted. */
  readonly readsAgain?: boolean;
}

/** What was found in lines of one log. */
export interface FoundAttempts {
  readonly attempts: AttemptColumns;
  /** Lines that the filter looked at: all but empty ones and comments. */
  readonly lines: number;
  /** Lines that name a host that would have to be looked up. */
  readonly notLookedUp: number;
  readonly clock: Pick<LogClock, 'now' | 'oddLines'>;
}

/** What one log holds for one jail. */
export interface AttemptReader extends FoundAttempts {
  /** The next lines of the log. */
  add(block: LineBlock): void;
  readonly attempts: AttemptList;
  /** Lines that the server fails on, and loses. */
  readonly crashCount: number;
  readonly clock: LogClock;
  readonly overruns: readonly Overrun[];
  /** By restart: the last line that was read before it; 0 for none. */
  readonly restartLines: readonly number[];
  /** The deadline was over before the last line that was added. */
  readonly isStopped: boolean;
  /** See `RunState`; undefined where the next lines could change what was found so far. */
  readonly state: RunState | undefined;
  /** A connection is forgotten after a time, so two that differ in anything are not alike. */
  readonly askedConnections: undefined;
  /** Finds from nothing on; the state stays. Not where the server is restarted. */
  startOver(): void;
  /** What was found, to be sent to another thread. */
  found(): FoundAttempts;
  /**
   * Adds what a reader found that went on in the state of this one; `numbers`: of the addresses, by those of its book; its line 1 is line `moved` + 1 here.
   */
  take(later: FoundAttempts, numbers: Int32Array, moved: number): void;
}

/** Finds the attempts in one log as a running server would have: see `Filter.processLineAndAdd`. */
export function createAttemptReader(options: AttemptReaderOptions): AttemptReader {
  const { filter, fail2ban, book, useDns, now, successes, users, restarts = [], readsAgain = false } = options;
  let attempts = new AttemptList();
  const clock = new LogClock();
  const dates = createDateStage(options.dates, now, { reuses: true, isLive: true });
  const ids = createAttemptIds(book, useDns, fail2ban);
  const search = createBlockSearch(attemptSearch(filter, ids, fail2ban, users), options.deadline);
  let lineClock = NaN;
  const finding: FailureOptions = {
    filter,
    fail2ban,
    checkAll: false,
    ignorePending: true,
    // Before the first date no time passes.
    now: () => (Number.isNaN(lineClock) ? 0 : lineClock),
  };
  let finder = createFailureFinder(finding);
  let counter = createFailureCounter(finding);
  const positions = new ReadPositions(restarts);
  const rereadDates = readsAgain ? new RereadDates() : undefined;
  if (rereadDates) attempts.dates = [];
  /** Restarts that the connections of lines know of. */
  let restarted = 0;
  let nextRestart = restarts[0] ?? Infinity;
  let lines = 0;
  let notLookedUp = 0;
  let crashCount = 0;
  let isStopped = false;
  /** Of the last block: how many attempts there were before each line whose moment may be taken back. */
  let counts = new Int32Array(0);
  /** Attempts before the first date. */
  let waiting = 0;

  const addressOfCounted = (line: number): number | undefined => {
    if (counter.count(search.counted, line).length === 0) return undefined;
    const address = ids.ofNames(counter.names!);
    if (users && address >= 0 && counter.user !== '') users.add(address, counter.user);
    return address;
  };
  const addressOf = ({ hits, prefix }: LineOutcome): number | undefined => {
    try {
      const [finding] = finder.find(hits, prefix);
      const address = finding && ids.ofFinding(finding);
      if (users && address !== undefined && address >= 0) {
        const user = finding!.data.get('user') as string | TupleValue | null | undefined;
        if (isTrue(user)) users.add(address, groupText(user as string | TupleValue));
      }
      return address;
    } catch (error) {
      if (!(error instanceof UncaughtInFail2ban)) throw error;
      crashCount++;
      return undefined;
    }
  };

  /** A server that begins anew knows of no connection. */
  const restart = (clock: number): void => {
    finder = createFailureFinder(finding);
    counter = createFailureCounter(finding);
    while (clock >= nextRestart) nextRestart = restarts[++restarted] ?? Infinity;
  };

  const addDated = (block: DatedBlock): void => {
    const results = search.search(block);
    const { searched, failed } = search;
    isStopped = searched < block.count;
    const { clocks, moments, takenBack } = clock.read(block.times, block.count);
    if (takenBack) {
      attempts.retime(counts[takenBack.from]!, attempts.count, takenBack.clock);
      if (Number.isNaN(takenBack.clock)) waiting = attempts.count;
    }
    if (restarts.length > 0) positions.see(block, clocks, takenBack);
    const dates = rereadDates?.read(block.times, block.count);
    if (counts.length < block.count) counts = new Int32Array(2 * block.count);
    crashCount += block.crashes.size;
    for (let i = 0; i < searched; i++) {
      counts[i] = attempts.count;
      const { outcome, hasFailed, hasCounted } = results[i]!;
      if (!outcome && !hasFailed && !hasCounted) continue;
      const clock = clocks[i]!;
      if (clock >= nextRestart) restart(clock);
      let address: number | undefined;
      if (hasFailed) address = failed[i];
      else {
        lineClock = clock;
        address = hasCounted ? addressOfCounted(i) : addressOf(outcome!);
      }
      if (address === undefined || address === NoAttempt.dropped) continue;
      if (address === NoAttempt.notLookedUp) {
        notLookedUp++;
        continue;
      }
      attempts.add(clock, moments[i]!, address, block.numbers[i]!);
      attempts.dates?.push(dates![i]!);
      if (Number.isNaN(clock)) waiting = attempts.count;
    }
    if (waiting > 0 && !Number.isNaN(clock.start)) {
      attempts.retime(0, waiting, clock.start);
      waiting = 0;
    }
    lines += searched;
    successes?.add(block);
  };

  return {
    add: (block) => {
      if (!isStopped) addDated(dates.read(block));
    },
    get attempts() {
      return attempts;
    },
    get lines() {
      return lines;
    },
    get notLookedUp() {
      return notLookedUp;
    },
    get crashCount() {
      return crashCount;
    },
    clock,
    overruns: search.overruns,
    get restartLines() {
      return positions.lines;
    },
    get isStopped() {
      return isStopped;
    },
    get state() {
      const { state } = clock;
      if (state === undefined) return undefined;
      return {
        lines: JSON.stringify([options.dates.state, dates.state, state]),
        connections: counter.connections(true),
      };
    },
    askedConnections: undefined,
    startOver: () => {
      attempts = new AttemptList();
      lines = notLookedUp = crashCount = clock.oddLines = 0;
    },
    found: () => ({
      attempts: attempts.columns(),
      lines,
      notLookedUp,
      clock: { now: clock.now, oddLines: clock.oddLines },
    }),
    take: (later, numbers, moved) => {
      attempts.take(later.attempts, numbers, moved);
      lines += later.lines;
      notLookedUp += later.notLookedUp;
      clock.take(later.clock);
    },
  };
}

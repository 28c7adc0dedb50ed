import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { LineCounts } from '../protocol.ts';
import type { CompiledFilter, CompiledRegex } from './compile-filter.ts';
import { createDateStage, type DatedBlock, type DateReader, type DateStage } from './date-stage.ts';
import { createFailureCounter, isCountable, withCountedGroups } from './count-failures.ts';
import { createHitCounter } from './counted-hits.ts';
import { createFailureFinder, type CountedFailure, type Finding } from './find-failures.ts';
import type { LineBlock } from './line-block.ts';
import {
  createLineStatistics,
  type KeptLines,
  type KeptTexts,
  type LineStatistics,
  type Verdict,
} from './line-statistics.ts';
import { isPlainFilter } from './plain-filter.ts';
import type { RunState } from './run-state.ts';
import { createBlockSearch, type Deadline, type Overrun, type SearchedBlock } from './search-block.ts';
import { nothingFound, PrefixState, type LineOutcome, type LineResult, type SearchOptions } from './search-run.ts';
import { UncaughtInFail2ban, type LineParts } from './ticket-data.ts';

/** Sees every line as it is counted. What nobody asks for costs nothing. */
export interface MatchObserver {
  /** A failure, as fail2ban-regex counts one: pending ones (id null) and those of `nofail` lines too. `time` is NaN for none. */
  finding?(line: number, finding: Finding, time: number): void;
  /**
   * The same failures, for those who need no more than the failregex (from 0): that is much faster. `text`: what the failregex searched, where
   * several lines are searched at once.
   */
  hit?(line: number, regex: number, block: DatedBlock, index: number, text?: string): void;
  /**
   * A line's verdict, in the order of the lines. `index`: its place in the block. `searched`: the lines that were searched together, this one
   * the last, where those are several (`maxlines`).
   */
  line?(
    line: number,
    verdict: Verdict,
    block: DatedBlock,
    index: number,
    outcome: LineOutcome | undefined,
    searched?: readonly LineParts[],
  ): void;
  /** In place of `line`, for neighbours in which nothing was found but, in all of them or in none, prefregex: by their places in the block, `[from, to)`. */
  missed?(block: DatedBlock, from: number, to: number, hasPrefix: boolean): void;
}

export interface MatchRunOptions {
  readonly filter: CompiledFilter;
  /** The date detector; a run changes its state. */
  readonly dates: DateReader;
  readonly fail2ban: Fail2banVersion;
  /** fail2ban-regex's default; false for `--no-check-all`. */
  readonly checkAll: boolean;
  /** A pending failure is not reported (`fail2ban-regex -o`). */
  readonly ignorePending?: boolean;
  /** Seconds since 1970. */
  now(): number;
  /** None: no line is kept as text. */
  readonly kept?: KeptLines;
  readonly observer?: MatchObserver;
  /** None: searches are not stopped. */
  readonly deadline?: Deadline;
  /** Blocks are kept and searched again: all that prefregex is compiled of, as what it came to is remembered under it. */
  readonly prefixKey?: string | undefined;
}

/** The search for dates took much too long: the datepattern backtracks (almost) without end. */
export class DateSearchOverrun extends Error {
  constructor(
    readonly firstLine: number,
    readonly lastLine: number,
  ) {
    super(`the datepattern takes too long between lines ${firstLine} and ${lastLine}`);
  }
}

/** A line on which fail2ban-regex ends with a traceback and the server gives up the line; here it counts as missed. */
export interface LineCrash {
  readonly line: number;
  /** Python's exception. */
  readonly message: string;
}

/** What a run has counted; the counts of a log's parts add up. Hits by regex, in the order of the filter. */
export interface RunCounts {
  readonly lines: LineCounts;
  readonly failregexHits: readonly number[];
  readonly ignoreregexHits: readonly number[];
  readonly prefregexHits: number;
  readonly matchedWithoutDate: number;
  readonly lastLine: number;
}

export interface MatchRun {
  /** The next lines of the log. Throws DateSearchOverrun. */
  add(block: LineBlock): void;
  /** As `add`, for lines whose dates were found before with a detector of the same state: `dates` is not asked. */
  addDated(block: DatedBlock): void;
  /** The same for several blocks, in their order: they share a deadline where they are searched soon. */
  addAllDated(blocks: readonly DatedBlock[]): void;
  readonly statistics: LineStatistics;
  /** Hits by regex, in the order of the filter. */
  readonly failregexHits: readonly number[];
  readonly ignoreregexHits: readonly number[];
  readonly prefregexHits: number;
  readonly overruns: readonly Overrun[];
  /** The first lines on which fail2ban would fail, and how many there are. */
  readonly crashes: readonly LineCrash[];
  readonly crashCount: number;
  /** Matched lines that have no date, neither of their own nor of a line shortly before: fail2ban counts them as of now. */
  readonly matchedWithoutDate: number;
  /** The number of the last line that was counted; 0 for none. */
  readonly lastLine: number;
  /** The deadline was over before the last line that was added: the lines behind `lastLine` are not counted. */
  readonly isStopped: boolean;
  readonly state: RunState;
  readonly counts: RunCounts;
  /** Counts from zero on; the state stays. */
  startOver(): void;
  /** The connections of lines since then, as long as it matters which were known then; undefined for too many. */
  readonly askedConnections: ReadonlySet<string> | undefined;
  /** Adds what a run counted that went on in the state of this one; its line 1 is line `moved` + 1 here. */
  take(later: RunCounts, texts: KeptTexts, moved: number): void;
}

const keptCrashes = 10;
/** The dates of a whole block may take so many times what one regex may take on one line. */
const dateTurns = 3;

/** How the lines of a run are searched, by what is asked of it. */
function searchOptionsOf({
  filter,
  checkAll,
  fail2ban,
  observer,
  prefixKey,
}: Pick<MatchRunOptions, 'filter' | 'checkAll' | 'fail2ban' | 'observer' | 'prefixKey'>): SearchOptions {
  const keepsData = observer?.finding !== undefined;
  const isPlain = !keepsData && isPlainFilter(filter);
  const isMultiline = filter.maxLines > 1;
  // Where several lines are searched at once, a hit comes with the text that was.
  if (keepsData || (isMultiline && observer?.hit) || !isCountable(filter))
    return { filter, checkAll, keepsData, isPlain, toCounted: undefined };
  const readsGroups = !isPlain || isMultiline || filter.prefregex !== undefined;
  const searched = checkAll && readsGroups ? withCountedGroups(filter) : filter;
  return { filter: searched, checkAll, keepsData, isPlain, toCounted: createHitCounter(searched, fail2ban), prefixKey };
}

/** fail2ban-regex's `process` over blocks of lines: dates, searches, failures, statistics, each block through all four. */
export function createMatchRun(options: MatchRunOptions): MatchRun {
  const { filter, checkAll, observer, now } = options;
  const dates = createDateStage(options.dates, now, { reuses: true });
  const searchOptions = searchOptionsOf(options);
  const { keepsData } = searchOptions;
  /** Of the block at hand: looking at the clock for every line takes longer than counting it. */
  let moment = now();
  const finding = {
    filter,
    fail2ban: options.fail2ban,
    checkAll,
    ignorePending: options.ignorePending ?? false,
    now: () => moment,
  };
  const finder = createFailureFinder(finding);
  const counter = createFailureCounter(finding);
  const blockSearch = createBlockSearch(searchOptions, options.deadline);
  /** The filter's own regex for one that was made of it. */
  const ownRegex = (regex: CompiledRegex): CompiledRegex =>
    regex.role === 'prefregex'
      ? filter.prefregex!
      : filter[regex.role][searchOptions.filter[regex.role].indexOf(regex)]!;
  const failuresOf = (block: DatedBlock, i: number, { hits, prefix }: LineOutcome): readonly CountedFailure[] => {
    const findings = finder.find(hits, prefix);
    if (keepsData) for (const finding of findings) observer!.finding!(block.numbers[i]!, finding, block.times[i]!);
    return findings;
  };
  let statistics = createLineStatistics(options.kept);
  const failregexHits = new Array<number>(filter.failregex.length).fill(0);
  const ignoreregexHits = new Array<number>(filter.ignoreregex.length).fill(0);
  const crashes: LineCrash[] = [];
  let crashCount = 0;
  let prefregexHits = 0;
  let hadPrefix = false;
  let matchedWithoutDate = 0;
  let lastLine = 0;
  let isStopped = false;

  const noteCrash = (line: number, message: string): void => {
    if (crashes.length < keptCrashes) crashes.push({ line, message });
    crashCount++;
  };

  /** Counts a line's failures; gives the verdict as `testRegex` does. */
  const count = (
    block: DatedBlock,
    i: number,
    failures: readonly CountedFailure[],
    outcome: LineOutcome | undefined,
  ): Verdict => {
    let isIgnored = false;
    if (outcome) {
      for (const ignoreregex of outcome.ignoredBy) ignoreregexHits[ignoreregex]!++;
      isIgnored = outcome.ignoredBy.length > 0;
    }
    let isMatched = false;
    for (let at = 0; at < failures.length; at++) {
      const { regex, isNoFail } = failures[at]!;
      failregexHits[regex]!++;
      if (observer?.hit)
        observer.hit(block.numbers[i]!, regex, block, i, outcome?.hits.find((hit) => hit.regex === regex)?.text);
      if (isNoFail) isIgnored = true;
      else isMatched = true;
    }
    if (outcome) for (const line of outcome.takenFromBuffer) statistics.moveToMatched(line);
    return isIgnored ? 'ignored' : isMatched ? 'matched' : 'missed';
  };

  const verdictOfOutcome = (block: DatedBlock, i: number, outcome: LineOutcome): Verdict => {
    try {
      return count(block, i, failuresOf(block, i, outcome), outcome);
    } catch (error) {
      if (!(error instanceof UncaughtInFail2ban)) throw error;
      noteCrash(block.numbers[i]!, error.message);
      return 'missed';
    }
  };

  /** A line given up before prefregex was searched repeats what the line before had: fail2ban-regex asks `hasMatched` anyway. */
  const countPrefix = (state: PrefixState): void => {
    if (state !== PrefixState.unknown) hadPrefix = state === PrefixState.matched;
    if (hadPrefix) prefregexHits++;
  };

  const verdictOfLine = (block: DatedBlock, i: number, { plainHits, outcome, hasCounted }: LineResult): Verdict => {
    if (hasCounted) return count(block, i, counter.count(blockSearch.counted, i), outcome);
    if (plainHits.length === 0) return outcome ? verdictOfOutcome(block, i, outcome) : 'missed';
    for (let at = 0; at < plainHits.length; at++) {
      failregexHits[plainHits[at]!]!++;
      observer?.hit?.(block.numbers[i]!, plainHits[at]!, block, i);
    }
    return 'matched';
  };

  const addDated = (block: DatedBlock): void => {
    if (!isStopped) addSearched({ block, results: blockSearch.search(block), searched: blockSearch.searched });
  };
  const addAllDated = (blocks: readonly DatedBlock[]): void => {
    if (isStopped) return;
    for (const one of blockSearch.searchAll(blocks)) {
      addSearched(one);
      if (isStopped) return;
    }
  };
  const addSearched = ({ block, results, searched }: SearchedBlock): void => {
    isStopped = searched < block.count;
    if (searched > 0) lastLine = block.numbers[searched - 1]!;
    moment = now();
    const hasCrashes = block.crashes.size > 0;
    const hasPrefregex = filter.prefregex !== undefined;
    const asksForLines = observer?.line !== undefined;
    const hearsMissed = observer?.missed !== undefined;
    const isBrief = !asksForLines || hearsMissed;
    const keepsTexts = options.kept !== undefined;
    let missed = 0;
    /** The observer knows of the lines before. */
    let told = 0;
    let toldPrefix = hadPrefix;
    for (let i = 0; i < searched; i++) {
      if (hasCrashes && block.crashes.has(i)) noteCrash(block.numbers[i]!, block.crashes.get(i)!);
      const result = results[i]!;
      if (hasPrefregex) countPrefix(result.prefix);
      if (isBrief && result === nothingFound[result.prefix] && !(keepsTexts && statistics.keeps('missed'))) {
        missed++;
        if (hearsMissed && hadPrefix !== toldPrefix) {
          if (told < i) observer!.missed!(block, told, i, toldPrefix);
          told = i;
          toldPrefix = hadPrefix;
        }
        continue;
      }
      if (hearsMissed && told < i) observer!.missed!(block, told, i, toldPrefix);
      told = i + 1;
      // Before a line is taken back from the missed ones: how many there are says which texts are kept.
      if (missed > 0) statistics.addMissed(missed);
      missed = 0;
      const verdict = verdictOfLine(block, i, result);
      if (verdict === 'matched' && Number.isNaN(block.times[i]!)) matchedWithoutDate++;
      if (keepsTexts && statistics.keeps(verdict))
        statistics.add(verdict, block.text.slice(block.starts[i]!, block.ends[i]!));
      else statistics.add(verdict);
      observer?.line?.(block.numbers[i]!, verdict, block, i, result.outcome, blockSearch.searchedWith(i));
    }
    if (hearsMissed && told < searched) observer!.missed!(block, told, searched, toldPrefix);
    statistics.addMissed(missed);
  };
  const readDates = (lines: LineBlock): DatedBlock =>
    options.deadline?.guardsDates ? readGuarded(dates, lines, options.deadline) : dates.read(lines);

  return {
    add: (lines) => addDated(readDates(lines)),
    addDated,
    addAllDated,
    get statistics() {
      return statistics;
    },
    get state() {
      const lines = JSON.stringify([options.dates.state, dates.state, hadPrefix]);
      return { lines, connections: counter.connections() };
    },
    get askedConnections() {
      return counter.asked;
    },
    get counts() {
      return {
        lines: { ...statistics.counts },
        failregexHits: [...failregexHits],
        ignoreregexHits: [...ignoreregexHits],
        prefregexHits,
        matchedWithoutDate,
        lastLine,
      };
    },
    startOver: () => {
      statistics = createLineStatistics(options.kept);
      failregexHits.fill(0);
      ignoreregexHits.fill(0);
      prefregexHits = matchedWithoutDate = lastLine = 0;
      counter.watch();
    },
    take: (later, texts, moved) => {
      statistics.take(later.lines, texts);
      later.failregexHits.forEach((hits, regex) => (failregexHits[regex]! += hits));
      later.ignoreregexHits.forEach((hits, regex) => (ignoreregexHits[regex]! += hits));
      prefregexHits += later.prefregexHits;
      matchedWithoutDate += later.matchedWithoutDate;
      if (later.lastLine > 0) lastLine = moved + later.lastLine;
    },
    failregexHits,
    ignoreregexHits,
    get prefregexHits() {
      return prefregexHits;
    },
    get overruns() {
      return blockSearch.overruns.map((overrun) => ({ ...overrun, regex: ownRegex(overrun.regex) }));
    },
    crashes,
    get matchedWithoutDate() {
      return matchedWithoutDate;
    },
    get crashCount() {
      return crashCount;
    },
    get lastLine() {
      return lastLine;
    },
    get isStopped() {
      return isStopped;
    },
  };
}

/** A detector that was stopped has lost its state: there is no going on behind it. Throws DateSearchOverrun. */
function readGuarded(dates: DateStage, lines: LineBlock, { guard, milliseconds }: Deadline): DatedBlock {
  let dated: DatedBlock | undefined;
  if (!guard(() => void (dated = dates.read(lines)), milliseconds * dateTurns))
    throw new DateSearchOverrun(lines.numbers[0]!, lines.numbers[lines.count - 1]!);
  return dated!;
}

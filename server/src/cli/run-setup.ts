import { joinPath } from '../config/paths.ts';
import { createSources } from '../config/resolve.ts';
import { createDateDetector, type DateDetector } from '../dates/detector.ts';
import { datePatternLines } from '../dates/date-pattern.ts';
import { runWithDeadline } from '../host/guard.ts';
import { loadRe2Now } from '../host/load-re2-now.ts';
import { localZoneName } from '../host/local-zone-name.ts';
import { compileFilter, type CompiledFilter } from '../matching/compile-filter.ts';
import type { RegexProblem } from '../matching/compile-regex.ts';
import { adviceOn, bracketClosedByTag } from '../matching/regex-advice.ts';
import type { UseDns } from '../matching/failregex-tags.ts';
import type { Deadline } from '../matching/search-block.ts';
import { createSafeSearcher } from '../translate/compile.ts';
import type { LineBlock } from '../matching/line-block.ts';
import { DateSearchOverrun } from '../matching/match-run.ts';
import { oneOf } from './args.ts';
import type { LogUnderTest } from './log-under-test.ts';
import { findLinePosition, placeText } from './writers/resolve.ts';
import { atAPace } from './pace.ts';
import { createRunLimits, regexTimeout, stopReason } from './run-limits.ts';
import { UsageError, type Command, type CommandContext } from './command.ts';
import { oneLine, type DatePattern, type FilterUnderTest } from './filter-under-test.ts';

/** What decides how a log is read and a filter is run; every command that runs one takes them. */
export const runOptions = {
  config: { type: 'string', short: 'c' },
  datepattern: { type: 'string', short: 'd' },
  timezone: { type: 'string' },
  encoding: { type: 'string', short: 'e' },
  maxlines: { type: 'string', short: 'L' },
  usedns: { type: 'string' },
  raw: { type: 'boolean', short: 'r' },
  'no-check-all': { type: 'boolean' },
  now: { type: 'string' },
  'regex-timeout': { type: 'string' },
  'overrun-budget': { type: 'string' },
} as const satisfies Command['options'];

/** What stands before the first line is read. */
export interface Setup {
  readonly filter: CompiledFilter;
  readonly detector: DateDetector;
  readonly datepattern: (DatePattern & { readonly isOption: boolean; readonly name: string }) | undefined;
  readonly maxlines: { readonly value: number; readonly isOption: boolean } | undefined;
  now(): number;
}

export function prepare(
  context: CommandContext,
  subject: FilterUnderTest,
  extraIgnore: FilterUnderTest['ignoreregex'] | undefined,
): Setup {
  const { values, fail2ban, python } = context;
  const now = presentMoment(context);
  const maxlines = maxLinesOf(values['maxlines'] as string | undefined, subject.maxlines);
  const { detector, datepattern } = dateDetectorOf(context, subject, now);
  // Up to 1.1.0 the argument is added to the filter's own, from 1.1.1 on it takes their place.
  const ignoreregex =
    extraIgnore === undefined
      ? subject.ignoreregex
      : [...(fail2ban === '1.1' ? [] : subject.ignoreregex), ...extraIgnore];
  const useDns: UseDns = oneOf('--usedns', values['usedns'], ['yes', 'no', 'warn', 'raw'], 'warn');
  const { filter, problems } = compileFilter(
    { ...subject, ignoreregex },
    { useDns, fail2ban, python, maxLines: maxlines?.value ?? 1 },
  );
  if (problems.length > 0)
    throw new UsageError(
      `${subject.isFile ? '' : noSuchFilter(context, problems[0]!)}${describeProblem(context, problems[0]!)}`,
    );
  return { filter, detector, datepattern, maxlines, now };
}

/** A word that is no regex is most likely a filter's name. */
function noSuchFilter({ host }: CommandContext, { kind, configured: { text } }: RegexProblem): string {
  if (kind !== 'no-failure-id' || !/^[\w.-]+(?:\[.*\])?$/.test(text)) return '';
  const advice = host.files.isFile(joinPath(host.cwd, text.split('[')[0]!))
    ? `write ./${text} for the file here`
    : 'look at --config';
  return `there is no filter or jail '${text}' (${advice}), and as a regex it is none: `;
}

/** Where it is written, fail2ban's words, and what they leave open. */
function describeProblem({ host, fail2ban }: CommandContext, problem: RegexProblem): string {
  const { role, message, expanded, span } = problem;
  const place = expanded.whereToShow(bracketClosedByTag(expanded) ?? span)[0];
  const isTyped = place !== undefined && !place.file.startsWith('builtin:');
  const where = isTyped ? `${placeText(findLinePosition(createSources(host.files))(place))}: ` : '';
  return `${where}${role}: ${oneLine(message)}. ${adviceOn(problem, fail2ban)}`.replace(/\. $/, '');
}

function maxLinesOf(option: string | undefined, configured: number | undefined): Setup['maxlines'] {
  if (option === undefined || Number(option) === 0)
    return configured === undefined ? undefined : checked(configured, false);
  if (!/^[+-]?\d+$/.test(option)) throw new UsageError(`--maxlines ${option}: give a number of lines`);
  return checked(Number(option), true);
}

function checked(value: number, isOption: boolean): Setup['maxlines'] {
  if (value <= 0) throw new UsageError('maxlines must be integer greater than zero');
  return { value, isOption };
}

function presentMoment({ host, values }: CommandContext): () => number {
  const given = values['now'] as string | undefined;
  if (given === undefined) return () => host.now() / 1000;
  const moment = Date.parse(given);
  if (Number.isNaN(moment)) throw new UsageError(`--now ${given}: give a moment such as 2025-07-11T05:40:00Z`);
  return () => moment / 1000;
}

function dateDetectorOf(
  { host, values, fail2ban, python }: CommandContext,
  subject: FilterUnderTest,
  now: () => number,
): Pick<Setup, 'detector' | 'datepattern'> {
  const option = values['datepattern'] as string | undefined;
  const given = option ? { text: option, patterns: datePatternLines(option) } : subject.datepattern;
  const timeZone = values['timezone'] as string | undefined;
  const result = createDateDetector({
    ...(given ? { patterns: given.patterns } : {}),
    ...(timeZone ? { timeZone } : {}),
    fail2ban,
    python,
    now,
    localZone: localZoneName(host.env),
  });
  if (!result.ok) throw new UsageError(`${oneLine(result.error.message)}`);
  const { detector } = result;
  return { detector, datepattern: given && { ...given, isOption: Boolean(option), name: displayName(detector) } };
}

function displayName({ templates }: DateDetector): string {
  return templates.length === 0 || templates.length > 2 ? 'Default Detectors' : templates[0]!.template.name;
}

/** Searches under the deadline of `--regex-timeout`, and no more once the command's limits are reached. */
export function deadlineOf(context: CommandContext): Deadline {
  const { host, python, limits = createRunLimits() } = context;
  let re2: ReturnType<typeof loadRe2Now> | 'not loaded' = 'not loaded';
  /** What the guards that failed one after the other took. */
  let failedMilliseconds = 0;
  return {
    guard: (work, milliseconds, isLong = false) => {
      const { interruption } = limits;
      if (interruption?.isAsked) return false;
      const begun = host.now();
      // Who listens for Ctrl+C meanwhile loses one that has come just before: only what hangs is stopped by it, all else hears it between two pieces of work.
      const result = runWithDeadline(work, milliseconds, isLong && interruption !== undefined);
      if (!result.done && result.isInterrupted) interruption?.ask();
      failedMilliseconds = result.done ? 0 : failedMilliseconds + host.now() - begun;
      return result.done;
    },
    milliseconds: regexTimeout(context),
    overran: () => {
      limits.overrunMilliseconds += failedMilliseconds;
      failedMilliseconds = 0;
    },
    isOver: () => stopReason({ ...context, limits }) !== undefined,
    fallback: ({ pattern, searcher }) => {
      if (re2 === 'not loaded') re2 = loadRe2Now();
      return createSafeSearcher(pattern, searcher, { ...(re2 ? { re2 } : {}), python });
    },
  };
}

/**
 * Reads a log to its end, with progress; false where the command's limits were reached before. `add` takes one block after the other. `isRestDone`, asked
 * behind each: nothing more need be read. Throws UsageError.
 */
export async function readWhole(
  context: CommandContext,
  log: LogUnderTest,
  add: (block: LineBlock) => void,
  isRestDone?: () => Promise<boolean> | boolean,
): Promise<boolean> {
  return atAPace(context, async (pace) => {
    try {
      for await (const block of log.blocks()) {
        if (stopReason(context)) return false;
        add(block);
        pace.show(log.bytesDone, log.size);
        await pace.turn();
        if (await isRestDone?.()) break;
      }
      return true;
    } catch (error) {
      if (!(error instanceof DateSearchOverrun)) throw error;
      if (pace.isInterrupted) return false;
      throw new UsageError(`${error.message}: make the datepattern more definite`);
    }
  });
}

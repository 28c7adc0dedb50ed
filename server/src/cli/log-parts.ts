import { findLineStart } from '../host/log-source.ts';
import { isCountable } from '../matching/count-failures.ts';
import type { CompiledFilter } from '../matching/compile-filter.ts';
import type { LineBlock } from '../matching/line-block.ts';
import type { MatchRun } from '../matching/match-run.ts';
import { strangersTo, type RunState } from '../matching/run-state.ts';
import { UsageError, type CommandContext } from './command.ts';
import type { LogPart, LogThread, LogThreads, PartEnds } from './log-threads.ts';
import { openLog, type LogUnderTest } from './log-under-test.ts';
import { stopReason } from './run-limits.ts';
import { readWhole, type Setup } from './run-setup.ts';

/**
 * A long log is read by several threads, each a part of it. What a line comes to may depend on all lines before it (dates, connections), so a thread reads
 * some lines before its part first, whose findings it drops, and tells in which state that left it. What it found is taken where that is the state in which
 * the part before ended. Where one is not, nothing of the threads is taken, and the log is read as if there were none.
 */

/** A run over the lines of a log that can be taken up in the middle. */
export interface DividableRun extends Pick<MatchRun, 'add' | 'startOver' | 'askedConnections' | 'isStopped'> {
  /** Undefined where the next lines could change what was found in those before them. */
  readonly state: RunState | undefined;
  readonly overruns: readonly unknown[];
  readonly crashCount: number;
}

/** The parts of a log but the first, while they are read. */
export interface LaterParts<Found> {
  /** Where the first part ends. */
  readonly from: number;
  /** To be asked when `run` has read the first part: what was found in the others. Undefined where the log must be read on. */
  join(run: DividableRun): Promise<readonly Found[] | undefined>;
  stop(): void;
}

export function isDividable(filter: CompiledFilter): boolean {
  return filter.maxLines === 1 && isCountable(filter);
}

/** Starts the threads; undefined where one thread reads the log. `argument`: names the log. */
export function readLaterParts<Found extends PartEnds>(
  context: CommandContext,
  argument: string,
  log: LogUnderTest,
): LaterParts<Found> | undefined {
  const { threads } = context.host;
  const most = mostThreads(context);
  const parts = threads ? divide(argument, log, threads, most) : [];
  if (parts.length === 0) return undefined;
  const { from } = parts[0]!;
  log.dividable!.pauseAt(from);
  const working: readonly LogThread<Found>[] = parts.map((part) => threads!.start<Found>(part));

  const join = async (run: DividableRun): Promise<readonly Found[] | undefined> => {
    if (run.overruns.length > 0) return undefined;
    const all = await unlessStopped(context, Promise.all(working.map(({ found }) => found)));
    const sure = all?.filter((part) => part !== undefined);
    return sure?.length === parts.length && follow(run.state, sure) ? sure : undefined;
  };

  return { from, join, stop: () => working.forEach((thread) => thread.stop()) };
}

/** Whether each part began in the state in which the one before ended, or in one that comes to the same. */
function follow(first: RunState | undefined, parts: readonly PartEnds[]): boolean {
  let state = first;
  for (const { stateBefore, stateAfter, askedConnections } of parts) {
    const strangers = state && strangersTo(stateBefore, state);
    if (!strangers || (strangers.length > 0 && !askedConnections)) return false;
    if (strangers.some((id) => askedConnections!.has(id))) return false;
    // Those of them that are still known are older than all others.
    const isStranger = ([id]: readonly [string, string]): boolean => strangers.includes(id);
    const old = state!.connections.filter(isStranger);
    state = stateAfter && {
      ...stateAfter,
      connections: [...old, ...stateAfter.connections.filter((one) => !isStranger(one))],
    };
  }
  return true;
}

/** Throws UsageError. */
function mostThreads({ values }: CommandContext): number | undefined {
  const text = values['threads'] as string | undefined;
  if (text !== undefined && !/^[1-9]\d?$/.test(text))
    throw new UsageError(`--threads ${text}: give a number from 1 to 99`);
  return text === undefined ? undefined : Number(text);
}

/** All parts but the first. */
function divide(
  argument: string,
  { dividable, stamp }: LogUnderTest,
  threads: LogThreads,
  mostWanted: number | undefined,
): LogPart[] {
  if (!dividable) return [];
  const { path, size } = dividable;
  const { leastBytes, warmBytes, lateBytes } = threads;
  if (size < 2 * leastBytes) return [];
  const count = Math.min(mostWanted ?? threads.most, Math.floor(size / leastBytes));
  const starts: number[] = [];
  for (let i = 1; i < count; i++) {
    const start = findLineStart(path, Math.floor(lateBytes + ((size - lateBytes) * i) / count));
    if (start === undefined || start >= size || start <= (starts.at(-1) ?? 0)) return [];
    starts.push(start);
  }
  const parts = starts.map((from, i): LogPart | undefined => {
    const warmFrom = from > warmBytes ? findLineStart(path, from - warmBytes) : 0;
    const isWarmed = warmFrom !== undefined && warmFrom < from;
    return isWarmed ? { log: argument, from, to: starts[i + 1], warmFrom, stamp } : undefined;
  });
  return parts.every((part) => part !== undefined) ? parts : [];
}

const betweenLooks = 50;

/** Undefined where the command's limits were reached before: Ctrl+C. */
async function unlessStopped<T>(context: CommandContext, work: Promise<T>): Promise<T | undefined> {
  for (;;) {
    let timer: ReturnType<typeof setTimeout>;
    const pause = new Promise<'not yet'>((done) => (timer = setTimeout(() => done('not yet'), betweenLooks)));
    const first = await Promise.race([work, pause]);
    clearTimeout(timer!);
    if (first !== 'not yet') return first;
    if (stopReason(context)) return undefined;
  }
}

/** What a thread read, once it has read its part. */
export interface ReadPart extends PartEnds {
  readonly log: LogUnderTest;
}

/**
 * In a thread of its own: reads a part of a log behind the lines that stand before it. `begin` is called between the two, when `run` has started over.
 * Undefined where anything happens that one part alone cannot judge: an overrun, a line on which fail2ban fails, one that is too long, a date template that
 * contests the place of another, another file than the one that was meant.
 */
export async function readPart(
  context: CommandContext,
  { log: argument, from, to, warmFrom, stamp }: LogPart,
  { filter, detector }: Setup,
  run: DividableRun,
  begin: () => void,
): Promise<ReadPart | undefined> {
  const log = openLog(context, argument, filter.maxLines, { from: warmFrom, pauseAt: from, to });
  if (log.stamp !== stamp) return undefined;

  let before: Pick<PartEnds, 'stateBefore' | 'linesBefore'> | undefined;
  let contestsBefore = 0;
  const isSure = (): boolean =>
    !run.isStopped &&
    run.overruns.length === 0 &&
    run.crashCount === 0 &&
    log.longLines.length === 0 &&
    (before === undefined || detector.contests === contestsBefore);
  /** False where the part cannot be begun. */
  const isBegun = (): boolean => {
    if (before !== undefined || log.bytesDone !== from - warmFrom) return true;
    const { state } = run;
    if (state === undefined) return false;
    before = { stateBefore: state, linesBefore: log.physicalLines };
    contestsBefore = detector.contests;
    run.startOver();
    begin();
    return true;
  };
  const add = (block: LineBlock): void => run.add(block);
  const isWhole = await readWhole(context, log, add, () => !isBegun() || !isSure());
  if (!isWhole || !isSure() || before === undefined) return undefined;
  return {
    ...before,
    stateAfter: run.state,
    askedConnections: run.askedConnections,
    linesAfter: log.physicalLines,
    log,
  };
}

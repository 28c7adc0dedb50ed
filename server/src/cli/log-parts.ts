import { findLineStart } from '../host/log-source.ts';
import { isCountable } from '../matching/count-failures.ts';
import type { IdSample } from '../matching/looked-up-ids.ts';
import type { MatchRun } from '../matching/match-run.ts';
import { strangersTo, type RunState } from '../matching/run-state.ts';
import { UsageError, type CommandContext } from './command.ts';
import type { CountedPart, CountingThreads, LogPart } from './counting-threads.ts';
import type { LogUnderTest } from './log-under-test.ts';
import { stopReason } from './run-limits.ts';
import type { Setup } from './run-setup.ts';

/**
 * A long log is counted by several threads, each a part of it. How a line counts may depend on all lines before it (dates, connections), so a thread reads
 * some lines before its part first, uncounted, and tells in which state that left it. Its counts are taken where it is the state in which the part before
 * ended. Where one is not, nothing of the threads is taken, and the log is counted as if there were none.
 */

/** The parts of a log but the first, while they are counted. */
export interface LaterParts {
  /** Where the first part ends. */
  readonly from: number;
  /** To be asked when the first part is counted: adds the others to `run`. False where the log must be read on. */
  join(run: MatchRun, log: LogUnderTest): Promise<boolean>;
  /** Of the whole log, once it is joined. */
  readonly droppedLine: LogUnderTest['droppedLine'];
  stop(): void;
}

/** Starts the threads; undefined where one thread counts the log. */
export function countLaterParts(
  context: CommandContext,
  log: LogUnderTest,
  setup: Setup,
  ids: IdSample | undefined,
): LaterParts | undefined {
  const { threads } = context.host;
  const most = mostThreads(context);
  const isDividable = setup.filter.maxLines === 1 && isCountable(setup.filter);
  const parts = threads && isDividable ? divide(log, { ...threads, most: most ?? threads.most }) : [];
  if (parts.length === 0) return undefined;
  log.dividable!.pauseAt(parts[0]!.from);
  const working = parts.map((part) => threads!.count(part));
  let droppedLine: LogUnderTest['droppedLine'];

  const join = async (run: MatchRun, { physicalLines }: LogUnderTest): Promise<boolean> => {
    if (run.overruns.length > 0) return false;
    const all = await unlessStopped(context, Promise.all(working.map(({ counted }) => counted)));
    const sure = all?.filter((part) => part !== undefined);
    if (sure?.length !== parts.length) return false;
    if (!follow(run.state, sure)) return false;
    let lines = physicalLines;
    for (const { counts, texts, dateHits, idMatches, linesBefore, linesAfter, droppedLine: dropped } of sure) {
      const moved = lines - linesBefore;
      run.take(counts, texts, moved);
      ids?.take(idMatches, moved);
      dateHits.forEach((hits, at) => (setup.detector.templates[at]!.hits += hits));
      droppedLine = dropped && { ...dropped, number: moved + dropped.number };
      lines = moved + linesAfter;
    }
    return true;
  };

  return {
    from: parts[0]!.from,
    join,
    get droppedLine() {
      return droppedLine;
    },
    stop: () => working.forEach((thread) => thread.stop()),
  };
}

/** Whether each part began in the state in which the one before ended, or in one that comes to the same. */
function follow(first: RunState, parts: readonly CountedPart[]): boolean {
  let state = first;
  for (const { stateBefore, stateAfter, askedConnections } of parts) {
    const strangers = strangersTo(stateBefore, state);
    if (!strangers || (strangers.length > 0 && !askedConnections)) return false;
    if (strangers.some((id) => askedConnections!.has(id))) return false;
    // Those of them that are still known are older than all others.
    const isStranger = ([id]: readonly [string, string]): boolean => strangers.includes(id);
    const connections = stateAfter.connections.filter((one) => !isStranger(one));
    state = { ...stateAfter, connections: [...state.connections.filter(isStranger), ...connections] };
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
function divide({ dividable, stamp }: LogUnderTest, { most, leastBytes, warmBytes }: CountingThreads): LogPart[] {
  if (!dividable) return [];
  const { path, size } = dividable;
  const count = Math.min(most, Math.floor(size / leastBytes));
  const starts: number[] = [];
  for (let i = 1; i < count; i++) {
    const start = findLineStart(path, Math.floor((size * i) / count));
    if (start === undefined || start >= size || start <= (starts.at(-1) ?? 0)) return [];
    starts.push(start);
  }
  const parts = starts.map((from, i): LogPart | undefined => {
    const warmFrom = from > warmBytes ? findLineStart(path, from - warmBytes) : 0;
    return warmFrom !== undefined && warmFrom < from ? { from, to: starts[i + 1], warmFrom, stamp } : undefined;
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

import { createIdSample } from '../matching/looked-up-ids.ts';
import type { KeptLines, Verdict } from '../matching/line-statistics.ts';
import type { MatchObserver, MatchRun } from '../matching/match-run.ts';
import type { CommandContext } from './command.ts';
import type { CountedPart, LogPart } from './counting-threads.ts';
import { openLog } from './log-under-test.ts';
import { readWhole, type Setup } from './run-setup.ts';

/** How a run begins whose lines are to be counted as in all other parts. */
export type StartRun = (observer: MatchObserver, keeper: KeptLines['keeper']) => MatchRun;

/**
 * In a thread of its own: counts a part of a log behind the lines that stand before it. Undefined where anything happens that one part alone cannot judge:
 * an overrun, a line on which fail2ban fails, one that is too long, a date template that contests the place of another, another file than the one that was meant.
 */
export async function countPart(
  context: CommandContext,
  logArgument: string,
  { from, to, warmFrom, stamp }: LogPart,
  setup: Setup,
  start: StartRun,
): Promise<CountedPart | undefined> {
  const { filter, detector } = setup;
  const texts: Record<Verdict, string[]> = { matched: [], ignored: [], missed: [] };
  const ids = createIdSample(filter);
  let isBefore = true;
  const run = start(
    { hit: (line, regex, block, index) => void (isBefore || ids?.hit(line, regex, block, index)) },
    { add: (verdict, text) => void (isBefore || texts[verdict].push(text)), takeBack: () => {} },
  );
  const log = openLog(context, logArgument, filter.maxLines, { from: warmFrom, pauseAt: from, to });
  if (log.stamp !== stamp) return undefined;

  let before: Pick<CountedPart, 'stateBefore' | 'linesBefore'> | undefined;
  let hitsBefore: readonly number[] = [];
  let contestsBefore = 0;
  const begin = (): void => {
    before = { stateBefore: run.state, linesBefore: log.physicalLines };
    hitsBefore = detector.templates.map(({ hits }) => hits);
    contestsBefore = detector.contests;
    run.startOver();
    isBefore = false;
  };
  const isSure = (): boolean =>
    !run.isStopped &&
    run.overruns.length === 0 &&
    run.crashCount === 0 &&
    log.longLines.length === 0 &&
    (isBefore || detector.contests === contestsBefore);
  const step = (): boolean => {
    if (isBefore && log.bytesDone === from - warmFrom) begin();
    return !isSure();
  };
  const isWhole = await readWhole(context, log, run.add, step);
  if (!isWhole || !isSure() || before === undefined) return undefined;
  return {
    ...before,
    stateAfter: run.state,
    askedConnections: run.askedConnections,
    counts: run.counts,
    texts,
    dateHits: detector.templates.map(({ hits }, at) => hits - hitsBefore[at]!),
    idMatches: ids?.matches ?? [],
    linesAfter: log.physicalLines,
    droppedLine: log.droppedLine,
  };
}

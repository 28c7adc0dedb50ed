import type { DateDetector } from '../dates/detector.ts';
import { createIdSample, type IdSample, type SampledMatch } from '../matching/looked-up-ids.ts';
import type { KeptLines, KeptTexts, Verdict } from '../matching/line-statistics.ts';
import type { MatchObserver, MatchRun, RunCounts } from '../matching/match-run.ts';
import type { LogBlocks } from '../matching/read-blocks.ts';
import type { CommandContext } from './command.ts';
import { isDividable, readLaterParts, readPart } from './log-parts.ts';
import type { LogPart, PartEnds } from './log-threads.ts';
import type { LogUnderTest } from './log-under-test.ts';
import type { Setup } from './run-setup.ts';

/** What a thread counted in its part of a log. */
export interface CountedPart extends PartEnds {
  readonly counts: RunCounts;
  readonly texts: KeptTexts;
  /** Hits of each date template, in the order of both states. */
  readonly dateHits: readonly number[];
  readonly idMatches: readonly SampledMatch[];
  readonly droppedLine: LogBlocks['droppedLine'];
}

/** The parts of a log but the first, while they are counted. */
export interface LaterCounts {
  /** Where the first part ends. */
  readonly from: number;
  /** To be asked when the first part is counted: adds the others to `run`. False where the log must be read on. */
  join(run: MatchRun, log: LogUnderTest): Promise<boolean>;
  /** Of the whole log, once it is joined. */
  readonly droppedLine: LogUnderTest['droppedLine'];
  stop(): void;
}

/** Starts the threads; undefined where one thread counts the log. `argument`: names the log. */
export function countLaterParts(
  context: CommandContext,
  argument: string,
  log: LogUnderTest,
  { filter, detector }: Setup,
  ids: IdSample | undefined,
): LaterCounts | undefined {
  const later = isDividable(filter) ? readLaterParts<CountedPart>(context, argument, log) : undefined;
  if (!later) return undefined;
  let droppedLine: LogUnderTest['droppedLine'];
  return {
    from: later.from,
    join: async (run, { physicalLines }) => {
      const parts = await later.join(run);
      if (!parts) return false;
      let lines = physicalLines;
      for (const { counts, texts, dateHits, idMatches, linesBefore, linesAfter, droppedLine: dropped } of parts) {
        const moved = lines - linesBefore;
        run.take(counts, texts, moved);
        ids?.take(idMatches, moved);
        dateHits.forEach((hits, at) => (detector.templates[at]!.hits += hits));
        droppedLine = dropped && { ...dropped, number: moved + dropped.number };
        lines = moved + linesAfter;
      }
      return true;
    },
    get droppedLine() {
      return droppedLine;
    },
    stop: later.stop,
  };
}

/** How a run begins whose lines are to be counted as in all other parts. */
export type StartRun = (observer: MatchObserver, keeper: KeptLines['keeper']) => MatchRun;

/** In a thread of its own: counts a part of a log. Undefined as `readPart`. */
export async function countPart(
  context: CommandContext,
  part: LogPart,
  setup: Setup,
  start: StartRun,
): Promise<CountedPart | undefined> {
  const texts: Record<Verdict, string[]> = { matched: [], ignored: [], missed: [] };
  const ids = createIdSample(setup.filter, context.fail2ban);
  let isBefore = true;
  const run = start(
    { hit: (line, regex, block, index) => void (isBefore || ids?.hit(line, regex, block, index)) },
    { add: (verdict, text) => void (isBefore || texts[verdict].push(text)), takeBack: () => {} },
  );
  let hitsBefore: readonly number[] = [];
  const read = await readPart(context, part, setup, run, () => {
    isBefore = false;
    hitsBefore = hitsOf(setup.detector);
  });
  if (!read) return undefined;
  const { log, ...ends } = read;
  return {
    ...ends,
    counts: run.counts,
    texts,
    dateHits: hitsOf(setup.detector).map((hits, at) => hits - hitsBefore[at]!),
    idMatches: ids?.matches ?? [],
    droppedLine: log.droppedLine,
  };
}

function hitsOf({ templates }: DateDetector): number[] {
  return templates.map(({ hits }) => hits);
}

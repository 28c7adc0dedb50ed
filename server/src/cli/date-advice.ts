import { createDateStage } from '../matching/date-stage.ts';
import type { LineBlock } from '../matching/line-block.ts';
import {
  createDateTrial,
  dateCandidates,
  sightDate,
  type DateProof,
  type DateSighting,
} from '../explain/date-advice.ts';
import type { CommandContext } from './command.ts';
import { UsageError } from './command.ts';
import type { FilterUnderTest } from './filter-under-test.ts';
import { openLog } from './log-under-test.ts';
import { prepare, readWhole, type Setup } from './run-setup.ts';

/** So many lines without a date are looked at for what their dates have in common. */
const sampleSize = 200;

export interface DateAdvice {
  /** The date that a person sees in the first such line; undefined where there is none. */
  readonly sighting: DateSighting | undefined;
  readonly proof: DateProof | undefined;
}

/** A run over the same log; `datepattern`: in the place of the filter's own. */
export interface Rerun {
  readonly context: CommandContext;
  readonly subject: FilterUnderTest;
  readonly ignoreregex: FilterUnderTest['ignoreregex'] | undefined;
  readonly logArgument: string;
  /** Of the log that was read first (`LogUnderTest`). */
  readonly stamp: string | undefined;
}

/** The setup of a run with another datepattern. Throws UsageError where fail2ban refuses it. */
export function prepareWith({ context, subject, ignoreregex }: Rerun, patterns: readonly string[]): Setup {
  const datepattern = { text: patterns.join('\n'), patterns };
  return prepare(
    { ...context, values: { ...context.values, datepattern: undefined } },
    { ...subject, datepattern },
    ignoreregex,
  );
}

/** Looks at the lines in which fail2ban finds no date, and tries datepatterns on the whole log. Standard input cannot be read again. */
export async function adviseOnDates(rerun: Rerun): Promise<DateAdvice | undefined> {
  const { context, subject, ignoreregex, logArgument } = rerun;
  if (logArgument === '-') return undefined;
  const setup = prepare(context, subject, ignoreregex);
  const undated: { line: number; text: string }[] = [];
  let dated = 0;
  const stage = createDateStage(setup.detector, setup.now, { reuses: true });
  const log = () => openLog(context, logArgument, setup.filter.maxLines);
  const isWhole = await readWhole(context, log(), (block) => {
    if (undated.length >= sampleSize && dated > 0) return;
    const { times, borrowed, cutStarts, cutEnds, text, starts, ends, count, numbers } = stage.read(block);
    for (let i = 0; i < count; i++) {
      if (cutEnds[i]! > cutStarts[i]!) dated++;
      else if ((Number.isNaN(times[i]!) || borrowed.has(i)) && undated.length < sampleSize)
        undated.push({ line: numbers[i]!, text: text.slice(starts[i], ends[i]) });
    }
  });
  if (!isWhole) return undefined;
  const sighting = undated.reduce<DateSighting | undefined>(
    (first, { line, text }) => first ?? sightDate(text, line),
    undefined,
  );
  if (!sighting) return { sighting, proof: undefined };
  const proof = await tryCandidates(rerun, dateCandidates(undated.map(({ text }) => text)), dated > 0);
  return { sighting, proof };
}

/** `keepsOthers`: some lines are dated as it is, so a candidate comes beside what is there. */
async function tryCandidates(
  rerun: Rerun,
  candidates: readonly string[],
  keepsOthers: boolean,
): Promise<DateProof | undefined> {
  const { context, subject, ignoreregex, logArgument } = rerun;
  const { detector, datepattern, filter, now } = prepare(context, subject, ignoreregex);
  const others = keepsOthers ? (datepattern?.patterns ?? ['{DATE}']) : [];
  const trial = createDateTrial(
    detector,
    candidates.map((candidate) => {
      const patterns = [...others, candidate];
      return { patterns, isAddition: others.length > 0, reader: attempt(() => prepareWith(rerun, patterns).detector) };
    }),
    now(),
  );
  const isWhole = await readWhole(context, openLog(context, logArgument, filter.maxLines), (block: LineBlock) =>
    trial.add(block),
  );
  return isWhole ? trial.best() : undefined;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

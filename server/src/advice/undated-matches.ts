import { configuredPart, nameOf, noSpan, type ConfiguredPart } from '../danger/places.ts';
import type { Probe } from '../danger/probe.ts';
import type { LineBlock } from '../matching/line-block.ts';
import { dateAdvice, datesInWords } from './sample-dates.ts';
import type { SampleRun } from './sample-run.ts';

/** Lines that match have no date: each counts as of now, whenever it was written. */
export interface UndatedMatches extends ConfiguredPart {
  readonly kind: 'undated-matches';
  readonly matched: number;
  readonly undated: number;
  /** Where a date stands, and what would take it, as far as that is known; sentences. */
  readonly words: readonly string[];
  readonly proof: { readonly log: string; readonly id: string };
}

/** Of a run with undated lines that are a mistake. */
export function undatedMatches(
  probe: Probe,
  block: LineBlock,
  { matched, undated, firstUndated }: SampleRun,
): UndatedMatches {
  const { line, id, regex: index } = firstUndated!;
  return {
    kind: 'undated-matches',
    ...configuredPart(probe, nameOf(probe, probe.filter.failregex[index]!), noSpan),
    matched,
    undated,
    words: datesInWords(dateAdvice(probe.texts, block), probe.texts),
    proof: { log: line, id },
  };
}

import { beyondBounds } from '../danger/bounds.ts';
import { createProbe, detectorOf, type FilterTexts } from '../danger/probe.ts';
import { beginningOfSample } from '../danger/sample.ts';
import type { AdviceOptions } from './explaining.ts';
import { blockOf, runSample } from './sample-run.ts';
import { undatedMatches, type UndatedMatches } from './undated-matches.ts';
import { unmatchedIgnoreregexes, type UnmatchedIgnoreregex } from './unmatched-ignoreregex.ts';
import { unmatchedSample, type UnmatchedSample } from './unmatched-sample.ts';

/** What the sample of a filter tells its author, beyond what is dangerous. */
export type SampleAdvice = UnmatchedSample | UndatedMatches | UnmatchedIgnoreregex;

/** Milliseconds for one look at the sample. */
const longestLook = 3000;
/** A look that was stopped while others had the machine is begun anew, with twice the time. */
const mostLooks = 4;

/** Runs the sample through the filter; what takes too long is not told, and nothing of a filter beyond all bounds. */
export function adviseFromSample(texts: FilterTexts, options: AdviceOptions): SampleAdvice[] {
  const { guard, sample, worked } = options;
  if (beyondBounds(texts)) return [];
  const probe = createProbe(texts);
  if (!probe.isWhole || !detectorOf(texts)) return [];
  const text = beginningOfSample(sample);
  const block = blockOf(text);
  const look = <T>(work: () => T): T | undefined => {
    for (let turn = 0; turn < mostLooks; turn++) {
      const before = worked?.();
      let result: T | undefined;
      if (guard(() => void (result = work()), longestLook * 2 ** turn)) return result;
      // It has had the machine, and is too long.
      if (before === undefined || worked!() - before > longestLook / 2) break;
    }
    return undefined;
  };
  const run = look(() => runSample(probe, block));
  if (!run || block.count === 0) return [];
  return [
    ...(run.taken.size === block.count ? [] : (look(() => unmatchedSample(probe, text, block, run, options)) ?? [])),
    ...(texts.maxLines > 1 ? [] : (look(() => unmatchedIgnoreregexes(probe, block, options)) ?? [])),
    ...(run.firstUndated ? [look(() => undatedMatches(probe, block, run)) ?? []].flat() : []),
  ];
}

/**
 * Of a filter that finds nothing in its sample as it is: the other of its modes that do find something, each run over the sample.
 */
export function withModes<Told extends { readonly kind: string }>(
  told: readonly (Told | SampleAdvice)[],
  others: readonly { readonly mode: string; readonly texts: FilterTexts }[],
  { guard, sample }: Pick<AdviceOptions, 'guard' | 'sample'>,
): (Told | SampleAdvice)[] {
  const isOfAll = (one: Told | SampleAdvice): one is UnmatchedSample =>
    one.kind === 'unmatched-sample' && !(one as UnmatchedSample).isOfOne;
  if (!told.some(isOfAll)) return [...told];
  const modes = others
    .flatMap(({ mode, texts }) => {
      let lines = 0;
      const isDone = guard(() => void (lines = linesMatched(texts, sample)), longestLook);
      return isDone && lines > 0 ? [{ mode, lines }] : [];
    })
    .sort((a, b) => a.lines - b.lines);
  return told.map((one) => (isOfAll(one) && modes.length > 0 ? { ...one, modes } : one));
}

/** How many lines of a sample a filter finds something in. */
function linesMatched(texts: FilterTexts, sample: string): number {
  const probe = beyondBounds(texts) ? undefined : createProbe(texts);
  if (!probe?.isWhole || !detectorOf(texts)) return 0;
  return runSample(probe, blockOf(beginningOfSample(sample))).matched;
}

import type { CountedHit } from './judge-line.ts';
import { nothingFound, type LineResult, type PrefixState } from './search-run.ts';

/** Results of a block's lines in few pieces, to be handed from one thread to another. */
export interface PackedResults {
  /** For each line, which of the different results it has, from 0. */
  readonly which: Int32Array;
  /** The different results, one after the other; see `packResult`. */
  readonly numbers: Int32Array;
  /** The texts that `numbers` points to. */
  readonly texts: readonly string[];
}

const enum Bits {
  isIgnored = 1,
  hasId = 2,
  isNoFail = 4,
  isGain = 8,
  isForget = 16,
}

const noText = -1;

/** Packs what counts of the results: they hold no hits with groups (`SearchOptions.toCounted`). */
export function packResults(results: readonly LineResult[]): PackedResults {
  const which = new Int32Array(results.length);
  const different = new Map<LineResult, number>();
  const numbers: number[] = [];
  const texts: string[] = [];
  for (let line = 0; line < results.length; line++) {
    const result = results[line]!;
    let index = different.get(result);
    if (index === undefined) {
      index = different.size;
      different.set(result, index);
      packResult(result, numbers, texts);
    }
    which[line] = index;
  }
  return { which, numbers: Int32Array.from(numbers), texts };
}

/** Prefix state; plain hits; 1 and the outcome or 0. Each list behind its length. */
function packResult({ prefix, plainHits, outcome }: LineResult, numbers: number[], texts: string[]): void {
  const packText = (text: string | undefined): number => (text === undefined ? noText : texts.push(text) - 1);
  numbers.push(prefix, plainHits.length, ...plainHits, outcome ? 1 : 0);
  if (!outcome) return;
  numbers.push(outcome.counted.length);
  for (const { regex, isIgnored, mlfid, user, hasId, isNoFail, isGain, isForget } of outcome.counted) {
    const bits = (isIgnored ? Bits.isIgnored : 0) | (hasId ? Bits.hasId : 0) | (isNoFail ? Bits.isNoFail : 0) | (isGain ? Bits.isGain : 0) | (isForget ? Bits.isForget : 0);
    numbers.push(regex, bits, packText(mlfid), packText(user === '' ? undefined : user));
  }
  numbers.push(outcome.ignoredBy.length, ...outcome.ignoredBy);
}

export function unpackResults({ which, numbers, texts }: PackedResults): LineResult[] {
  let at = 0;
  const next = (): number => numbers[at++]!;
  const list = <T>(item: () => T): T[] => Array.from({ length: next() }, item);
  const nextText = (): string | undefined => texts[next()];
  const hit = (): CountedHit => {
    const regex = next();
    const bits = next();
    return {
      regex,
      isIgnored: (bits & Bits.isIgnored) !== 0,
      mlfid: nextText(),
      user: nextText() ?? '',
      hasId: (bits & Bits.hasId) !== 0,
      isNoFail: (bits & Bits.isNoFail) !== 0,
      isGain: (bits & Bits.isGain) !== 0,
      isForget: (bits & Bits.isForget) !== 0,
    };
  };
  const result = (): LineResult => {
    const prefix = next() as PrefixState;
    const plainHits = list(next);
    const hasOutcome = next() === 1;
    if (!hasOutcome) return plainHits.length === 0 ? nothingFound[prefix] : { prefix, plainHits, outcome: undefined };
    const counted = list(hit);
    return { prefix, plainHits, outcome: { hits: [], counted, ignoredBy: list(next), prefix: undefined, takenFromBuffer: [] } };
  };
  const different: LineResult[] = [];
  while (at < numbers.length) different.push(result());
  return Array.from(which, (index) => different[index]!);
}

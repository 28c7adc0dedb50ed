import type { CompiledRegex } from '../matching/compile-filter.ts';
import type { CountedPart } from './branch-counts.ts';
import { isRepeated, partsOf, type RegexPart } from './regex-parts.ts';

/**
 * The parts of a regex of which it is worth telling what they took: classes with their repeats, groups that may be left out, alternations,
 * whole tags. Places in the expanded regex; those of an outer part before those in it. No literals, no anchors, and nothing inside of a
 * repeat, where only the last turn would be known.
 */
export function countedParts({ pattern, expanded, configured }: CompiledRegex): CountedPart[] {
  return partsOf(pattern, expanded, configured).flatMap(partsIn);
}

function partsIn(part: RegexPart): CountedPart[] {
  if (part.kind === 'literal' || part.kind === 'start' || part.kind === 'end' || isEmpty(part)) return [];
  return [{ span: part.whole, written: part.written }, ...(isRepeated(part) ? [] : part.inner.flat().flatMap(partsIn))];
}

/** `\b`, a look-around: it takes nothing. */
function isEmpty({ written }: RegexPart): boolean {
  return /^(?:\\[bBAZ]$|\(\?<?[=!])/.test(written);
}

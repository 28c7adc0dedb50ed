import type { Factor } from '../pyre/analysis/required-factor.ts';
import { rangesOf, type CodePointSet } from '../text/code-point-set.ts';

/** JavaScript source; `wide`: for texts with surrogate pairs, where a character may be two units. */
export function printFactor(factor: Factor, wide: boolean): string {
  switch (factor.kind) {
    case 'set':
      return printSet(factor.set, wide);
    case 'sequence':
      return factor.items.map((item) => printFactor(item, wide)).join('');
    case 'choice':
      return `(?:${factor.branches.map((branch) => printFactor(branch, wide)).join('|')})`;
    case 'repeat':
      return `(?:${printFactor(factor.item, wide)}){${factor.min},${factor.max}}`;
  }
}

/** All characters beyond ASCII or none: a piece may match more than it must. */
function printSet(set: CodePointSet, wide: boolean): string {
  const beyondAscii = set.at(-1)! > 128;
  const ranges = rangesOf(set).flatMap(([start, end]) => (start < 128 ? [[start, Math.min(end, 128)] as const] : []));
  const escape = (code: number): string => `\\x${code.toString(16).padStart(2, '0')}`;
  const inside = ranges
    .map(([start, end]) => (end - start === 1 ? escape(start) : `${escape(start)}-${escape(end - 1)}`))
    .join('');
  return `[${inside}${beyondAscii ? '\\x80-\\uffff' : ''}]${beyondAscii && wide ? '{1,2}' : ''}`;
}

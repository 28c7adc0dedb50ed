import { codePointLimit, type CodePointSet, complement, intersect, rangesOf } from '../text/code-point-set.ts';

export interface SetForm {
  /** Only ASCII subjects are searched: what lies beyond does not matter. */
  readonly ascii: boolean;
  /** How one code point is written inside and outside of a class. */
  escape(codePoint: number): string;
  readonly nothing: string;
  readonly everything: string;
}

const asciiLimit: CodePointSet = [0, 128];

/** A set as a character class, or as one character; the shorter of the set and its complement. */
export function printSet(set: CodePointSet, form: SetForm): string {
  if (set.length === 2 && set[1] === set[0]! + 1 && !(form.ascii && set[0]! > 127)) return form.escape(set[0]!);
  let known = printed.get(form);
  if (!known) printed.set(form, (known = new WeakMap()));
  let text = known.get(set);
  if (text === undefined) known.set(set, (text = print(set, form)));
  return text;
}

/** The same few sets, some of them with all letters of Unicode, are printed for every regex of a filter. */
const printed = new WeakMap<SetForm, WeakMap<CodePointSet, string>>();

function print(set: CodePointSet, { ascii, escape, nothing, everything }: SetForm): string {
  const limit = ascii ? asciiLimit : [0, codePointLimit];
  const inside = intersect(set, limit);
  const outside = intersect(complement(inside), limit);
  if (inside.length === 0) return nothing;
  if (outside.length === 0) return everything;
  if (inside.length === 2 && inside[1] === inside[0]! + 1) return escape(inside[0]!);
  return outside.length < inside.length ? `[^${printRanges(outside, escape)}]` : `[${printRanges(inside, escape)}]`;
}

function printRanges(set: CodePointSet, escape: (codePoint: number) => string): string {
  return rangesOf(set)
    .map(([start, end]) =>
      end - start === 1 ? escape(start) : escape(start) + (end - start === 2 ? '' : '-') + escape(end - 1),
    )
    .join('');
}

/** True for what stands for itself everywhere, also in a class. */
export function isPlain(codePoint: number): boolean {
  return (
    (codePoint >= 0x30 && codePoint <= 0x39) ||
    (codePoint >= 0x41 && codePoint <= 0x5a) ||
    (codePoint >= 0x61 && codePoint <= 0x7a)
  );
}

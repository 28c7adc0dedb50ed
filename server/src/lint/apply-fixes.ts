import type { Edit, Finding, Fix } from './rule.ts';

/**
 * The texts of files after the safe fixes of `findings`, where those change them. A fix whose edits meet those of an earlier
 * one is left for the next round.
 */
export function applySafeFixes(
  findings: readonly Finding[],
  textOf: (file: string) => string | undefined,
): Map<string, string> {
  return applyFixes(
    findings.flatMap(({ fix }) => (fix?.safe ? [fix] : [])),
    textOf,
  );
}

/** The texts of files after the fixes, of which none is applied that meets an earlier one. */
export function applyFixes(
  fixes: readonly Pick<Fix, 'edits'>[],
  textOf: (file: string) => string | undefined,
): Map<string, string> {
  const accepted = new Map<string, Edit[]>();
  for (const { edits } of fixes) {
    if (edits.some((edit) => (accepted.get(edit.place.file) ?? []).some((other) => meet(edit, other)))) continue;
    for (const edit of edits) accepted.set(edit.place.file, [...(accepted.get(edit.place.file) ?? []), edit]);
  }
  const texts = new Map<string, string>();
  for (const [file, edits] of accepted) {
    const text = textOf(file);
    if (text !== undefined) texts.set(file, applyEdits(text, edits));
  }
  return texts;
}

/** Edits of one text, none of which meet. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let out = text;
  for (const { place, text: part } of [...edits].sort((a, b) => b.place.span.start - a.place.span.start))
    out = out.slice(0, place.span.start) + part + out.slice(place.span.end);
  return out;
}

function meet(a: Edit, b: Edit): boolean {
  const [one, other] = [a.place.span, b.place.span];
  return one.start <= other.end && other.start <= one.end;
}

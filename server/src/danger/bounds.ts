import type { FilterTexts, RegexName } from './probe.ts';

/** Characters of one regex as configured: some thousand words in a row still are examined. */
export const longestRegex = 20_000;
/** Regexes of one filter. */
export const mostRegexes = 1000;
/** Characters of all of them. */
export const mostCharacters = 200_000;

/** A filter of a size that nobody writes by hand: what is dangerous or dead in it is not looked for, as that would take minutes and gigabytes. */
export interface Unexamined {
  readonly kind: 'unexamined';
  /** The longest of the regexes. */
  readonly regex: RegexName;
  readonly span: { readonly start: 0; readonly end: number };
  /** The bound that it is over, and how it is. */
  readonly over: 'regex' | 'count' | 'characters';
  readonly size: number;
}

/** Undefined for a filter that is examined. */
export function beyondBounds({ prefregex, failregex, ignoreregex }: FilterTexts): Unexamined | undefined {
  const named = (role: RegexName['role'], texts: readonly string[]): { regex: RegexName; length: number }[] =>
    texts.map(({ length }, index) => ({ regex: { role, index }, length }));
  const all = [
    ...named('failregex', failregex),
    ...named('ignoreregex', ignoreregex),
    ...named('prefregex', prefregex === null ? [] : [prefregex]),
  ];
  const characters = all.reduce((sum, { length }) => sum + length, 0);
  const [first, ...rest] = all;
  if (!first) return undefined;
  const longest = rest.reduce((a, b) => (b.length > a.length ? b : a), first);
  const told = { kind: 'unexamined', regex: longest.regex, span: { start: 0, end: longest.length } } as const;
  if (longest.length > longestRegex) return { ...told, over: 'regex', size: longest.length };
  if (all.length > mostRegexes) return { ...told, over: 'count', size: all.length };
  return characters > mostCharacters ? { ...told, over: 'characters', size: characters } : undefined;
}

import { setHas } from '../text/code-point-set.ts';
import { anchorOf } from '../pyre/facts/anchors.ts';
import { firstSet } from '../translate/shape.ts';
import type { CompiledRegex } from './compile-filter.ts';

/**
 * Which of many regexes can match a text at all, told by its first character: most failregexes behind a prefregex begin with
 * `^` and a fixed word.
 */
export interface FirstCharacters {
  /** The numbers of the regexes to search, ascending, in a text that begins with `code` (UTF-16). */
  candidates(code: number): readonly number[];
  /** Whether regex number `regex` is among them. */
  mayMatch(regex: number, code: number): boolean;
}

const tableSize = 128;

export function createFirstCharacters(regexes: readonly CompiledRegex[]): FirstCharacters {
  const firsts = regexes.map(({ pattern }) => (anchorOf(pattern) === 'text' ? firstSet(pattern) : undefined));
  const all = regexes.map((_, i) => i);
  const table = Array.from({ length: tableSize }, (_, code) => all.filter((i) => !firsts[i] || setHas(firsts[i]!, code)));
  return {
    candidates: (code) => table[code] ?? all,
    mayMatch: (regex, code) => code >= tableSize || !firsts[regex] || setHas(firsts[regex]!, code),
  };
}

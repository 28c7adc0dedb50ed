import { everything, setHas, type CodePointSet } from '../text/code-point-set.ts';
import { anchorOf } from '../pyre/analysis/anchors.ts';
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

function firstOf({ pattern }: CompiledRegex): CodePointSet {
  return (anchorOf(pattern) === 'text' ? firstSet(pattern) : undefined) ?? everything;
}

export function createFirstCharacters(regexes: readonly CompiledRegex[]): FirstCharacters {
  const all = regexes.map((_, i) => i);
  /** Each worked out when it is first asked for. */
  const firsts: CodePointSet[] = [];
  const table: (readonly number[])[] = [];
  const mayMatch = (regex: number, code: number): boolean => setHas((firsts[regex] ??= firstOf(regexes[regex]!)), code);
  return {
    candidates: (code) => (code < tableSize ? (table[code] ??= all.filter((regex) => mayMatch(regex, code))) : all),
    mayMatch: (regex, code) => code >= tableSize || mayMatch(regex, code),
  };
}

import * as errors from './errors.ts';
import type { FlagLetter } from './nodes.ts';
import { isFrom, type ParserState } from './parser-state.ts';
import { isAlpha } from '../text/unicode.ts';

/** `(?i)` sets flags for all of the pattern, `(?i-s:` for a group. */
export type ParsedFlags =
  | { readonly scope: 'global'; readonly add: ReadonlySet<FlagLetter> }
  | { readonly scope: 'group'; readonly add: ReadonlySet<FlagLetter>; readonly remove: ReadonlySet<FlagLetter> };

const typeFlags: readonly FlagLetter[] = ['a', 'L', 'u'];

/** True for a letter in `FLAGS` of `re/_parser.py`. */
export function isFlag(state: ParserState, char: string | null): char is FlagLetter {
  return char !== null && char.length === 1 && (isFrom(state, '3.13') ? 'iLmsxau' : 'iLmsxatu').includes(char);
}

/**
 * `_parse_flags`; `first` (a flag or a hyphen) is taken already.
 *
 *     flags = letters ")" | letters ("-" letters)? ":" | "-" letters ":"
 */
export function parseFlags(state: ParserState, first: string): ParsedFlags {
  const { reader } = state;
  const add = new Set<FlagLetter>();
  const ending = first === '-' ? '-' : parseAdded(state, first as FlagLetter, add);
  if (ending === ')') {
    for (const flag of add) state.flags.add(flag);
    return { scope: 'global', add };
  }
  if (holdsGlobal(state, add)) throw reader.error(errors.turnsOnGlobalFlag(), 1);
  const remove = new Set<FlagLetter>();
  if (ending === '-') parseRemoved(state, remove);
  if (holdsGlobal(state, remove)) throw reader.error(errors.turnsOffGlobalFlag(), 1);
  if ([...add].some((flag) => remove.has(flag))) throw reader.error(errors.flagOnAndOff(), 1);
  return { scope: 'group', add, remove };
}

/** The letters to turn on; gives the character that ends them. */
function parseAdded(state: ParserState, first: FlagLetter, add: Set<FlagLetter>): string {
  const { reader } = state;
  for (let flag = first; ;) {
    if (flag === 'L' && isFrom(state, '3.7')) throw reader.error(errors.localeInText());
    add.add(flag);
    if (isFrom(state, '3.7') && typeFlags.includes(flag) && typeFlags.some((other) => other !== flag && add.has(other)))
      throw reader.error(errors.incompatibleTypeFlags());
    const char = reader.get();
    if (char === null) throw reader.error(errors.missing('-, : or )'));
    if (char === ')' || char === '-' || char === ':') return char;
    if (!isFlag(state, char))
      throw reader.error(isAlpha(char) ? errors.unknownFlag() : errors.missing('-, : or )'), char.length);
    flag = char;
  }
}

/** The letters to turn off, and the colon. */
function parseRemoved(state: ParserState, remove: Set<FlagLetter>): void {
  const { reader } = state;
  const first = reader.get();
  if (first === null) throw reader.error(errors.missing('flag'));
  if (!isFlag(state, first))
    throw reader.error(isAlpha(first) ? errors.unknownFlag() : errors.missing('flag'), first.length);
  for (let flag: FlagLetter = first; ;) {
    if (isFrom(state, '3.7') && typeFlags.includes(flag)) throw reader.error(errors.turnsOffTypeFlag());
    remove.add(flag);
    const char = reader.get();
    if (char === null) throw reader.error(errors.missing(':'));
    if (char === ':') return;
    if (!isFlag(state, char))
      throw reader.error(isAlpha(char) ? errors.unknownFlag() : errors.missing(':'), char.length);
    flag = char;
  }
}

/** `GLOBAL_FLAGS`; 3.6 counts the type flags among them. */
function holdsGlobal(state: ParserState, flags: ReadonlySet<FlagLetter>): boolean {
  return flags.has('t') || (!isFrom(state, '3.7') && typeFlags.some((flag) => flags.has(flag)));
}

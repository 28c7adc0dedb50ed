import { toCodePointOffset } from '../text/code-points.ts';
import type { Span } from '../text/span.ts';
import { pythonRepr } from '../text/python-string.ts';

/**
 * Python's exception class: `re.compile` raises others than `re.error` for a few patterns, which fail2ban does not catch.
 * `Verbose` is one that CPython until 3.10 lets out by mistake.
 */
export type RegexErrorKind =
  're.error' | 'OverflowError' | 'ValueError' | 'RecursionError' | 'RuntimeError' | 'Verbose';

/** Why CPython does not compile a pattern. */
export interface RegexError {
  readonly kind: RegexErrorKind;
  /** `re.error.msg`, or the text of another exception. */
  readonly msg: string;
  /** `re.error.pos` as a UTF-16 offset; absent where Python has none. */
  readonly position?: number;
  /** Where to show it: from the position as far as CPython had read, or the part at fault; never empty unless the pattern is. */
  readonly span: Span;
}

/** A warning that `re.compile` issues; the text holds its position, in code points, where Python puts one there. */
export interface RegexWarning {
  readonly category: 'DeprecationWarning' | 'FutureWarning';
  readonly text: string;
  readonly span: Span;
}

/** `str()` of Python's exception. E.g. `nothing to repeat at position 3 (line 2, column 1)` */
export function formatRegexError({ msg, position }: RegexError, source: string): string {
  if (position === undefined) return msg;
  const before = source.slice(0, position);
  const text = `${msg} at position ${toCodePointOffset(source, position)}`;
  if (!source.includes('\n')) return text;
  const column = Array.from(before.slice(before.lastIndexOf('\n') + 1)).length + 1;
  return `${text} (line ${before.split('\n').length}, column ${column})`;
}

// The messages of re/_parser.py and re/_compiler.py, in the order of their places there.

export const redefinedGroupName = (name: string, index: number, was: number): string =>
  `redefinition of group name ${pythonRepr(name)} as group ${index}; was group ${was}`;
export const openGroupReference = (): string => 'cannot refer to an open group';
export const groupOfSameLookBehind = (): string => 'cannot refer to group defined in the same lookbehind subpattern';
export const escapeAtEnd = (): string => 'bad escape (end of pattern)';
export const missing = (what: string): string => `missing ${what}`;
export const unterminatedName = (terminator: string): string => `missing ${terminator}, unterminated name`;
export const badGroupNameCharacter = (name: string): string => `bad character in group name ${pythonRepr(name)}`;
export const incompleteEscape = (escape: string): string => `incomplete escape ${escape}`;
export const undefinedCharacterName = (name: string): string => `undefined character name ${pythonRepr(name)}`;
export const octalOutOfRange = (escape: string): string => `octal escape value ${escape} outside of range 0-0o377`;
export const badEscape = (escape: string): string => `bad escape ${escape}`;
export const invalidGroupReference = (group: number | bigint): string => `invalid group reference ${group}`;
export const unterminatedClass = (): string => 'unterminated character set';
export const badRange = (from: string, to: string): string => `bad character range ${from}-${to}`;
export const repetitionTooLarge = (): string => 'the repetition number is too large';
export const minAboveMax = (): string => 'min repeat greater than max repeat';
export const nothingToRepeat = (): string => 'nothing to repeat';
export const multipleRepeat = (): string => 'multiple repeat';
export const unexpectedEnd = (): string => 'unexpected end of pattern';
export const unknownGroupName = (name: string): string => `unknown group name ${pythonRepr(name)}`;
export const unknownExtension = (extension: string): string => `unknown extension ${extension}`;
export const unterminatedComment = (): string => 'missing ), unterminated comment';
export const unterminatedGroup = (): string => 'missing ), unterminated subpattern';
export const badGroupNumber = (): string => 'bad group number';
export const tooManyBranches = (): string => 'conditional backref with more than two branches';
export const lateGlobalFlags = (): string => 'global flags not at the start of the expression';
export const localeInText = (): string => "bad inline flags: cannot use 'L' flag with a str pattern";
export const incompatibleTypeFlags = (): string => "bad inline flags: flags 'a', 'u' and 'L' are incompatible";
export const unknownFlag = (): string => 'unknown flag';
export const turnsOnGlobalFlag = (): string => 'bad inline flags: cannot turn on global flag';
export const turnsOffTypeFlag = (): string => "bad inline flags: cannot turn off flags 'a', 'u' and 'L'";
export const turnsOffGlobalFlag = (): string => 'bad inline flags: cannot turn off global flag';
export const flagOnAndOff = (): string => 'bad inline flags: flag turned on and off';
export const localeWithText = (): string => 'cannot use LOCALE flag with a str pattern';
export const asciiWithUnicode = (): string => 'ASCII and UNICODE flags are incompatible';
export const unbalancedParenthesis = (): string => 'unbalanced parenthesis';
export const variableLookBehind = (): string => 'look-behind requires fixed-width pattern';
export const longLookBehind = (): string => 'looks too much behind';
export const repeatInTemplate = (operator: string): string => `internal: unsupported template operator ${operator}`;
/** `_sre.compile`'s own check of the code. */
export const invalidCode = (): string => 'invalid SRE code';
/** CPython appends where its stack ended (` while calling a Python object` …), which is chance. */
export const tooDeep = (): string => 'maximum recursion depth exceeded';
export const tooManyDigits = (digits: number): string =>
  `Exceeds the limit (4300 digits) for integer string conversion: value has ${digits} digits; use sys.set_int_max_str_digits() to increase the limit`;

export const nestedSetWarning = (position: number): string => `Possible nested set at position ${position}`;
export const setOperationWarning = (operation: string, position: number): string =>
  `Possible set ${operation} at position ${position}`;
export const groupNumberWarning = (name: string, position: number): string =>
  `${badGroupNameCharacter(name)} at position ${position}`;
/** Python 3.6 to 3.10; the position stands in it from 3.9. */
export const lateFlagsWarning = (source: string, position: number | undefined): string => {
  const chars = Array.from(source);
  return (
    `Flags not at the start of the expression ${pythonRepr(chars.slice(0, 20).join(''))}` +
    (chars.length > 20 ? ' (truncated)' : '') +
    (position === undefined ? '' : ` but at position ${position}`)
  );
};

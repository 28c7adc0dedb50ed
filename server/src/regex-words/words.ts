import type { Assertion, Category, CharClass, ClassMember, FlagLetter, Repeat } from '../pyre/nodes.ts';
import type { FlagsInForce } from '../pyre/walk.ts';
import { visible } from '../text/visible.ts';

/** Single parts of a regex in plain English, by the flags that govern them where they stand. */

/** How letter case is told: only where it is not what a reader takes for granted. */
export interface CaseRule {
  readonly ignoreCase: boolean;
  /** Case counts in one part of the regex and not in another: each says which. */
  readonly isMixed: boolean;
}

/** Of text with letters: whether their case counts. Empty where nothing has to be said. */
export function caseWords(hasLetters: boolean, { ignoreCase, isMixed }: CaseRule): string {
  if (!hasLetters) return '';
  return ignoreCase ? ', in any letter case' : isMixed ? ', in just this letter case' : '';
}

/** What `caseWords` adds. */
export const caseSuffix = /, in (?:any|just this) letter case$/;

export function hasCase(text: string): boolean {
  return text.toLowerCase() !== text.toUpperCase();
}

/** Text as it is looked for. */
export function textWords(text: string): string {
  if (/^ +$/.test(text)) return text.length === 1 ? 'a blank' : `${text.length} blanks`;
  return charNames.get(text) ?? `"${shown(text)}"`;
}

const charNames: ReadonlyMap<string, string> = new Map([
  [' ', 'a blank'],
  ['\t', 'a tab'],
  ['\n', 'a line break'],
  ['\r', 'a carriage return'],
  ['"', 'a double quote'],
  ['\\', 'a backslash'],
]);

/** Visible, a lone half of a character included. */
export function shown(text: string): string {
  return visible(text).replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (half) => `\\u${half.charCodeAt(0).toString(16)}`,
  );
}

export function anyCharWords({ dotAll }: FlagsInForce): string {
  return dotAll ? 'any character, line breaks too' : 'any character but a line break';
}

export function categoryWords({ kind, negated }: Category, { ascii }: FlagsInForce): string {
  const what = categoryNames[kind][ascii ? 'ascii' : 'unicode'];
  return negated ? `any character but ${what}` : what;
}

const categoryNames = {
  digit: { ascii: 'a digit 0 to 9', unicode: 'a digit' },
  space: { ascii: 'white space of ASCII', unicode: 'white space' },
  word: { ascii: 'a letter a to z, a digit 0 to 9 or _', unicode: 'a letter, a digit or _' },
} as const;

/** Members that one line tells. */
const mostMembers = 12;

export function classWords({ negated, members }: CharClass, flags: FlagsInForce, rule: CaseRule): string {
  const told = members.slice(0, mostMembers).map((member) => memberWords(member, flags));
  const more = members.length - told.length;
  const list = listed(more > 0 ? [...told, `${more} more`] : told);
  return `${negated ? 'any character but ' : ''}${list}${caseWords(members.some(hasCasedMember), rule)}`;
}

export function memberWords(member: ClassMember, flags: FlagsInForce): string {
  switch (member.type) {
    case 'Literal':
      return textWords(String.fromCodePoint(member.codePoint));
    case 'ClassRange':
      return `${rangeEnd(member.from)} to ${rangeEnd(member.to)}`;
    case 'Category':
      return categoryWords(member, flags);
  }
}

function rangeEnd(codePoint: number): string {
  const char = String.fromCodePoint(codePoint);
  return /^[\p{L}\p{N}]$/u.test(char) ? char : textWords(char);
}

export function hasCasedMember(member: ClassMember): boolean {
  switch (member.type) {
    case 'Literal':
      return hasCase(String.fromCodePoint(member.codePoint));
    case 'ClassRange':
      return hasCase(String.fromCodePoint(member.from)) || hasCase(String.fromCodePoint(member.to));
    case 'Category':
      return false;
  }
}

/** E.g. `a, b or c` */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`;
}

export function assertionWords({ kind }: Assertion, { multiline, ascii }: FlagsInForce): string {
  switch (kind) {
    case 'line-start':
      return multiline ? 'the start of the text or of any line in it' : 'the start of the text';
    case 'line-end':
      return multiline
        ? 'the end of the text or of any line in it'
        : 'the end of the text, or before a line break that ends it';
    case 'string-start':
      return 'the start of the text';
    case 'string-end':
      return 'the very end of the text';
    case 'word-boundary':
      return `the edge of a word${ascii ? ' (of ASCII letters)' : ''}: a letter, a digit or _ on one side only`;
    case 'not-word-boundary':
      return `no edge of a word${ascii ? ' (of ASCII letters)' : ''}`;
  }
}

/** How often, and whether as often or as seldom as possible. */
export function timesWords({ min, max, mode }: Repeat): string {
  if (max === 0) return 'never: it is passed over';
  if (min === 0 && max === 1)
    return {
      greedy: 'may be missing',
      lazy: 'left out where possible',
      possessive: 'may be missing, never given back',
    }[mode];
  return `${countWords(min, max)}${min === max ? '' : modeWords[mode]}`;
}

const modeWords = {
  greedy: ', as often as possible',
  lazy: ', as seldom as possible',
  possessive: ', as often as possible, nothing given back',
} as const;

export function countWords(min: number, max: number): string {
  if (max === Infinity)
    return min === 0 ? 'any number of times or not at all' : min === 1 ? 'once or more' : `${min} times or more`;
  if (min === max) return min === 1 ? 'once' : `${min} times`;
  return min === 0 ? `up to ${max} times` : `${min} to ${max} times`;
}

/** Letters, and classes with letters, that are taken in any case. */
export interface Reach {
  readonly letters: number;
  readonly classes: number;
}

function reachWords({ letters, classes }: Reach): string {
  const words = [
    ...(letters > 0 ? [letters === 1 ? '1 letter' : `${letters} letters`] : []),
    ...(classes > 0 ? [classes === 1 ? '1 class' : `${classes} classes`] : []),
  ];
  return words.length === 0 ? 'it reaches no letter' : `it reaches ${words.join(' and ')}`;
}

/** What flags mean where they are set. */
export function flagWords(
  add: Iterable<FlagLetter>,
  remove: Iterable<FlagLetter>,
  { where, reach }: { readonly where: string; readonly reach: Reach },
): string {
  const words = [
    ...[...add].map((flag) => (flag === 'i' ? `${onWords.i} (${reachWords(reach)})` : onWords[flag])),
    ...[...remove].map((flag) => offWords[flag] ?? `without the flag ${flag}`),
  ];
  return `${where}: ${words.join('; ')}`;
}

const onWords: Readonly<Record<FlagLetter, string>> = {
  i: 'letter case does not count',
  m: '^ and $ meet every line',
  s: '. takes line breaks, too',
  x: 'blanks and what follows # are not part of it',
  a: String.raw`\w, \d, \s and \b know ASCII only`,
  u: String.raw`\w, \d, \s and \b know all of Unicode`,
  L: String.raw`\w and letter case are those of the locale`,
  t: 'repeats are forbidden',
};

const offWords: Readonly<Partial<Record<FlagLetter, string>>> = {
  i: 'letter case counts',
  m: '^ and $ meet the whole text only',
  s: '. takes no line break',
  x: 'blanks and # are part of it',
};

import { wordRegex } from '../text/python-string.ts';
import { isSpace } from '../text/unicode.ts';
import type { Fail2banVersion } from '../config/fail2ban-version.ts';

/** fail2ban's `DateTemplate.flags`. */
export const TemplateFlag = { wordEnd: 1, wordBegin: 2, lineEnd: 4, lineBegin: 8 } as const;

/** Either flag makes the detector trust the first match of a template wherever it stands. */
export const anchored = TemplateFlag.lineBegin | TemplateFlag.lineEnd;

export interface TemplateRegex {
  readonly regex: string;
  readonly flags: number;
  /** The automatic boundary at the line's begin was added, which shows in the template's name. */
  readonly isLineBeginAdded: boolean;
}

export interface Boundaries {
  /** `start`: the template may only stand at the line's begin (`{^LN-BEG}`). */
  readonly begin: boolean | 'start';
  readonly end: boolean;
}

export const lineBeginPrefix = '{^LN-BEG}';

/** `(?<!` is misspelt `(?!<` up to 1.1.0, so that an escaped `\(?i)` counts as well. */
const globalFlags: Readonly<Record<Fail2banVersion, RegExp>> = {
  '1.0': /\(\?[a-z]+\)/,
  '1.1.0': /\(\?[a-z]+\)/,
  '1.1': /(?:^|(?<!\\))\(\?[a-z]+\)/,
};
const hasOwnBegin = wordRegex((word) => `^\\(*(?:\\(\\?[${word}]+\\))?(?:\\^|\\(*\\*\\*|\\((?:\\?:)?\\^)`);
const hasOwnEnd = /(?<!\\)(?:\$\)?|\\b|\\s|\*\*\)*)$/;
const hasGroup = /(?<!(?:\(\?))(?<!\\)\((?!\?)/;
const aroundGroup = wordRegex((word) => `^((?:\\(\\?[${word}]+\\))?\\^?(?:\\(\\?[${word}]+\\))?)([^\\n]*?)(\\$?)$`);
const beginsAtLine = wordRegex((word) => `^(?:\\(\\?[${word}]+\\))?(?:\\^|\\((?:\\?:)?\\^(?!\\|))`);
const endsAtLine = /(?<![\\|])(?:\$\)?)$/;
const unboundMarks = wordRegex((word) => `^\\(*(?:\\(\\?[${word}]+\\))?\\(*\\*\\*|(?<!\\\\)\\*\\*\\)*$`, 'g');

/**
 * The regex that fail2ban compiles for a template (`DateTemplate.setRegex`): a group around all of it unless it has one, and
 * boundaries on both sides unless it has its own. E.g. `\d+` gives `(?=^|\b|\W)(\d+)(?=\b|\W|$)`
 */
export function boundRegex(source: string, boundaries: Boundaries, fail2ban: Fail2banVersion): TemplateRegex {
  let regex = pythonStrip(source);
  const flagGroup = globalFlags[fail2ban].exec(regex)?.[0] ?? '';
  if (flagGroup) regex = regex.replace(globalFlags[fail2ban], '');
  const bindBegin = boundaries.begin !== false && !hasOwnBegin(regex).test(regex);
  const bindEnd = boundaries.end && !hasOwnEnd.test(regex);
  const isLineBeginAdded = bindBegin && boundaries.begin === 'start';
  if (!hasOwnGroup(regex)) regex = regex.replace(aroundGroup(regex), '$1($2)$3');
  let flags = 0;
  if (bindBegin) {
    flags |= isLineBeginAdded ? TemplateFlag.lineBegin : TemplateFlag.wordBegin;
    // Up to two characters may stand before the date (`[`, `<`, blanks); they stay in the line, as they are outside the group.
    regex = (isLineBeginAdded ? '^(?:\\W{0,2})?' : '(?=^|\\b|\\W)') + regex;
  }
  if (bindEnd) {
    flags |= TemplateFlag.wordEnd;
    regex += '(?=\\b|\\W|$)';
  }
  if (beginsAtLine(regex).test(regex)) flags |= TemplateFlag.lineBegin;
  if (endsAtLine.test(regex)) flags |= TemplateFlag.lineEnd;
  regex = flagGroup + regex.replace(unboundMarks(regex), (marks) => marks.replaceAll('**', ''));
  return { regex, flags, isLineBeginAdded };
}

/** True where fail2ban sees a group to cut out: neither `(?:` nor a named group counts, but a `(` in a class does. */
export function hasOwnGroup(regex: string): boolean {
  return hasGroup.test(regex);
}

/** A default pattern or regex as it goes into `{DATE}`: without its prefix and its outer boundaries. (`unboundPattern`) */
export function withoutBoundaries(pattern: string): string {
  return pattern
    .replace(/^\{UNB\}/, '')
    .replace(/^\{\^LN-BEG\}/, '')
    .replace(/^\((?:\?:)?\^\|\\b\|\\W\)/, '')
    .replace(/\(\?=\\b\|\\W\|\$\)$/, '');
}

/** `str.strip()` */
export function pythonStrip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

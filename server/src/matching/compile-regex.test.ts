import { describe, expect, it } from 'vitest';
import { MappedText } from '../text/mapped-text.ts';
import {
  isRegexProblem,
  readRegex,
  type RegexOptions,
  type RegexProblem,
  type ReadRegex,
  type RegexRole,
} from './compile-regex.ts';

const options: RegexOptions = { useDns: 'warn', fail2ban: '1.1', python: '3.11', multiline: false };
const read = (text: string, role: RegexRole = 'failregex', prefix?: ReadRegex) =>
  readRegex(role, MappedText.exact(text, 'f', 100), options, prefix);
const problem = (text: string, role?: RegexRole) => read(text, role) as RegexProblem;

describe('readRegex', () => {
  it.each([
    ['an empty one', '', 'Cannot add empty regex'],
    ['one of blanks', ' \t\x1c', 'Cannot add empty regex'],
    ['one without an id', 'foo', "No failure-id group in 'foo'"],
    ['one whose host is no id', '(?P<host>x)', "No failure-id group in '(?P<host>x)'"],
    [
      'an unclosed group',
      '<F-USER>a',
      "Unable to compile regular expression '(?P<user>a':\nmissing ), unterminated subpattern at position 0",
    ],
    [
      'a lost group number',
      String.raw`((?i)a)(b)\2`,
      String.raw`Unable to compile regular expression '(?i:a)(b)\2':` + '\ninvalid group reference 2 at position 10',
    ],
  ])('should refuse %s in the words of fail2ban', (_, text, message) => {
    expect(problem(text).message).toBe(message);
  });

  it('should show an error where it is typed, not where it is expanded', () => {
    const { span, expanded } = problem('<ADDR> [a');
    expect(expanded.whereToShow(span)[0]!.span.start).toBe(107);
  });

  it('should name both places of a group defined twice', () => {
    const { message, expanded, span } = problem('<HOST> <HOST>');
    expect(message).toContain("redefinition of group name 'ip4' as group 4; was group 1");
    expect(expanded.whereToShow(span)).toEqual([{ file: 'f', span: { start: 107, end: 113 } }]);
  });

  it('should let prefregex name the failure', () => {
    const prefix = read('^<ADDR>', 'prefregex') as ReadRegex;
    expect(isRegexProblem(prefix)).toBe(false);
    expect(isRegexProblem(read('foo', 'failregex', prefix))).toBe(false);
  });

  it('should want no id of prefregex and ignoreregex', () => {
    expect(isRegexProblem(read('foo', 'prefregex'))).toBe(false);
    expect(isRegexProblem(read('foo', 'ignoreregex'))).toBe(false);
  });

  it('should tell an exception that fail2ban does not catch', () => {
    expect(problem(`<ADDR>a{${'9'.repeat(12)}}`)).toMatchObject({
      crashes: true,
      message: 'OverflowError: the repetition number is too large',
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { datePatternLines, TemplateStore } from './date-pattern.ts';

function templatesOf(datepattern: string, fail2ban: Fail2banVersion = '1.1') {
  return new TemplateStore({ fail2ban, year: 2024 }).templatesOf(datePatternLines(datepattern));
}

function namesOf(datepattern: string, fail2ban?: Fail2banVersion): string[] {
  const result = templatesOf(datepattern, fail2ban);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.map(({ name }) => name);
}

function regexOf(datepattern: string, fail2ban?: Fail2banVersion): string {
  const result = templatesOf(datepattern, fail2ban);
  if (!result.ok) throw new Error(result.error.message);
  return result.value[0]!.regex;
}

describe('the defaults', () => {
  it('should be 17, those without a place of their own also bound to the line begin', () => {
    const all = new TemplateStore({ fail2ban: '1.1', year: 2024 }).allDefaults();
    expect(all).toHaveLength(31);
    expect(all.map(({ weight }) => weight)).toEqual([...Array<number>(14).fill(100), ...Array<number>(17).fill(1)]);
    expect(all.slice(0, 14).every(({ name }) => name.startsWith('{^LN-BEG}'))).toBe(true);
  });

  it.each([
    ['1.0', '{^LN-BEG}ExYearExMonthExDay(?:T|  ?)Ex24hourExMinuteExSecond(?:[.,]Microseconds)?(?:\\s*Zone offset)?'],
    ['1.1.0', '{^LN-BEG}ExYearExMonthExDay(?:T|  ?)Ex24hourExMinuteExSecond(?:[.,]Microseconds)?(?:\\s*Zone offset)?'],
    [
      '1.1',
      '{^LN-BEG}ExYearExMonthExDay(?:-|T|  ?)Ex24hour:?ExMinute:?ExSecond(?:[.,]Microseconds)?(?:\\s*Zone offset)?',
    ],
  ] as const)('should hold the compact form of %s', (fail2ban, name) => {
    expect(new TemplateStore({ fail2ban, year: 2024 }).allDefaults()[10]!.name).toBe(name);
  });
});

describe('a datepattern', () => {
  it.each([
    ['directives', '%Y-%Exm %H%%', 'Year-ExMonth 24hour%'],
    ['an unbound one', '{UNB}%Y', 'Year'],
    ['one bound to the line begin', '{^LN-BEG}%Y', '{^LN-BEG}Year'],
    ['the epoch', 'epoch', 'Epoch'],
    ['the epoch at the line begin', '^EPOCH', '{^LN-BEG}Epoch'],
    ['the long epoch', 'LEPOCH', 'LongEpoch'],
    ['the epoch in other text', 't={EPOCH}', 't={EPOCH}'],
    ['TAI64N', '{^LN-BEG}tai64n', '{^LN-BEG}TAI64N'],
    ['no date', '{NONE}', '^'],
    ['ISO8601, which is no special word', 'ISO8601', 'ISO8601'],
  ])('should be named after %s', (_, datepattern, name) => {
    expect(namesOf(datepattern)).toEqual([name]);
  });

  it.each([
    ['%Y', '(?=^|\\b|\\W)((?P<Y>\\d{4}))(?=\\b|\\W|$)'],
    ['^%b', '(?iu)^((?P<b>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))(?=\\b|\\W|$)'],
    ['%%a', '(?=^|\\b|\\W)(%a)(?=\\b|\\W|$)'],
    ['{NONE}', '^()'],
    ['TAI64N', '(@[0-9a-f]{24})(?=\\b|\\W|$)'],
    [
      '{^LN-BEG}EPOCH',
      '^(?:\\W{0,2})?((?P<square>(?<=^\\[))?\\d{10,11}\\b(?:\\.\\d{3,6})?)(?(square)(?=\\]))(?=\\b|\\W|$)',
    ],
    ['t={LEPOCH}', '(?=^|\\b|\\W)(t=(\\d{10,11}(?:\\d{3}(?:\\.\\d{1,6}|\\d{3})?)?))(?=\\b|\\W|$)'],
  ])('should become a regex: %s', (datepattern, regex) => {
    expect(regexOf(datepattern)).toBe(regex);
  });

  it('should cut only its own group around {EPOCH} since 1.1.0', () => {
    expect(regexOf('t=({EPOCH})', '1.0')).toContain('(t=((');
    expect(regexOf('t=({EPOCH})', '1.1.0')).toContain('\\W)t=((');
    expect(regexOf('t=({EPOCH})', '1.1')).toContain('\\W)t=((');
  });

  it.each([
    ['nothing: the defaults come later', '', 0],
    ['{DEFAULT}, which adds nothing', '{default}', 0],
    ['{DEFAULT} beside another', '%Y\n{DEFAULT}', 1],
    ['the defaults at the line begin', '{^LN-BEG}', 17],
    ['a default that is there already', '{^LN-BEG}EPOCH\n{^LN-BEG}', 17],
    ['every default in place of {DATE}', '^\\[{DATE}\\]', 17],
    ['lines and blanks', '\n  %Y \n\n %m-%d\n', 2],
  ])('should give templates for %s', (_, datepattern, count) => {
    expect(namesOf(datepattern)).toHaveLength(count);
  });

  it('should make literal text of Epoch within {DATE}', () => {
    expect(namesOf('^\\[{DATE}\\]')).toContain('^\\[Epoch\\]');
  });

  it('should leave {date} in a pattern with directives alone', () => {
    expect(namesOf('%Y {date}')).toEqual(['Year {date}']);
  });

  it.each([
    [
      'an unknown directive',
      'at %Q',
      'TypeError',
      "Failed to set datepattern 'at %Q' (may be an invalid format or unescaped percent char): unsupported format character 'Q' (0x51) at index 4",
      3,
    ],
    [
      'an unknown directive behind a known one',
      '%Y %Q',
      'TypeError',
      "Failed to set datepattern '%Y %Q' (may be an invalid format or unescaped percent char): not enough arguments for format string",
      3,
    ],
    [
      'behind a prefix',
      '{^LN-BEG}a%-d',
      'TypeError',
      "Failed to set datepattern 'a%-d' (may be an invalid format or unescaped percent char): %d format: a real number is required, not dict",
      10,
    ],
    ['the same twice', '%Y\n%Y', 'ValueError', 'There is already a template with name Year', undefined],
    [
      'the same but for case, without directives',
      'abc\nABC',
      'ValueError',
      'There is already a template with name abc',
      undefined,
    ],
    ['an escaped {DATE}', '\\{DATE}', 'ValueError', 'There is already a template with name \\{DATE}', undefined],
  ])('should be refused: %s', (_, datepattern, exception, message, offset) => {
    const result = templatesOf(datepattern);
    expect(result).toMatchObject({ ok: false, error: { exception, message } });
    expect(!result.ok && result.error.offset).toBe(offset);
  });
});

import { describe, expect, it } from 'vitest';
import { datePatternLines } from './date-pattern.ts';
import { createDateDetector, createPlainDetector, type DateDetector, type DateDetectorOptions } from './detector.ts';

/** 2005-08-14 12:00:00 UTC */
const now = 1124020800;
const at = (text: string): number => Date.parse(`${text}Z`) / 1000;

const defaults: DateDetectorOptions = { fail2ban: '1.0', python: '3.11', now: () => now, localZone: 'UTC' };

function detector(datepattern?: string, options: Partial<DateDetectorOptions> = {}): DateDetector {
  const created = createDateDetector({
    ...defaults,
    patterns: datepattern === undefined ? undefined : datePatternLines(datepattern),
    ...options,
  });
  if (!created.ok) throw new Error(created.error.message);
  return created.detector;
}

/** The line without its date, with the moment; both ways to read it must agree. */
function read(line: string, datepattern?: string, options?: Partial<DateDetectorOptions>) {
  const { kind, start, end, seconds } = detector(datepattern, options).read(line);
  return { kind, rest: line.slice(0, start) + '|' + line.slice(end), ...(Number.isNaN(seconds) ? {} : { seconds }) };
}

describe('the default templates', () => {
  it.each([
    ['2005-01-23T21:59:59.981Z x', '| x', '2005-01-23T21:59:59'],
    ['[2005/01/23 21:59:59] x', '[|] x', '2005-01-23T21:59:59'],
    ['Jan 23 21:59:59 host x', '| host x', '2005-01-23T21:59:59'],
    ['Sun Jan 23 21:59:59.5 2005 x', '| x', '2005-01-23T21:59:59'],
    ['Jan 23 2005 21:59:59 x', '| x', '2005-01-23T21:59:59'],
    ['23/01/05 21:59:59 x', '| x', '2005-01-23T21:59:59'],
    ['1.2.3.4 - - [31/Oct/2004:09:22:55 -0130] "GET', '1.2.3.4 - - [|] "GET', '2004-10-31T10:52:55'],
    ['05/20/2004:01:57:39 x', '| x', '2004-05-20T01:57:39'],
    ['02-13-2004 16:22:44.252 x', '| x', '2004-02-13T16:22:44'],
    ['1106513999 x', '| x', '2005-01-23T20:59:59'],
    ['[1106513999] x', '[|] x', '2005-01-23T20:59:59'],
    ['type=A msg=audit(1106513999.000:987): x', 'type=A msg=audit(|:987): x', '2005-01-23T20:59:59'],
    ['21:59:59 x', '| x', '2005-08-13T21:59:59'],
    ['<01/23/05@21:59:59> x', '| x', '2005-01-23T21:59:59'],
    ['050123  1:59:59 x', '| x', '2005-01-23T01:59:59'],
    ['Jan 23, 2005 9:59:59 PM x', '| x', '2005-01-23T21:59:59'],
    ['Jan-23-05 21:59:59 x', '| x', '2005-01-23T21:59:59'],
    ['20050123T215959 x', '| x', '2005-01-23T21:59:59'],
    ['PDT Jan 23 21:59:59 x', '| x', '2005-01-24T04:59:59'],
    ['+01:00 Jan 23 21:59:59 2005 x', '| x', '2005-01-23T20:59:59'],
    ['@4000000041f4104f00000000 x', '| x', '2005-01-23T20:59:59'],
  ])('should cut and value %s', (line, rest, moment) => {
    expect(read(line)).toEqual({ kind: 'time', rest, seconds: at(moment) });
  });

  it('should read 20050123-21:59:59 since 1.1.1', () => {
    expect(read('20050123-21:59:59 x').kind).toBe('none');
    expect(read('20050123-21:59:59 x', undefined, { fail2ban: '1.1.0' }).kind).toBe('none');
    expect(read('20050123-21:59:59 x', undefined, { fail2ban: '1.1' })).toEqual({
      kind: 'time',
      rest: '| x',
      seconds: at('2005-01-23T21:59:59'),
    });
  });

  it.each([
    [
      'nine digits of a fraction stay, with the zone',
      '2005-01-02T03:04:05.123456789Z x',
      { kind: 'time', rest: '|.123456789Z x', seconds: at('2005-01-02T03:04:05') },
    ],
    [
      'a word of three to five letters is taken for a zone',
      'foo Jan  2 03:04:05 x',
      { kind: 'unparsable', rest: '| x' },
    ],
    ['in capitals it ends fail2ban-regex', 'ABC Jan  2 03:04:05 x', { kind: 'crash', rest: '| x' }],
    ['31 February', '2005-02-31 03:04:05 x', { kind: 'unparsable', rest: '| x' }],
    [
      'the last template of the list wins at once',
      'x 2005-01-02 03:04:05 @4000000041f4104f00000000',
      { kind: 'time', rest: 'x 2005-01-02 03:04:05 |', seconds: at('2005-01-23T20:59:59') },
    ],
    ['a year too far ahead', '2014-01-02 03:04:05 x', { kind: 'none', rest: '|2014-01-02 03:04:05 x' }],
    ['no date', 'nothing', { kind: 'none', rest: '|nothing' }],
  ])('should do as fail2ban does: %s', (_, line, expected) => {
    expect(read(line)).toEqual(expected);
  });
});

describe('a datepattern', () => {
  it.each([
    [
      'its own group is cut, the value is whole',
      '(%Y)-%m-%d',
      '2004-05-06 x',
      { kind: 'time', rest: '|-05-06 x', seconds: at('2004-05-06T00:00:00') },
    ],
    ['no date', '{NONE}', 'x', { kind: 'empty', rest: '|x' }],
    ['milliseconds', 'LEPOCH', '1106513999123 x', { kind: 'time', rest: '| x', seconds: 1106513999.123 }],
    ['microseconds', 'LEPOCH', '1106513999123456 x', { kind: 'time', rest: '| x', seconds: 1106513999.123456 }],
    ['the epoch in other text', '^t={EPOCH},', 't=1106513999, x', { kind: 'time', rest: '| x', seconds: 1106513999 }],
    ['a month without a day', '%Y-%m', '2004-05 x', { kind: 'crash', rest: '| x' }],
    ['what is no regex ends at the first line', '%Y(', '2004 x', { kind: 'crash', rest: '|2004 x' }],
    ['an empty match at the end of the line', '$', 'x', { kind: 'crash', rest: '|x' }],
    ['a group that took no part', '(x)?y', 'ay', { kind: 'none', rest: '|ay' }],
  ])('should be read: %s', (_, datepattern, line, expected) => {
    expect(read(line, datepattern)).toEqual(expected);
  });

  it('should say why it fails at the first line', () => {
    expect(detector('%Y %Y').read('2004 2004').failure).toEqual({
      kind: 'crash',
      exception: 'error',
      message: "redefinition of group name 'Y' as group 3; was group 2 at position 29",
    });
  });

  it('should be refused with a time zone that fail2ban does not know', () => {
    const created = createDateDetector({
      fail2ban: '1.0',
      python: '3.11',
      now: () => now,
      localZone: 'UTC',
      timeZone: 'Europe/Paris',
    });
    expect(created).toMatchObject({
      ok: false,
      error: { exception: 'ValueError', message: "Unknown or unsupported time zone: 'Europe/Paris'" },
    });
  });
});

describe('which template wins', () => {
  function winners(lines: readonly string[]): string[] {
    const created = createPlainDetector(defaults);
    if (!created.ok) throw new Error(created.error.message);
    return lines.map((line) => {
      const match = created.detector.matchTime(line);
      return match && !('kind' in match) ? line.slice(match.start, match.end) : '-';
    });
  }

  it('should take the date further left', () => {
    expect(winners(['some text 030324  0:03:59 -- 2003-03-07 17:05:01'])).toEqual(['030324  0:03:59']);
  });

  it('should leave a date in the message alone once the place of dates is known', () => {
    const line = 'server mysqld[1000]: 030324  0:04:00 [Warning] denied 2003-03-07 17:05:01 test';
    expect(winners([line, line, line])).toEqual(Array(3).fill('030324  0:04:00'));
  });

  it('should move a template that wins to the front, and count', () => {
    const subject = detector();
    for (let i = 0; i < 5; i++) subject.read('x 31/Oct/2004:09:22:55 y');
    const [first] = subject.templates;
    expect(first!.template.name).toMatch(/^Day\(\?P<_sep>\[-\/\]\)MON/);
    expect(first).toMatchObject({ hits: 5, distance: 2, weight: 2.5 });
  });

  it('should have no templates before the first line where the defaults are meant', () => {
    const subject = detector();
    expect(subject.templates).toHaveLength(0);
    subject.read('x');
    expect(subject.templates).toHaveLength(31);
  });

  it('should count places in code points', () => {
    const subject = detector();
    subject.read('😀😀 31/Oct/2004:09:22:55 y');
    expect(subject.templates.find(({ hits }) => hits > 0)!.distance).toBe(3);
  });
});

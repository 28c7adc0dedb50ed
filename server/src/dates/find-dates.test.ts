import { describe, expect, it } from 'vitest';
import { findDates } from './find-dates.ts';

describe('What reads like a date', () => {
  it.each<[line: string, text: string, pieces: string, pattern: string]>([
    [
      'at [Tue, 01 Jul 2025 00:42:59.410514 CST] with',
      'Tue, 01 Jul 2025 00:42:59.410514 CST',
      'weekday, day, month name, year, time, fraction, zone name',
      '%a, %d %b %Y %H:%M:%S(?:[.,]%f)?',
    ],
    [
      '{"time":"2023-10-10T14:47:35.467434244Z"}',
      '2023-10-10T14:47:35.467434244Z',
      'year, month, day, time, fraction, zone',
      '%Y-%m-%dT%H:%M:%S(?:[.,]%f\\d*)?(?:%z)?',
    ],
    ['[GIN] 2021/06/28 - 11:34:12 |', '2021/06/28 - 11:34:12', 'year, month, day, time', '%Y/%m/%d - %H:%M:%S'],
    [
      '[25-06-09 11:32AM] x',
      '25-06-09 11:32AM',
      'day, month, year of two digits, time without seconds, am or pm',
      '%d-%m-%y %I:%M%p',
    ],
    [
      'Thu Jan  1 00:00:00 UTC 2024',
      'Thu Jan  1 00:00:00 UTC 2024',
      'weekday, month name, day, time, zone, year',
      '%a %b +%d %H:%M:%S(?: %z)? %Y',
    ],
    ['1 Mar 10:11:12 x', '1 Mar 10:11:12', 'day, month name, time', '%d %b %H:%M:%S'],
    ['20250701T101112Z x', '20250701T101112Z', 'year, month, day, time, zone', '%Y%Exm%ExdT%ExH%ExM%ExS(?:%z)?'],
    ['12:01:02 21/02/2024 x', '12:01:02 21/02/2024', 'time, day, month, year', '%H:%M:%S %d/%m/%Y'],
    ['"ts":1699999999.123,', '1699999999.123', 'seconds since 1970', '{EPOCH}'],
    ['[10:11:12] [Server thread/INFO]', '10:11:12', 'time', '%H:%M:%S'],
    [
      '2024\u5e743\u67081\u65e5 10:11:12',
      '2024\u5e743\u67081\u65e5 10:11:12',
      'year, month, day, time',
      '%Y\u5e74%m\u6708%d\u65e5 %H:%M:%S',
    ],
  ])('%s', (line, text, pieces, pattern) => {
    const [date] = findDates(line);
    expect({
      text: date && line.slice(date.span.start, date.span.end),
      pieces: date?.pieces.join(', '),
      pattern: date?.patterns[0],
    }).toEqual({ text, pieces, pattern });
  });

  it('should give both orders of two numbers that may be the month', () => {
    expect(findDates('01/02/2024 10:00:00')[0]!.patterns).toEqual(['%d/%m/%Y %H:%M:%S', '%m/%d/%Y %H:%M:%S']);
    expect(findDates('01/22/2024 10:00:00')[0]!.patterns).toEqual(['%m/%d/%Y %H:%M:%S']);
  });

  it.each(['00:11:22:33:44:55 x', 'a 192.168.1.1:22 10.0.0.1 v1.2.3', 'port 1812 id 20', '2001:db8::10:11:12'])(
    'should see none in %s',
    (line) => {
      expect(findDates(line)).toEqual([]);
    },
  );
});

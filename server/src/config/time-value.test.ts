import { describe, expect, it } from 'vitest';
import { formatDuration } from './format-duration.ts';
import { readTime, timeInSeconds } from './time-value.ts';

describe('readTime', () => {
  it.each([
    ['600', 600],
    ['1h 30m', 5400],
    ['1h30m', 5400],
    ['1h+30m', 5400],
    ['1h30', 3630],
    ['1h-30m', 1800],
    ['1.5h', 5400],
    ['1y 6mo', 47336400],
    ['-1', -1],
    ['1M', 60],
    ['2*30', 60],
    ['1 000', 1],
    ['3 600', 603],
    ['(1h\n+30m)', 5400],
    ['10m # ten', 600],
    ['7\u00a0d', undefined],
    ['-7 // 2', -4],
    ['-7 % 3', 2],
  ])('should read %j as %s seconds', (text, seconds) => {
    expect(timeInSeconds(text)).toBe(seconds);
  });

  it.each([
    ['1hr', 'SyntaxError', 'invalid decimal literal', 0, 2],
    ['30mins', 'SyntaxError', 'invalid decimal literal', 0, 3],
    [
      '08',
      'SyntaxError',
      'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
      0,
      2,
    ],
    ['1e3', 'SyntaxError', 'invalid decimal literal', 0, 2],
    ['', 'SyntaxError', 'invalid syntax', 0, 0],
    ['10 mins', 'SyntaxError', 'invalid syntax', 3, 7],
    ['forever', 'NameError', "name 'forever' is not defined", 0, 7],
    ['1h + soon', 'NameError', "name 'soon' is not defined", 5, 9],
    ['1h (30m)', 'TypeError', "'int' object is not callable", 1, 8],
    ['1/0', 'ZeroDivisionError', 'division by zero', 0, 3],
    ['1h\n+30m', 'SyntaxError', 'invalid syntax', 3, 4],
    ['$5', 'SyntaxError', 'invalid syntax', 0, 1],
  ])('should say of %j what Python says', (text, exception, message, start, end) => {
    expect(readTime(text)).toEqual({ kind: 'error', exception, message, span: { start, end } });
  });

  it.each(['True', 'max(1, 2)', '[60]', '"60"', '1 if x else 2', '9**9**9'])('should never evaluate %j', (text) => {
    expect(readTime(text).kind).toBe('expression');
  });

  it('should see the tuple that a comma makes', () => {
    expect(readTime('1h,30m')).toEqual({
      kind: 'tuple',
      items: [
        { kind: 'number', value: 3600n },
        { kind: 'number', value: 1800n },
      ],
    });
  });
});

it.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [5400, '1 hour 30 minutes'],
  [47336400, '1 year 6 months'],
  [604800, '1 week'],
  [2592000, '30 days'],
  [90061.5, '1 day 1 hour 1 minute 1.5 seconds'],
  [-60, 'minus 1 minute'],
])('should say %s seconds in words', (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words);
});

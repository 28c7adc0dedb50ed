import { describe, expect, it } from 'vitest';
import { dateObstacle, obstacleInWords } from './date-obstacle.ts';

describe('Where a datepattern stops', () => {
  it.each<[pattern: string, line: string, words: string]>([
    ['^%Y-%m-%d %H:%M:%S', '2024/03/26 10:00:00 x', 'it takes "2024", then wants -; the line goes on with "/"'],
    [
      '^%d %B %Y %H:%M:%S',
      '26 Mar 2024 10:00:00 x',
      'it takes "26 ", then wants %B (full name of the month, in any case: January); the line goes on with "Mar"',
    ],
    [
      '^%d/%m/%Y %H:%M:%S %z',
      '26/03/2024 3:04:05 PM x',
      'it takes "26/03/2024 3:04:05 ", then wants %z (zone as an offset: +0200, +02:00, Z, UTC, GMT); the line goes on with "PM"',
    ],
    [
      '%a %b %d %H:%M:%S %y',
      'Tue Mar 26 10:00:00 2024 [pid 2]',
      'it takes "Tue Mar 26 10:00:00 20", and the line goes on with "24": a date must not end inside of a word',
    ],
    [
      '^\\[%Y-%m-%d(?:T%H:%M)?\\]',
      '[2024-03-26 10:00]',
      'it takes "[2024-03-26", then wants \\]; the line goes on with " 10"',
    ],
    ['"StartLocal":"%Y-%m-%d', '{"time":"2024-03-26"}', 'it takes """, then wants S; the line goes on with "time"'],
    ['^%H:%M:%S', 'at ten', 'it wants %H (hour, 0 to 23) first'],
  ])('%s in %s', (pattern, line, words) => {
    expect(obstacleInWords(dateObstacle([pattern], line)!)).toBe(words);
  });

  it('should speak of the pattern that gets furthest', () => {
    expect(dateObstacle(['^%H:%M', '^%Y-%m-%d %H:%M:%S'], '2024-03-26T10:00:00')?.piece).toBe(' ');
  });

  it.each(['^(?:%Y)+ x', '^{DATE}', '^[%d', '^%ExY-%m'])('should say nothing of %s', (pattern) => {
    expect(dateObstacle([pattern], '2024-03-26')).toBeUndefined();
  });
});

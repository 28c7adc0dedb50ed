import { describe, expect, it } from 'vitest';
import { createDateDetector } from '../dates/detector.ts';
import { splitLines } from '../matching/line-block.ts';
import {
  createDateTrial,
  dateCandidates,
  proofInWords,
  sightDate,
  sightingInWords,
  type DateProof,
} from './date-advice.ts';

const now = Date.UTC(2025, 7, 1) / 1000;
const detector = (patterns: readonly string[] = []) => {
  const result = createDateDetector({ patterns, fail2ban: '1.1', python: '3.11', now: () => now, localZone: 'UTC' });
  if (!result.ok) throw new Error(result.error.message);
  return result.detector;
};

function prove(lines: readonly string[], candidates = dateCandidates(lines)): DateProof | undefined {
  const contenders = candidates.map((one) => ({ patterns: [one], isAddition: false, reader: detector([one]) }));
  const trial = createDateTrial(detector(), contenders, now);
  trial.add(splitLines(`${lines.join('\n')}\n`, { firstNumber: 1, isAscii: true }));
  return trial.best();
}

describe('A date that fail2ban does not find', () => {
  it('should be told with its column and what it is made of', () => {
    const sighting = sightDate('user [jay] at [Tue, 01 Jul 2025 00:42:59 CST] from', 1)!;
    expect(sightingInWords(sighting, undefined)).toBe(
      'a date stands at column 16: weekday, day, month name, year, time, zone name ("Tue, 01 Jul 2025 00:42:59 CST"); no template takes it there',
    );
    expect(sightingInWords(sighting, '{^LN-BEG}')).toMatch(
      /\{\^LN-BEG\} does not take it there: it looks at the start/,
    );
  });

  it('should be told as one that no datepattern reads where the name of its month is not English', () => {
    const line = '10. Okt 2023 13:55:36 failed';
    expect(sightingInWords(sightDate(line, 1)!, undefined)).toMatch(
      /column 1: day, month name that is not English, year, time .*no datepattern reads "Okt": have the program write/,
    );
    expect(prove([line])).toBeUndefined();
  });

  it('should be said to be of today where it is a time alone', () => {
    const proof = prove(['WARN 13:55:36 failed', 'WARN 13:55:39 failed']);
    expect(proofInWords(proof!)).toMatch(
      /dates 2 of 2 lines, .*; no day stands there: fail2ban takes today, or yesterday/,
    );
    expect(proofInWords(prove(['x 1516469849 y'])!)).not.toMatch(/no day/);
  });

  it.each<[what: string, lines: string[], pattern: string, dated: number]>([
    [
      'a field behind another one',
      ['192.0.2.9 | bob | 1516469849551 | x', '192.0.2.9 | bob | 1516469850551 | x'],
      String.raw`(?<=\| ){LEPOCH}`,
      2,
    ],
    [
      'a row of digits',
      ['20250701101201 srv slapd[12]: x', '20250701101202 srv slapd[12]: x'],
      '^%Y%Exm%Exd%ExH%ExM%ExS',
      2,
    ],
    [
      'a tab between day and time',
      ['2025-07-01\t10:12:01\tUTC\tx', '2025-07-01\t10:12:02\tUTC\tx'],
      String.raw`^%Y-%m-%d\x09%H:%M:%S`,
      2,
    ],
    [
      'the start of the line',
      ['[GIN] 2021/06/28 - 11:34:12 | 429', '[GIN] 2021/06/28 - 11:34:13 | 200'],
      '^\\[GIN\\] (%Y/%m/%d - %H:%M:%S)',
      2,
    ],
    [
      'what stands before it in all lines',
      ['user a 10.0.0.1 at [Tue, 01 Jul 2025 00:42:59', 'user b1 at [Tue, 01 Jul 2025 00:43:59'],
      'at \\[(%a, %d %b %Y %H:%M:%S)',
      2,
    ],
    ['nothing where that differs', ['abc 28 Jul 2025 10:00:00', '12x 28 Jul 2025 10:00:01'], '%d %b %Y %H:%M:%S', 2],
  ])('should be offered a datepattern bound to %s', (_, lines, pattern, dated) => {
    expect(prove(lines)).toEqual({ patterns: [pattern], isAddition: false, lines: lines.length, dated, backwards: 0 });
  });

  it('should take the order of day and month in which time runs forward', () => {
    const lines = ['x at 07.01.2025 - 10:00:00', 'x at 07.02.2025 - 10:00:00', 'x at 07.11.2025 - 10:00:00'];
    expect(prove(lines)).toMatchObject({ patterns: ['at (%m\\.%d\\.%Y - %H:%M:%S)'], dated: 3, backwards: 0 });
  });

  it('should not be offered what dates no more than is dated already', () => {
    expect(prove(['2025-07-01 10:00:00 x'])).toBeUndefined();
  });

  it('should say what the run showed', () => {
    const proof = { patterns: ['%Y'], isAddition: false, lines: 3, dated: 3, backwards: 1 };
    expect(proofInWords(proof)).toBe('datepattern = %%Y dates 3 of 3 lines; 1 of them is older than the line before');
    expect(proofInWords({ ...proof, backwards: 0 })).toBe(
      'datepattern = %%Y dates 3 of 3 lines, and time runs forward',
    );
  });
});

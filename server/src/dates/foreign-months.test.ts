import { describe, expect, it } from 'vitest';
import { findDates } from './find-dates.ts';
import { foreignDayBefore, isForeignMonth } from './foreign-months.ts';

describe('isForeignMonth', () => {
  it('should know months of other languages, with and without accents, and no English ones', () => {
    for (const month of ['Okt', 'Dezember', 'März', 'juin', 'd\u00e9c', 'fevr', 'ene', 'dic', 'янв', 'stycznia'])
      expect(isForeignMonth(month), month).toBe(true);
    for (const month of ['Oct', 'December', 'may', 'host', 'app']) expect(isForeignMonth(month), month).toBe(false);
  });
});

describe('foreignDayBefore', () => {
  it.each([
    ['10. Okt 2023 ', 0, 'day, month name that is not English, year'],
    ['x 10/Okt/2023:', 2, 'day, month name that is not English, year'],
    ['12 d\u00e9c. 2023 ', 0, 'day, month name that is not English, year'],
    ['[dic 10 ', 1, 'month name that is not English, day'],
    ['10 de enero de 2023, ', 0, 'day, month name that is not English, year'],
  ])('should find the day in %j', (text, start, pieces) => {
    const found = foreignDayBefore(text);
    expect([found?.start, found?.pieces.join(', ')]).toEqual([start, pieces]);
  });

  it('should find none in other words before a time', () => {
    for (const text of ['10 Oct 2023 ', '10 users 2023 ', 'app 7: ', ''])
      expect(foreignDayBefore(text)).toBeUndefined();
  });
});

describe('findDates', () => {
  it('should offer no datepattern for a month that is not English', () => {
    expect(findDates('app: 10. Okt 2023 13:55:36 failed')).toEqual([
      expect.objectContaining({ span: { start: 5, end: 26 }, patterns: [], foreignMonth: 'Okt' }),
    ]);
  });
});

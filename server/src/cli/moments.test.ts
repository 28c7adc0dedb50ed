import { expect, it } from 'vitest';
import { momentsOf } from './moments.ts';

it('should read moments in the zone that is told, or in their own, in order', () => {
  const utc = Date.UTC(2025, 6, 11, 5, 40) / 1000;
  expect(momentsOf('--at', ['2025-07-11 05:41', '2025-07-11T05:40:00', '2025-07-11 07:40+02:00'], 'UTC')).toEqual([
    utc,
    utc + 60,
  ]);
  expect(momentsOf('--at', ['2025-07-11 07:40:00.5', '2025-07-11 05:40Z'], 'Europe/Berlin')).toEqual([utc, utc + 0.5]);
  expect(momentsOf('--at', undefined, 'UTC')).toEqual([]);
});

it.each(['now', '2025-07-11', '2025-13-11 05:40', '2025-02-30 05:40', '05:40'])('should refuse %j', (text) => {
  expect(() => momentsOf('--at', [text], 'UTC')).toThrow(`--at ${text}: give a moment such as 2025-07-11 05:40:00`);
});

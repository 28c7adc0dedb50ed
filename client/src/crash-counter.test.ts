import { expect, it } from 'vitest';
import { createCrashCounter } from './crash-counter.ts';

it.each([
  ['few crashes', [0, 10, 20], false],
  ['one more than the limit within the period', [0, 10, 20, 30], true],
  ['as many, but spread out', [0, 1000, 2000, 3000], false],
])('should judge %s', (_sentence, times, tooMany) => {
  const counter = createCrashCounter({ limit: 3, withinMs: 100 });
  expect(times.map((at) => counter.tooMany(at)).at(-1)).toBe(tooMany);
});

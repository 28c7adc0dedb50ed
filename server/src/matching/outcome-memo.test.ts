import { expect, it } from 'vitest';
import { createOutcomeMemo } from './outcome-memo.ts';

function countSearches(texts: Iterable<string>): { searches: number; answers: string[] } {
  const memo = createOutcomeMemo<string>();
  let searches = 0;
  const answers = Array.from(texts, (text) => memo.of(text, (of) => (searches++, `found ${of}`)));
  return { searches, answers };
}

it('should search equal texts once, and answer each for itself', () => {
  expect(countSearches(['a', 'b\ud800', 'a', 'b\ud800'])).toEqual({ searches: 2, answers: ['found a', 'found b\ud800', 'found a', 'found b\ud800'] });
});

it('should hold to a log that repeats itself, and give up one that does not', () => {
  const repeating = Array.from({ length: 20_000 }, (_, i) => `line ${i % 100}`);
  expect(countSearches(repeating).searches).toBe(100);
  const different = Array.from({ length: 20_000 }, (_, i) => `line ${i >> 1}`).sort();
  expect(countSearches(different.concat(repeating)).searches).toBeGreaterThan(10_000);
});

import { expect, it } from 'vitest';
import { createOutcomeMemo } from './outcome-memo.ts';

const encoder = new TextEncoder();

/** Each text is cut where `cut` says; what was cut out of it is not a part of it. */
function countSearches(
  texts: readonly string[],
  cut: (text: string) => number = () => 0,
): { searches: number; answers: string[] } {
  const memo = createOutcomeMemo<string>();
  let searches = 0;
  const answers = texts.map((text) => {
    const at = cut(text);
    const bytes = encoder.encode(`line before\n${text.slice(0, at)}THE DATE${text.slice(at)}\nline behind`);
    memo.begin(bytes);
    const start = 'line before\n'.length;
    const known = memo.find(start, start + at, start + at + 8, start + 8 + text.length);
    if (known !== undefined) return known;
    searches++;
    memo.keep(`found ${text}`);
    return `found ${text}`;
  });
  return { searches, answers };
}

it('should search equal texts once, and answer each for itself', () => {
  const texts = ['', 'a', 'abcd', 'abcde', 'abcd\0', 'x'.repeat(200), `${'x'.repeat(199)}y`];
  expect(countSearches([...texts, ...texts])).toEqual({
    searches: texts.length,
    answers: [...texts, ...texts].map((text) => `found ${text}`),
  });
});

it('should never take a text for another one, wherever the date was cut out', () => {
  const texts = Array.from({ length: 3000 }, (_, i) => `ab${i % 13}c${'d'.repeat(i % 7)}`);
  expect(countSearches(texts, (text) => text.length % 5).answers).toEqual(texts.map((text) => `found ${text}`));
});

it('should go on with texts that it knows once its room is full', () => {
  const long = Array.from({ length: 9 }, (_, i) => `${i}${'x'.repeat(60_000)}`);
  const texts = Array.from({ length: 60 }, (_, i) => `${long[i % 9]!}${i >> 1 === 0 ? '' : i % 4}`);
  expect(countSearches(texts).answers).toEqual(texts.map((text) => `found ${text}`));
});

it('should hold to a log that repeats itself, and give up one that does not', () => {
  const repeating = Array.from({ length: 20_000 }, (_, i) => `line ${i % 100}`);
  expect(countSearches(repeating).searches).toBe(100);
  const different = Array.from({ length: 20_000 }, (_, i) => `line ${i >> 1}`).sort();
  expect(countSearches(different.concat(repeating)).searches).toBeGreaterThan(10_000);
});

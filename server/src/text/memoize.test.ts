import { expect, it } from 'vitest';
import { memoize } from './memoize.ts';

it('should work out each answer once, until there are too many', () => {
  const asked: string[] = [];
  const shout = memoize(
    (word: string) => word,
    (word) => {
      asked.push(word);
      return word.toUpperCase();
    },
    2,
  );
  expect(['a', 'b', 'a', 'b'].map((word) => shout(word))).toEqual(['A', 'B', 'A', 'B']);
  expect(asked).toEqual(['a', 'b']);
  expect(['c', 'a'].map((word) => shout(word))).toEqual(['C', 'A']);
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});

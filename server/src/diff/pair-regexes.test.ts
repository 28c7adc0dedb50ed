import { describe, expect, it } from 'vitest';
import { pairRegexes } from './pair-regexes.ts';

describe('pairRegexes', () => {
  it.each<{ name: string; old: string[]; edited: string[]; pairs: (number | undefined)[] }>([
    { name: 'the same regexes', old: ['a', 'b'], edited: ['a', 'b'], pairs: [0, 1] },
    { name: 'one put in front', old: ['a', 'b'], edited: ['n', 'a', 'b'], pairs: [undefined, 0, 1] },
    { name: 'one taken away', old: ['a', 'b', 'c'], edited: ['a', 'c'], pairs: [0, 2] },
    { name: 'one edited', old: ['a', 'b', 'c'], edited: ['a', 'B', 'c'], pairs: [0, 1, 2] },
    { name: 'moved and edited', old: ['a', 'b', 'c'], edited: ['c', 'A', 'b'], pairs: [2, 0, 1] },
    { name: 'one edited into two', old: ['a', 'b'], edited: ['a', 'B1', 'B2'], pairs: [0, undefined, undefined] },
    { name: 'equal regexes, each once', old: ['a', 'a'], edited: ['a', 'a', 'a'], pairs: [0, 1, undefined] },
  ])('should tell which regex is which: $name', ({ old, edited, pairs }) => {
    expect(pairRegexes(old, edited)).toEqual(pairs);
  });
});

import { expect, it } from 'vitest';
import { bufferText, divideBuffer } from './line-buffer.ts';
import type { LineParts } from './ticket-data.ts';

const textOf = (line: LineParts) => bufferText([line]);
const lines = (...texts: string[]) => texts.map((after) => ({ before: '', date: 'D', after }));

it.each<[string, string[], [number, number], string, string[], string[]]>([
  ['the line of a match', ['a', 'b', 'c'], [2, 3], '', ['b'], ['a', 'c']],
  ['all lines that a match touches', ['a', 'b', 'c'], [0, 3], '', ['a', 'b'], ['c']],
  ['a match that ends with a line end', ['a', 'b', 'c'], [0, 2], '', ['a'], ['b', 'c']],
  ['a match that begins at a line end, with the line behind it', ['a', 'b', 'c'], [1, 3], '', ['b'], ['a', 'c']],
  ['everything for an empty match at the begin', ['a', 'b'], [0, 0], '', ['a', 'b'], []],
  ['not the skipped lines', ['a', 'b', 'c'], [0, 5], 'b\n', ['a', 'c'], ['b']],
  ['a line that only looks like a skipped one further back', ['a', 'a', 'c'], [0, 5], 'a\n', ['a', 'c'], ['a']],
  ['a single line always', ['a'], [0, 0], '', ['a'], []],
])('should take %s', (_, texts, [start, end], skipped, matched, unmatched) => {
  const of = lines(...texts);
  const divided = divideBuffer(of, bufferText(of), [start, end], skipped, textOf);
  expect(divided.matched.map(({ after }) => after)).toEqual(matched);
  expect(divided.unmatched.map(({ after }) => after)).toEqual(unmatched);
});

it('should count lines in the text that was searched, even where it holds fewer', () => {
  const divided = divideBuffer(lines('a', 'b', 'c'), 'content\n', [0, 7], '', textOf);
  expect(divided.matched.map(({ after }) => after)).toEqual(['a']);
});

import { expect, it } from 'vitest';
import { LineIndex } from './line-index.ts';

it.each([
  ['LF', 'ab\ncd', 3, 1, 0],
  ['LF, its own place', 'ab\ncd', 2, 0, 2],
  ['CRLF', 'ab\r\ncd', 4, 1, 0],
  ['a lone CR', 'ab\rcd', 3, 1, 0],
  ['no line end', 'ab', 2, 0, 2],
])('should find lines that end in %s', (_, text, offset, line, character) => {
  const index = new LineIndex(text);
  expect(index.positionAt(offset)).toEqual({ line, character });
  expect(index.offsetAt({ line, character })).toBe(offset);
});

it('should hold a position behind the end at the end', () => {
  expect(new LineIndex('ab\ncd').offsetAt({ line: 9, character: 9 })).toBe(5);
  expect(new LineIndex('ab\ncd').offsetAt({ line: 0, character: 9 })).toBe(3);
});

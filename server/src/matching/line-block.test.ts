import { expect, it } from 'vitest';
import { createBlockRoom, splitLines, splitPieces } from './line-block.ts';

const lines = (text: string, firstNumber = 1) => {
  const block = splitLines(text, { firstNumber, isAscii: true });
  return Array.from(
    { length: block.count },
    (_, i) => `${block.numbers[i]}:${block.text.slice(block.starts[i], block.ends[i])}`,
  );
};

it.each([
  ['lines', 'a\nb\n', ['1:a', '2:b']],
  ['no empty line, but its number', 'a\n\n\r\nb\n', ['1:a', '4:b']],
  ['no comment, but its number', '#a\n #b\n', ['2: #b']],
  ['a line without its CRs', 'a\r\r\nb\rc\r\n', ['1:a', '2:b\rc']],
  ['a line of blanks', ' \n', ['1: ']],
  ['a last line without its end', 'a\nb', ['1:a', '2:b']],
  ['nothing of nothing', '', []],
])('should list %s', (_, text, expected) => {
  expect(lines(text)).toEqual(expected);
});

it('should list any number of short lines', () => {
  const block = splitLines('a\n'.repeat(5000), { firstNumber: 7, isAscii: true });
  expect([block.count, block.physicalLines, block.numbers[4999]]).toEqual([5000, 5000, 5006]);
});

it('should list the lines of a text in pieces as those of the whole', () => {
  const pieces = ['a\n#b\n', '\r\n', 'cd\r\n\ne\n', 'f\n'];
  const options = { firstNumber: 3, isAscii: true };
  const block = splitPieces(pieces, options, createBlockRoom());
  const { text, starts, ends, numbers, count } = splitLines(pieces.join(''), options);
  const listed = [starts, ends, numbers].map((offsets) => [...offsets.subarray(0, count)]);
  expect([block.starts, block.ends, block.numbers].map((offsets) => [...offsets.subarray(0, count)])).toEqual(listed);
  expect(block.text.whole).toBe(text.whole);
  const slices = Array.from({ length: count }, (_, i) => block.text.slice(starts[i], ends[i]));
  expect(slices).toEqual(['a', 'cd', 'e', 'f']);
  // Backwards, too.
  expect([3, 0, 2].map((i) => block.text.slice(starts[i], ends[i]))).toEqual(['f', 'a', 'e']);
});

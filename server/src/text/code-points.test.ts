import { expect, it } from 'vitest';
import { toCodePointOffset, toUtf16Offset } from './code-points.ts';

it.each([
  ['ascii', 'abc', 2, 2],
  ['behind a pair', 'a😀b', 3, 2],
  ['a lone surrogate counts one', '\ud800a', 1, 1],
  ['the end', '😀😀', 4, 2],
])('should convert offsets: %s', (_, text, utf16, codePoints) => {
  expect(toCodePointOffset(text, utf16)).toBe(codePoints);
  expect(toUtf16Offset(text, codePoints)).toBe(utf16);
});

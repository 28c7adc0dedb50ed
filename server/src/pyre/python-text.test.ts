import { expect, it } from 'vitest';
import { pythonInt } from './python-int.ts';
import { pythonRepr } from './python-repr.ts';

it.each([
  ['a', "'a'"],
  ["it's", '"it\'s"'],
  ['\'"', "'\\'\"'"],
  ['\\\n\x00\u200b\u{e0001}', "'\\\\\\n\\x00\\u200b\\U000e0001'"],
  ['é😀', "'é😀'"],
])('should write %j as repr does', (text, repr) => {
  expect(pythonRepr(text)).toBe(repr);
});

it.each([
  ['1', 1n],
  [' +1_0\n', 10n],
  ['-0', 0n],
  ['\u3000٣\u3000', 3n],
  ['1__0', undefined],
  ['_1', undefined],
  ['\x1c1', undefined],
  ['', undefined],
  ['1'.repeat(4301), undefined],
])('should read %j as int does', (text, value) => {
  expect(pythonInt(text)).toBe(value);
});

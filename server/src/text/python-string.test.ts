import { describe, expect, it } from 'vitest';
import { pythonInt, pythonRepr, pythonStrip } from './python-string.ts';

describe('pythonRepr', () => {
  it.each([
    ['plain', `'plain'`],
    [`it's`, `"it's"`],
    [`it's "x"`, `'it\\'s "x"'`],
    ['a\n\t\r\\', String.raw`'a\n\t\r\\'`],
    ['\x00\x7f\x85', String.raw`'\x00\x7f\x85'`],
    ['\ufeff\u2028\u00a0', String.raw`'\ufeff\u2028\xa0'`],
    ['é 😀 \u{e0001}', String.raw`'é 😀 \U000e0001'`],
    ['\ud800', String.raw`'\ud800'`],
  ])('should write %j', (text, expected) => {
    expect(pythonRepr(text)).toBe(expected);
  });
});

it.each([
  ['\x1c a\x85\u3000', 'a'],
  ['\ufeffa', '\ufeffa'],
  [' \t\v\f ', ''],
])('should strip %j as Python does', (text, expected) => {
  expect(pythonStrip(text)).toBe(expected);
});

it.each([
  ['5', 5n],
  [' +1_0\n', 10n],
  ['-3', -3n],
  ['-0', 0n],
  ['٣٤', 34n],
  ['007', 7n],
  ['\u3000٣\u3000', 3n],
  ['', undefined],
  ['1__0', undefined],
  ['_1', undefined],
  ['1.0', undefined],
  ['0x5', undefined],
  ['5 6', undefined],
  ['\x1c1', undefined],
  ['1'.repeat(4301), undefined],
])('should read %j as an int', (text, expected) => {
  expect(pythonInt(text)).toBe(expected);
});

import { expect, it } from 'vitest';
import { visible } from './visible.ts';

it.each([
  ['plain text, äöü and 日本', 'plain text, äöü and 日本'],
  ['\x1b[2J', '\\x1b[2J'],
  ['a\tb\n', 'a\\x09b\\x0a'],
  ['\x9b31m', '\\x9b31m'],
  ['\u202eabc\u2069', '\\u202eabc\\u2069'],
])('should show %j as %s', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

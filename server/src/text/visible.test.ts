import { expect, it } from 'vitest';
import { visible, visibleLines } from './visible.ts';

it.each([
  ['plain text, äöü and 日本', 'plain text, äöü and 日本'],
  ['\x1b[2J', '\\x1b[2J'],
  ['a\tb\n', 'a\\x09b\\x0a'],
  ['\x9b31m\x7f', '\\u009b31m\\u007f'],
  ['\u00ad\u{e0041}', '\\u00ad\\U000e0041'],
  ['\u202eabc\u2069', '\\u202eabc\\u2069'],
])('should show %j as %s', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

it('should leave the lines of a text', () => {
  expect(visibleLines('a\tb\r\n\x1b]52;c;eA==\x07\n\u202ec')).toBe('a\tb\\x0d\n\\x1b]52;c;eA==\\x07\n\\u202ec');
});

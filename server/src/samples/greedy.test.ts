import { expect, it } from 'vitest';
import { expandTags } from '../matching/failregex-tags.ts';
import { MappedText } from '../text/mapped-text.ts';
import { isGreedyBeforeHost } from './greedy.ts';

const options = { useDns: 'warn', fail2ban: '1.0' } as const;

it.each([
  ['x .* y<HOST> z', true],
  ['x .+ y<HOST> z .* w$', true],
  ['.*<HOST>x', true],
  ['x .* y<HOST> z$', false],
  ['x .*? y<HOST> z', false],
  ['x .* y$|^ <HOST> z', false],
  ['x .* y<HOST>', false],
  ['x \\S+ <HOST> z', false],
])('should judge %s as fail2ban’s tests do', (written, expected) => {
  const { text } = expandTags(MappedText.builtin(written, 'test'), options);
  expect(isGreedyBeforeHost(text, options)).toBe(expected);
});

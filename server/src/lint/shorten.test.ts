import { expect, it } from 'vitest';
import { shorten } from './shorten.ts';

it.each([
  ['iptables-multiport', 'iptables-multiport'],
  ['  first\nsecond', 'first…'],
  ['\nonly', 'only'],
  ['x'.repeat(40), 'x'.repeat(40)],
  ['x'.repeat(41), `${'x'.repeat(40)}…`],
  ['', ''],
])('shortens %j to %j', (text, expected) => {
  expect(shorten(text)).toBe(expected);
});

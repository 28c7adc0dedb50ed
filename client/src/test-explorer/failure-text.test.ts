import { expect, it } from 'vitest';
import { failureText } from './failure-text.ts';

it('should set side by side what was named, and say why', () => {
  const text = failureText({
    message: 'user should be "root" and is "bob"',
    expected: { match: true, user: 'root' },
    got: { time: '2005-07-11T05:40:22', match: true, host: '192.0.2.1', failregex: 2, user: 'bob' },
    options: { mode: 'ddos' },
    why: [],
  });
  expect(text.message).toBe('user should be "root" and is "bob" (with {"mode":"ddos"})');
  expect([JSON.parse(text.expected!), JSON.parse(text.actual!)]).toEqual([
    { match: true, user: 'root' },
    { match: true, user: 'bob', failregex: 2 },
  ]);
});

it('should say where a line gets stuck', () => {
  const { message, actual } = failureText({
    message: 'it should match and does not',
    expected: { match: true, host: '192.0.2.1' },
    got: { match: false },
    options: null,
    why: ['failregex 1: The regex wants from; the line has "frum".'],
  });
  expect(message.split('\n')).toEqual([
    'it should match and does not',
    'failregex 1: The regex wants from; the line has "frum".',
  ]);
  expect(actual).toBe('{\n  "match": false\n}');
});

it('should show no sides where there are none', () => {
  expect(failureText({ message: 'no JSON', expected: null, got: null, options: null, why: [] })).toEqual({
    message: 'no JSON',
    expected: null,
    actual: null,
  });
});

import { expect, it } from 'vitest';
import { failureText, verdictText } from './failure-text.ts';

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

it('should sum up a run, and write nothing that a terminal obeys', () => {
  const failure = { message: 'it should match and does not', expected: null, got: null, options: null, why: [] };
  const check = { uri: 'file:///s/my%20app', location: null, fitting: null };
  const location = {
    uri: 'file:///app.conf',
    range: { start: { line: 1, character: 0 }, end: { line: 1, character: 9 } },
  };
  const text = verdictText('app', {
    samples: [
      {
        uri: 'file:///s/app',
        checks: [
          { ...check, line: 3, title: 'bad \x1b[31m', failures: [failure] },
          { ...check, line: 5, title: 'good', failures: [] },
        ],
      },
    ],
    coverage: [{ kind: 'failregex', text: '', hits: 1, location }],
  });
  expect(text).toBe(
    '  my app:4: it should match and does not: bad \ufffd[31m\napp: 1 hold, 1 do not; 1 of 1 regexes and branches covered\n',
  );
});

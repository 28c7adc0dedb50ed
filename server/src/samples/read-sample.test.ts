import { expect, it } from 'vitest';
import { hasExpectations, readSample } from './read-sample.ts';

it('should read expectations, options and added files in order, lines from 1', () => {
  const text = [
    '# A comment',
    '# fileOptions: {"logtype": "short"}',
    '# filterOptions: [{"mode": "normal"}, {"mode": "ddos"}]',
    '',
    '# failJSON: {"match": true, "host": "192.0.2.1"}',
    'bad 192.0.2.1\r',
    'good',
    '#failJSON: {"match": false}',
    '# the line below, whatever it is',
    '## addFILE: "other"',
    '',
  ].join('\n');
  expect(readSample(text)).toEqual([
    { kind: 'fileOptions', line: 2, options: { logtype: 'short' } },
    { kind: 'filterOptions', line: 3, sets: [{ mode: 'normal' }, { mode: 'ddos' }] },
    { kind: 'line', line: 6, text: 'bad 192.0.2.1', expected: { match: true, host: '192.0.2.1' }, isCommented: true },
    { kind: 'line', line: 7, text: 'good', expected: {}, isCommented: false },
    { kind: 'line', line: 9, text: '# the line below, whatever it is', expected: { match: false }, isCommented: true },
    { kind: 'addFile', line: 10, name: 'other' },
  ]);
});

it.each([
  ['# failJSON: {"match": true', /^failJSON: no JSON: /],
  ['# failJSON: [1]', /^failJSON: an object is meant$/],
  ['# filterOptions: ["x"]', /list of them/],
  ['# addFILE: {}', /file's name/],
  ['# failJSON: {"match": true}', /no line below/],
])('should tell what is wrong with %s', (text, message) => {
  expect(readSample(`${text}\n`)).toMatchObject([
    { kind: 'problem', line: 1, message: expect.stringMatching(message) },
  ]);
});

it('should end a comment at a line feed alone, as Python does', () => {
  expect(readSample('# failJSON: {"match": true, "desc": "a\u2028b"}\nbad\n')).toMatchObject([
    { kind: 'line', line: 2, expected: { desc: 'a\u2028b' } },
  ]);
});

it('should know a log from a sample', () => {
  expect(hasExpectations('Jul 11 05:40:22 x\n# failJSON: {}\n')).toBe(true);
  expect(hasExpectations('Jul 11 05:40:22 # failJSON: {}\n# comment\n')).toBe(false);
});

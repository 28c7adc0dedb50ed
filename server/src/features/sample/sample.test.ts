import { describe, expect, it } from 'vitest';
import { readMarkedText } from '../../../testing/marked-text.ts';
import { sampleCompletion } from './completion.ts';
import { sampleFolding } from './folding.ts';
import { sampleHover } from './hover.ts';
import { sampleProblems } from './problems.ts';

/** A text without its cursor, and where that stood. */
function marked(source: string): { text: string; offset: number } {
  const { files, cursor } = readMarkedText(source, 'x');
  return { text: files[cursor!.file]!, offset: cursor!.start };
}

describe('completion in a sample', () => {
  const labels = (source: string): string[] => {
    const { text, offset } = marked(source);
    return sampleCompletion(text, offset).map(({ label }) => label);
  };

  it.each([
    ['# ‸', 'failJSON filterOptions fileOptions addFILE'],
    ['#‸', 'failJSON filterOptions fileOptions addFILE'],
    ['# fail‸: {}', 'failJSON filterOptions fileOptions addFILE'],
    ['# failJSON: {‸', 'time match host desc user constraint attempts'],
    ['# failJSON: {"time": "2005-07-11T05:40:22", "‸"}', 'match host desc user constraint attempts'],
    ['# failJSON: {"match": ‸', 'true false'],
    ['# failJSON: {"match": true, ‸ "host": "a"}', 'time desc user constraint attempts'],
    ['# filterOptions: [{"mode": "a"}, {‸', 'mode logtype test.condition test.prefix-line test.filter-name'],
    ['# fileOptions: {"mode": "x", ‸', 'logtype test.condition test.prefix-line test.filter-name'],
    ['# failJSON: {"desc": "a, ‸', ''],
    ['# addFILE: ‸', ''],
    ['Jul 11 05:40:22 ‸', ''],
    ['# some remark: ‸', ''],
  ])('should offer at %s: %s', (source, expected) => {
    expect(labels(source)).toEqual(expected === '' ? [] : expected.split(' '));
  });

  it('should take the place of what is typed, its quotes included', () => {
    const { text, offset } = marked('x\n# failJSON: {"ho‸"}');
    const host = sampleCompletion(text, offset).find(({ label }) => label === 'host')!;
    expect(text.slice(0, host.span.start) + host.text + text.slice(host.span.end)).toBe(
      'x\n# failJSON: {"host": "${1:192.0.2.1}"}',
    );
  });
});

it.each([
  ['# fail‸JSON: {"match": true}', /line below/, 'failJSON'],
  ['# failJSON: {"ti‸me": "x"}', /Europe\/Berlin/, '"time"'],
  ['# failJSON: {"alternative‸": "x"}', /group/, '"alternative"'],
  ['# filterOptions: {"publ‸ickey": "x"}', /option of the filter/, '"publickey"'],
])('should say what %s means', (source, words, what) => {
  const { text, offset } = marked(source);
  const found = sampleHover(text, offset)!;
  expect(found.markdown).toMatch(words);
  expect(text.slice(found.span.start, found.span.end)).toBe(what);
});

it('should say nothing of log lines and remarks', () => {
  expect(sampleHover('Jul 11 05:40:22 failJSON: {}', 20)).toBeUndefined();
  expect(sampleHover('# see failJSON', 8)).toBeUndefined();
});

it('should fold each option set with its lines, and remarks', () => {
  const text =
    '# a remark\n# of two lines\n# filterOptions: {}\nline\n\n# next\n# filterOptions: {"mode": "b"}\n# failJSON: {}\nlast\n';
  expect(
    sampleFolding(text).map(({ span, kind }) => [kind, text.slice(span.start, span.end).split('\n').length]),
  ).toEqual([
    ['region', 2],
    ['region', 3],
    ['comment', 2],
  ]);
});

describe('what is wrong with a sample', () => {
  const problems = (text: string): string[] =>
    sampleProblems(text).map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);

  it.each([
    ['# failJSON: {"match": true\nline\n', 'unread-expectation'],
    ['# failJSON: [1]\nline\n', 'unread-expectation'],
    ['# failJSON: {"match": true}\n', 'unread-expectation'],
    ['# addFILE: 3\n', 'unread-expectation'],
    ['# failJson: {"match": true}\nline\n', 'unknown-directive failJson'],
    ['# filterOption: {"mode": "a"}\nline\n', 'unknown-directive filterOption'],
    ['# failJSON: {"time": "2005-13-11T05:40:22", "match": true}\nline\n', 'impossible-time "2005-13-11T05:40:22"'],
    ['# failJSON: {"time": 5, "match": true}\nline\n', 'impossible-time 5'],
    [
      '# failJSON: {"time": "2005-07-11T05:40:23", "match": true}\nJul 11 05:40:22 x\n',
      'impossible-time "2005-07-11T05:40:23"',
    ],
  ])('should find %j', (text, expected) => {
    expect(problems(text)).toEqual([expect.stringMatching(`^${expected.replace(/[[\]{}]/g, '\\$&')}`)]);
  });

  it.each([
    '# failJSON: {"time": "2005-07-11T07:40:22", "match": true}\nJul 11 05:40:22 x\n',
    '# failJSON: {"time": "2005-07-11T05:40:23", "match": false}\nJul 11 05:40:22 x\n',
    '# failJSON: {"time": null, "match": true}\nJul 11 05:40:22 x\n',
    '# failJSON: {"time": "2005-07-11T05:40:23", "match": true}\n1121053223 at 05:40:22 x\n',
    '# see: https://example.org\n# note: {x}\nline\n',
    '',
  ])('should find nothing in %j', (text) => {
    expect(problems(text)).toEqual([]);
  });

  it('should point at where the JSON breaks off', () => {
    const text = '# failJSON: {"match": true,, "host": "a"}\nline\n';
    expect(sampleProblems(text)[0]!.span).toEqual({ start: 27, end: 28 });
  });
});

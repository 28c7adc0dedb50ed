import { expect, it } from 'vitest';
import { defaultSettings } from '../../../server/src/protocol.ts';
import type { LineMark } from '../../../server/src/protocol.ts';
import { regexResult, runState } from '../testing.ts';
import { hoverOf, paintOf, type HoverLine } from './model.ts';

const settings = defaultSettings.decorations;
const report = runState().report;

function mark(over: Partial<LineMark> = {}): LineMark {
  return { line: 0, status: 'missed', hits: [], ignoreregex: null, date: null, ...over };
}

const hit = { failregex: 1, id: '1.1.1.1', groups: [{ name: 'ip4', value: '1.1.1.1', piece: { start: 40, end: 47 } }] };
const words = (lines: readonly HoverLine[]) => lines.map((line) => line.map((part) => part.text).join(''));

it('should tell matched, ignored and missed lines apart', () => {
  const paint = paintOf(
    [mark(), mark({ line: 1, status: 'matched', hits: [hit] }), mark({ line: 2, status: 'ignored' })],
    report,
    settings,
  );
  expect([paint.missed, paint.matched, paint.ignored].map((lines) => lines.map(({ line }) => line))).toEqual([
    [0],
    [1],
    [2],
  ]);
});

it('should leave out what the settings leave out', () => {
  const date = { piece: { start: 0, end: 15 }, text: 'Jul 11 05:40:22', template: 'MON Day', time: 0 };
  const marks = [mark({ date }), mark({ line: 1, status: 'matched', hits: [hit] })];
  expect(paintOf(marks, report, settings)).toMatchObject({
    dates: [{ line: 0, start: 0, end: 15 }],
    hosts: [{ line: 1, start: 40, end: 47 }],
  });
  const bare = paintOf(marks, report, { enabled: true, dates: false, groups: false, missedLines: false, bans: false });
  expect(bare).toMatchObject({ missed: [], dates: [], hosts: [], groups: [] });
});

it.each([
  [
    'a group where the host stands already',
    [
      { name: 'ip4', value: 'x', piece: { start: 1, end: 2 } },
      { name: 'user', value: 'x', piece: { start: 1, end: 2 } },
    ],
    [[1, 2]],
    [],
  ],
  [
    'the same group of two hits',
    [
      { name: 'user', value: 'x', piece: { start: 1, end: 2 } },
      { name: 'user', value: 'x', piece: { start: 1, end: 2 } },
    ],
    [],
    [[1, 2]],
  ],
  ['an empty group', [{ name: 'user', value: '', piece: { start: 3, end: 3 } }], [], []],
  ['a group that is written elsewhere', [{ name: 'user', value: 'root', piece: null }], [], []],
])('should not box twice or in vain: %s', (_sentence, groups, hosts, others) => {
  const paint = paintOf([mark({ status: 'matched', hits: [{ failregex: 1, id: 'x', groups }] })], report, settings);
  expect(paint.hosts.map(({ start, end }) => [start, end])).toEqual(hosts);
  expect(paint.groups.map(({ start, end }) => [start, end])).toEqual(others);
});

it('should say which regex matched, with groups, id and date', () => {
  const date = { piece: { start: 0, end: 15 }, text: 'Jul 11 05:40:22', template: 'MON Day', time: 1752212422 };
  const hover = hoverOf(mark({ status: 'matched', hits: [hit], date }), [regexResult()]);
  expect(words(hover)).toEqual([
    'Matched',
    'by failregex 1, failure id 1.1.1.1',
    '^<HOST>',
    'ip4 = 1.1.1.1',
    'Date Jul 11 05:40:22 read as 2025-07-11T05:40:22Z by MON Day',
  ]);
  expect(hover[1]![1]).toMatchObject({ type: 'link', target: regexResult().location });
});

it.each([
  ['a missed line without a date', mark(), ['Missed: no failregex matches', 'No date found']],
  [
    'a date that is in no calendar',
    mark({ date: { piece: { start: 0, end: 1 }, text: '@4f', template: 'TAI64N', time: 1e18 } }),
    ['Missed: no failregex matches', 'Date @4f read as 1000000000000000000 seconds since 1970 by TAI64N'],
  ],
  [
    'an ignored line',
    mark({ status: 'ignored', ignoreregex: 2 }),
    ['Ignored by ignoreregex 2', 'root', 'No date found'],
  ],
  [
    'a pending failure',
    mark({ status: 'matched', hits: [{ failregex: 9, id: null, groups: [] }] }),
    ['Matched', 'by failregex 9, pending: no failure id yet', 'No date found'],
  ],
])('should explain %s', (_sentence, line, expected) => {
  expect(words(hoverOf(line, [regexResult({ kind: 'ignoreregex', index: 2, pattern: 'root' })]))).toEqual(expected);
});

import { expect, it } from 'vitest';
import type { RegexPartWords, RegexWords } from '../../../server/src/protocol.ts';
import { isSameRange, regexRows, rowAt, type RegexRow } from './regex-model.ts';

const part = (kind: string, written: string, words: string, more: Partial<RegexPartWords> = {}): RegexPartWords => ({
  kind,
  written,
  words,
  from: null,
  location: null,
  parts: [],
  isTold: false,
  ...more,
});

const regex: RegexWords = {
  kind: 'failregex',
  pattern: '',
  words: '3 parts, one after the other; letter case counts',
  parts: [
    part('variable', '%(__prefix_line)s', 'a variable that stands for 1 part', { parts: [part('text', 'a', '"a"')] }),
    part('text', ' b ', '" b "', { from: '%(_x)s' }),
    part('group', `(${'x'.repeat(60)})`, 'group 1', { parts: [part('tag', '<HOST>', 'an address')] }),
  ],
  path: [2, 0],
  others: 2,
};

const shown = (row: RegexRow): unknown => [row.label, row.description, row.isOpen, ...row.rows.map(shown)];

it('should show a regex as rows, variables folded, blanks at the ends to be seen', () => {
  expect(shown(regexRows(regex))).toEqual([
    'failregex',
    '3 parts, one after the other; letter case counts; 2 others hold it, too',
    true,
    ['%(__prefix_line)s', 'a variable that stands for 1 part', false, ['a', '"a"', true]],
    ['␣b␣', '" b " (a piece of %(_x)s)', true],
    [`(${'x'.repeat(38)}…`, 'group 1', true, ['<HOST>', 'an address', true]],
  ]);
});

it('should find the row at the cursor, and its parents', () => {
  const root = regexRows(regex);
  const row = rowAt(root, regex.path);
  expect([row.label, row.parent!.description, row.parent!.parent === root]).toEqual(['<HOST>', 'group 1', true]);
  expect(rowAt(root, [])).toBe(root);
});

it('should know a selection again', () => {
  const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
  expect(isSameRange({ ...range }, range)).toBe(true);
  expect(isSameRange({ ...range, end: { line: 1, character: 6 } }, range)).toBe(false);
  expect(isSameRange(undefined, range)).toBe(false);
});

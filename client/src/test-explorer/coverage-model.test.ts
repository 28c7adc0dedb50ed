import { expect, it } from 'vitest';
import type { CoverageRow } from '../../../server/src/protocol.ts';
import { coveredFiles } from './coverage-model.ts';

function row(kind: CoverageRow['kind'], line: number, from: number, to: number, hits: number, file = 'a'): CoverageRow {
  const range = { start: { line, character: from }, end: { line, character: to } };
  return { kind, text: `${kind} ${from}`, hits, location: { uri: `file:///${file}.conf`, range } };
}

it('should give each regex the branches of its line', () => {
  const [file] = coveredFiles([
    row('failregex', 2, 12, 40, 3),
    row('failregex', 3, 12, 40, 0),
    row('branch', 2, 14, 17, 3),
    row('branch', 2, 18, 21, 0),
  ]);
  expect(
    file!.statements.map(({ hits, branches }) => [hits, branches.map((branch) => [branch.label, branch.hits])]),
  ).toEqual([
    [
      3,
      [
        ['branch 14', 3],
        ['branch 18', 0],
      ],
    ],
    [0, []],
  ]);
});

it('should show the branches of a variable at its own line', () => {
  const [file] = coveredFiles([row('failregex', 5, 12, 40, 3), row('branch', 1, 8, 9, 2), row('branch', 1, 10, 11, 0)]);
  expect(file!.statements[1]).toMatchObject({
    hits: 2,
    range: { start: { line: 1, character: 8 }, end: { line: 1, character: 11 } },
  });
});

it('should count what several filters read once, with all its hits', () => {
  const files = coveredFiles([
    row('failregex', 2, 12, 40, 0, 'common'),
    row('failregex', 2, 12, 40, 4, 'common'),
    row('failregex', 2, 12, 40, 1, 'b'),
  ]);
  expect(files.map(({ uri, statements }) => [uri, statements.map(({ hits }) => hits)])).toEqual([
    ['file:///common.conf', [4]],
    ['file:///b.conf', [1]],
  ]);
});

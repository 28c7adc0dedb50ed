import { expect, it } from 'vitest';
import { regexResult, runState } from '../testing.ts';
import { resultRows, type ResultRow } from './results-model.ts';

function outline(rows: readonly ResultRow[], indent = ''): string[] {
  return rows.flatMap((row) => [`${indent}${row.label}: ${row.description}`, ...outline(row.rows, `${indent}  `)]);
}

const report = runState().report!;

it('should show counts, regexes and dates as a tree', () => {
  const regexes = [
    regexResult(),
    regexResult({ index: 2, pattern: 'x', hits: 0 }),
    regexResult({ kind: 'prefregex', pattern: 'p', hits: 9 }),
  ];
  expect(
    outline(
      resultRows(
        runState({
          report: { ...report, regexes, dateTemplates: [...report.dateTemplates, { name: 'Epoch', hits: 0 }] },
        }),
      ),
    ),
  ).toEqual([
    'named: over named.log',
    'Lines: 9 · 12 ms',
    '  Matched: 8',
    '  Ignored: 0',
    '  Missed: 1',
    'prefregex: 9',
    '  1) 9 hits: p',
    'failregex: 8',
    '  1) 8 hits: ^<HOST>',
    '  2) 0 hits: x',
    'Dates: 9 of 9 lines',
    '  MON Day: 9',
  ]);
});

it("should show a run's time as a person reads it", () => {
  expect(outline(resultRows(runState({ milliseconds: 58.08581499999946 })))).toContain('Lines: 9 · 58 ms');
});

it.each([
  ['a filter without a log', runState({ status: 'noSample', sample: null, report: null }), ['named: no sample log']],
  [
    'a run that could not read its log',
    runState({ status: 'failed', problem: 'No file.', report: null }),
    ['named: over named.log', 'Failed: No file.'],
  ],
])('should show %s', (_sentence, state, rows) => {
  expect(outline(resultRows(state))).toEqual(rows);
});

it('should show what the other regexes found where one does not compile', () => {
  const rows = outline(resultRows(runState({ status: 'failed', problem: 'failregex 2 does not compile.' })));
  expect(rows).toEqual(expect.arrayContaining(['Failed: failregex 2 does not compile.', '  Matched: 8']));
});

it('should say where a regex was stopped', () => {
  const stopped = { log: 'file:///a.log', line: 41, lines: 1, seconds: 1, then: 'givenUp' } as const;
  const later = { ...stopped, then: 're2' } as const;
  expect(outline(resultRows(runState({ report: { ...report, regexes: [regexResult({ stopped })] } })))).toContain(
    '  1) stopped after 1 s on line 42: ^<HOST>',
  );
  expect(
    outline(resultRows(runState({ report: { ...report, regexes: [regexResult({ stopped: later })] } }))),
  ).toContain('  1) 8 hits · line 42 took longer than 1 s, RE2 went on: ^<HOST>');
});

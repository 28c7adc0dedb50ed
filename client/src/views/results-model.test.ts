import { describe, expect, it } from 'vitest';
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
  const last = { ...stopped, then: 'automaton' } as const;
  expect(outline(resultRows(runState({ report: { ...report, regexes: [regexResult({ stopped: last })] } })))).toContain(
    '  1) 8 hits · line 42 took longer than 1 s, an automaton went on: ^<HOST>',
  );
});

describe('what the lines of a run are made of', () => {
  const breakdown = {
    run: runState().run,
    shapes: [
      {
        shape: 'sshd[‹n›]: Connection closed by ‹addr›',
        count: 1412,
        example: 'sshd[1]: Connection closed by 192.0.2.1',
      },
      { shape: 'sshd[‹n›]: x', count: 2, example: 'sshd[1]: x' },
    ],
    others: { shapes: 3, lines: 4 },
    groups: [
      {
        failregex: 1,
        name: 'user',
        values: [
          { value: 'root', count: 120 },
          { value: '', count: 6 },
        ],
        more: 14,
        isBounded: true,
      },
      { failregex: 2, name: 'ip4', values: [{ value: '192.0.2.1', count: 1 }], more: 0, isBounded: false },
    ],
  };

  it('should be the shapes of the missed lines, and what the groups of each regex took', () => {
    const regexes = [regexResult(), regexResult({ index: 2, pattern: 'x', hits: 1 })];
    const rows = resultRows(runState({ report: { ...report, regexes } }), breakdown);
    expect(outline(rows)).toEqual(
      expect.arrayContaining([
        'Shapes of missed lines: 5',
        '  1,412 ×: sshd[‹n›]: Connection closed by ‹addr›',
        '  2 ×: sshd[‹n›]: x',
        '  … 4 more: lines of 3 shapes',
        '    user: root 120, (empty) 6, … at least 14 more',
        '    ip4: 192.0.2.1 1',
      ]),
    );
    const shapes = rows.find(({ label }) => label === 'Shapes of missed lines')!;
    expect(shapes.rows[0]!.opens).toEqual({ lines: { shape: breakdown.shapes[0]!.shape }, from: null });
  });

  it('should not be there where no line is missed', () => {
    const none = { ...breakdown, shapes: [], others: { shapes: 0, lines: 0 } };
    expect(outline(resultRows(runState(), none)).join('\n')).not.toContain('Shapes');
  });
});

it.each([
  [
    'counts',
    { counts: { gained: 1200, lost: 0, changed: 2 }, problem: null },
    ['Changed lines: since HEAD', '  Gained: 1,200', '  Treated Otherwise: 2'],
  ],
  [
    'that no line changed',
    { counts: { gained: 0, lost: 0, changed: 0 }, problem: null },
    ['Changed lines: none since HEAD'],
  ],
  [
    'why nothing can be told',
    { counts: { gained: 0, lost: 0, changed: 0 }, problem: 'a search took too long' },
    ['Changed lines: since HEAD: a search took too long'],
  ],
])('should show what an edit changes: %s', (_sentence, changes, rows) => {
  const shown = outline(resultRows(runState(), null, { run: 1, reference: 'since HEAD', lines: [], ...changes }));
  expect(shown).toEqual(expect.arrayContaining(rows));
  expect(shown.filter((row) => /Gained|Lost|Otherwise/.test(row))).toHaveLength(rows.length - 1);
});

import { expect, it } from 'vitest';
import { regexResult, runState } from './testing.ts';
import { describeEngines, describeRun, fixTitle, formatCount, formatDuration, statusText } from './run-text.ts';

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('should write %d as %s', (count, text) => {
  expect(formatCount(count)).toBe(text);
});

it.each([
  [0, '< 1 ms'],
  [0.4, '< 1 ms'],
  [0.6, '1 ms'],
  [58.08581499999946, '58 ms'],
  [999.4, '999 ms'],
  [999.7, '1.0 s'],
  [1234.5, '1.2 s'],
  [9949, '9.9 s'],
  [9999, '10 s'],
  [59_499, '59 s'],
  [59_999, '1 min 0 s'],
  [125_000, '2 min 5 s'],
])('should write %d milliseconds as %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

const stopped = { log: 'file:///a.log', line: 3, lines: 1, seconds: 1, then: 'skipped' } as const;
const report = runState().report!;

it.each([
  ['a finished run', runState(), 'named over named.log: 9 lines: 8 matched, 0 ignored, 1 missed.'],
  [
    'a run without a log',
    runState({ status: 'noSample', sample: null, report: null }),
    'named: no log to test against.',
  ],
  [
    'a failed run',
    runState({ status: 'failed', problem: 'failregex 1 does not compile.' }),
    'named: failregex 1 does not compile.',
  ],
  [
    'a cancelled run',
    runState({ status: 'cancelled' }),
    'named over named.log, cancelled after 9 lines: 8 matched, 0 ignored, 1 missed.',
  ],
  [
    'a running one',
    runState({ status: 'running', progress: { bytes: 1, of: 3 } }),
    'named over named.log: 33%, 9 lines: 8 matched, 0 ignored, 1 missed',
  ],
])('should describe %s', (_sentence, state, words) => {
  expect(describeRun(state)).toBe(words);
});

it.each([
  ['nothing known', undefined, 'No run yet', 'information', false],
  ['no log', runState({ status: 'noSample', sample: null, report: null }), 'No sample log', 'information', false],
  ['a finished run', runState(), '$(beaker) 8 of 9 matched', 'information', false],
  [
    'a run with a stopped regex',
    runState({ report: { ...report, regexes: [regexResult({ stopped })] } }),
    '$(warning) 8 of 9 matched, 1 stopped at the deadline',
    'warning',
    false,
  ],
  [
    'a running one of unknown size',
    runState({ status: 'running', progress: { bytes: 5, of: null } }),
    '$(sync~spin) 8 of 9 matched',
    'information',
    true,
  ],
  ['a cancelled one', runState({ status: 'cancelled' }), '$(circle-slash) 8 of 9 matched, cancelled', 'warning', false],
  [
    'one cancelled before it counted',
    runState({ status: 'cancelled', report: null }),
    '$(circle-slash) cancelled',
    'warning',
    false,
  ],
  ['a failed one', runState({ status: 'failed', problem: 'x' }), '$(error) Cannot count', 'error', false],
])('should show in the status item: %s', (_sentence, state, text, severity, busy) => {
  expect(statusText(state)).toMatchObject({ text, severity, busy });
});

it('should name each engine once', () => {
  expect(
    describeEngines(
      runState({ report: { ...report, regexes: [regexResult(), regexResult({ engine: 're2' }), regexResult()] } }),
    ),
  ).toBe('RE2 and V8');
});

it.each([
  [1, 0, 'Ignore case (+1 line, −0)'],
  [1037, 2, 'Ignore case (+1,037 lines, −2)'],
])('should name what a fix gains and loses', (gains, losses, title) => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const fix = { title: 'Ignore case', place: { uri: 'file:///f', range }, newText: '(?i)', gains, losses };
  expect(fixTitle(fix)).toBe(title);
});

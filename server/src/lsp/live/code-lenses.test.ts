import { describe, expect, it } from 'vitest';
import type { RegexResult, RunReport, RunState } from '../../protocol.ts';
import type { SimulationSummary } from '../../simulate/simulation-summary.ts';
import { banTitle, regexTitle, summary } from './code-lenses.ts';

const report: RunReport = {
  lines: { total: 1234, matched: 1000, ignored: 34, missed: 200 },
  regexes: [],
  dateTemplates: [],
  dated: 1230,
  notes: [],
};
const sample = { reason: 'directive', logs: [], label: 'named.log', detail: '', readable: true } as const;
const done: RunState = {
  subject: { uri: 'x' },
  range: null,
  run: 1,
  status: 'done',
  sample,
  report,
  progress: null,
  problem: null,
  milliseconds: 1,
};
const counts = '1,234 lines: 1,000 matched, 34 ignored, 200 missed · dates 1,230/1,234';

const result: RegexResult = {
  kind: 'failregex',
  index: 1,
  pattern: 'x',
  hits: 8,
  location: null,
  engine: 'v8',
  stopped: null,
};

describe('summary', () => {
  it.each<[string, Partial<RunState>, string]>([
    ['a run that is done', {}, counts],
    ['one with a note', { report: { ...report, notes: ['One thing.'] } }, `${counts} · ⚠ One thing.`],
    [
      'one with two notes',
      { report: { ...report, notes: ['One thing.', 'Another.'] } },
      `${counts} · ⚠ One thing. (1 more note in Results)`,
    ],
    ['one that goes on', { status: 'running', progress: { bytes: 42, of: 100 } }, `${counts} · so far (42 %)`],
    ['one of unknown length', { status: 'running', progress: { bytes: 42, of: null } }, `${counts} · so far`],
    ['one that has just begun', { status: 'running', report: null }, 'counting named.log…'],
    ['a cancelled one', { status: 'cancelled' }, `${counts} · cancelled`],
    [
      'a filter that does not load, with counts of what does',
      { status: 'failed', problem: 'x', report: { ...report, regexes: [{ ...result, engine: '' }] } },
      `✗ fail2ban would not load this filter · without the regex that it refuses: ${counts}`,
    ],
    [
      'one of which a log cannot be read',
      { status: 'failed', problem: '/b.log: cannot be read (no such file)' },
      `${counts} · ✗ /b.log: cannot be read (no such file)`,
    ],
    [
      'one with a regex that took too long',
      {
        report: {
          ...report,
          regexes: [result, { ...result, stopped: { log: 'l', line: 0, lines: 1, seconds: 1, then: 're2' } }],
        },
      },
      `${counts} · 1 regex took too long`,
    ],
    [
      'one that could not be counted',
      { status: 'failed', report: null, problem: 'Unable to compile:\n  missing )' },
      '✗ Unable to compile: missing )',
    ],
    ['a filter without a log', { status: 'noSample', report: null, sample: null }, 'Choose a sample log…'],
    [
      'one line',
      { report: { ...report, lines: { total: 1, matched: 1, ignored: 0, missed: 0 }, dated: 1 } },
      '1 line: 1 matched, 0 ignored, 0 missed · dates 1/1',
    ],
  ])('should describe %s', (_, changed, words) => expect(summary({ ...done, ...changed })).toBe(words));
});

describe('regexTitle', () => {
  const stopped = { log: 'l', line: 999, lines: 1, seconds: 1 };
  it.each<[string, RegexResult | undefined, RunState['status'], string]>([
    ['matches', result, 'done', '▶ 8 matches in named.log'],
    ['one match', { ...result, hits: 1 }, 'done', '▶ 1 match in named.log'],
    ['no match', { ...result, hits: 0 }, 'done', '0 matches in named.log'],
    ['matches so far', result, 'running', '▶ 8 matches in named.log so far'],
    ['nothing yet', undefined, 'running', '… in named.log'],
    [
      'a regex that does not compile',
      { ...result, engine: '', hits: 0 },
      'failed',
      'fail2ban does not take this regex',
    ],
    [
      'a regex that RE2 had to take over',
      { ...result, engine: 're2', stopped: { ...stopped, then: 're2' } },
      'done',
      '▶ 8 matches in named.log · line 1,000 took longer than 1 s, RE2 went on',
    ],
    [
      'a regex that an automaton had to take over',
      { ...result, engine: 'automaton', stopped: { ...stopped, then: 'automaton' } },
      'done',
      '▶ 8 matches in named.log · line 1,000 took longer than 1 s, an automaton went on',
    ],
    [
      'a regex that took too long on a line',
      { ...result, stopped: { ...stopped, then: 'skipped' } },
      'done',
      '▶ 8 matches in named.log · ✗ line 1,000 took longer than 1 s, no match there',
    ],
    [
      'a regex that took too long on lines',
      { ...result, stopped: { ...stopped, lines: 2, then: 'skipped' } },
      'done',
      '▶ 8 matches in named.log · ✗ 2 lines from 1,000 on took longer than 1 s, no match there',
    ],
    [
      'a regex that was stopped',
      { ...result, stopped: { ...stopped, then: 'givenUp' } },
      'done',
      '✗ stopped at line 1,000: took longer than 1 s · ▶ 8 matches before',
    ],
  ])('should tell of %s', (_, regex, status, words) => expect(regexTitle({ sample, status }, regex)).toBe(words));
});

describe('banTitle', () => {
  const totals = { lines: 106300, attempts: 106225, addresses: 40, banned: 37, bans: 40, dropped: 65000, ignored: 0 };
  it.each<[string, Partial<SimulationSummary['totals']>, string]>([
    ['bans', {}, '37 addresses banned · 61 % of 106,225 attempts dropped'],
    ['one ban', { banned: 1 }, '1 address banned · 61 % of 106,225 attempts dropped'],
    ['no ban', { banned: 0, bans: 0, dropped: 0 }, 'nobody banned by 106,225 attempts in named.log'],
    ['no attempt', { banned: 0, attempts: 0 }, 'nobody banned: no attempt in named.log'],
    [
      'ignored addresses only',
      { banned: 0, attempts: 0, ignored: 3 },
      'nobody banned: all 3 attempts in named.log come from ignored addresses',
    ],
  ])('should tell %s', (_, changed, words) =>
    expect(
      banTitle(
        { status: 'done', summary: { totals: { ...totals, ...changed }, mistakes: 0, steps: [], notes: [] } },
        'named.log',
      ),
    ).toBe(words),
  );
});

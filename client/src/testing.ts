import type { RegexResult, RunState, Sample } from '../../server/src/protocol.ts';

/** Reports for the client's own tests, where a real one would need the server. */
export function regexResult(over: Partial<RegexResult> = {}): RegexResult {
  return {
    kind: 'failregex',
    index: 1,
    pattern: '^<HOST>',
    hits: 8,
    engine: 'v8',
    stopped: null,
    location: {
      uri: 'file:///f/filter.d/named.conf',
      range: { start: { line: 4, character: 12 }, end: { line: 4, character: 19 } },
    },
    ...over,
  };
}

export function sample(over: Partial<Sample> = {}): Sample {
  return {
    reason: 'directive',
    logs: [{ uri: 'file:///f/logs/named.log', shownAs: 'file:///f/logs/named.log' }],
    label: 'named.log',
    detail: 'named by a comment',
    readable: true,
    ...over,
  };
}

export function runState(over: Partial<RunState> = {}): RunState {
  return {
    subject: { uri: 'file:///f/filter.d/named.conf' },
    range: null,
    run: 1,
    status: 'done',
    sample: sample(),
    progress: null,
    problem: null,
    milliseconds: 12,
    report: {
      lines: { total: 9, ignored: 0, matched: 8, missed: 1 },
      regexes: [regexResult()],
      dateTemplates: [{ name: 'MON Day', hits: 9 }],
      dated: 9,
      notes: [],
    },
    ...over,
  };
}

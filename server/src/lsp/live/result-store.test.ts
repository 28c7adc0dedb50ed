import { describe, expect, it } from 'vitest';
import { hitCode, lineCode } from '../worker/messages.ts';
import { createResultStore, type ResultStore } from './result-store.ts';

const letters: Readonly<Record<string, number>> = {
  m: lineCode.matched,
  i: lineCode.ignored,
  x: lineCode.missed,
  '.': 0,
  M: lineCode.matched | lineCode.prefregex,
};

function add(
  store: ResultStore,
  codes: string,
  { log = 0, from = 0, hits = [] as number[], turnedMatched = [] as number[] } = {},
): ResultStore {
  store.add({
    log,
    from,
    codes: Uint8Array.from(codes, (letter) => letters[letter]!),
    hits: Uint32Array.from(hits),
    turnedMatched,
  });
  return store;
}

function shown(store: ResultStore, limit = 100): string {
  return store
    .pieces(0, limit)
    .map(({ from, to, status }) => `${from}-${to} ${status}`)
    .join(', ');
}

describe('a result store', () => {
  it('should put parts together, and begin a log anew with a part from 0', () => {
    const store = add(add(createResultStore(1), 'mx'), 'ix', { from: 2 });
    expect(shown(store)).toBe('0-1 matched, 1-2 missed, 2-3 ignored, 3-4 missed');
    expect(shown(add(store, 'm'))).toBe('0-1 matched');
  });

  it('should join neighbours over skipped lines', () =>
    expect(shown(add(createResultStore(1), '.mm..m.x'))).toBe('1-6 matched, 7-8 missed'));

  it('should turn earlier lines into matched ones', () =>
    expect(shown(add(add(createResultStore(1), 'xx'), 'm', { from: 2, turnedMatched: [1] }))).toBe(
      '0-1 missed, 1-3 matched',
    ));

  it('should squeeze many pieces into few, matches first', () =>
    expect(shown(add(createResultStore(1), 'mxmxxxxxixix'), 3)).toBe('0-4 matched, 4-8 missed, 8-12 ignored'));

  it('should not give more pieces than asked for however long the log is', () => {
    const store = add(createResultStore(1), 'mx'.repeat(50_000));
    expect(store.pieces(0, 777).length).toBeLessThanOrEqual(777);
  });

  it('should page through selected lines over all logs', () => {
    const store = add(add(createResultStore(2), 'mxm'), 'xm', { log: 1 });
    expect(store.select({ status: 'matched' }, 1, 5)).toEqual({
      total: 3,
      lines: [
        { log: 0, line: 2 },
        { log: 1, line: 1 },
      ],
    });
    expect(store.select({ status: 'missed' }, 0, 1)).toEqual({ total: 2, lines: [{ log: 0, line: 1 }] });
  });

  it('should select the lines of one regex, each once', () => {
    const [first, second, ignore] = [hitCode('failregex', 1), hitCode('failregex', 2), hitCode('ignoreregex', 1)];
    const store = add(createResultStore(1), 'mMi', { hits: [0, first, 0, second, 1, second, 1, second, 2, ignore] });
    const lines = (kind: 'failregex' | 'ignoreregex' | 'prefregex', index: number): number[] =>
      store.select({ kind, index }, 0, 9).lines.map(({ line }) => line);
    expect([lines('failregex', 1), lines('failregex', 2), lines('ignoreregex', 1), lines('prefregex', 1)]).toEqual([
      [0],
      [0, 1],
      [2],
      [1],
    ]);
  });

  it.each([
    [0, 1, 2],
    [2, 1, 5],
    [5, 1, 0],
    [5, -1, 2],
    [0, -1, 5],
    [4, -1, 2],
  ] as const)('should find the match next to line %i in direction %i at %i', (line, direction, expected) =>
    expect(add(createResultStore(1), 'mxmxxm').next(0, line, direction, { status: 'matched' })).toBe(expected),
  );

  it('should find no next line where there is none', () =>
    expect(add(createResultStore(1), 'xx').next(0, 0, 1, { status: 'matched' })).toBeNull());
});

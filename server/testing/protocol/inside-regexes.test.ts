import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Hover, InlayHint } from 'vscode-languageserver-protocol/node';
import { positionOf, startClient, type ClientOptions, type TestClient } from '../protocol-client.ts';

const tour = resolve(import.meta.dirname, '../../../test-fixtures/tour');
const filterUri = pathToFileURL(join(tour, 'filter.d/named-flood.conf')).href;
const logUri = pathToFileURL(join(tour, 'logs/named.log')).href;
const filterText = readFileSync(join(tour, 'filter.d/named-flood.conf'), 'utf8');
const logText = readFileSync(join(tour, 'logs/named.log'), 'utf8');
const subject = { uri: filterUri };

let client: TestClient | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

async function openTour(options: ClientOptions = {}, text = filterText): Promise<TestClient> {
  client = await startClient({ context: { visibleSubjects: [filterUri] }, ...options });
  await client.open(filterUri, text);
  return client;
}

const whole = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };

async function hints(of: TestClient): Promise<string[]> {
  const params = { textDocument: { uri: filterUri }, range: whole };
  const all = await of.request<InlayHint[]>('textDocument/inlayHint', params);
  return all.map(({ label }) => label as string);
}

/** The hints once they are there: the run's lines are looked at a moment after its end. */
function shownHints(of: TestClient): Promise<string[]> {
  return of.until(async () => {
    const all = await hints(of);
    return all.length > 0 && all;
  }, 'hints of branches');
}

describe('counts inside of a regex', () => {
  it('should stand behind its branches, and never be of another text than the one on the screen', async () => {
    const of = await openTour();
    const first = await of.runEnd(subject);
    const before = await shownHints(of);
    expect(before).toEqual(['6×', '2×', 'unused', 'unused', '8×', 'unused']);

    const position = positionOf(filterText, '|isc');
    await of.change(filterUri, 2, [{ range: { start: position, end: position }, text: '|linenine\\.com' }]);
    expect(await hints(of)).toEqual([]);
    const second = await of.runEnd(subject, first.run);
    const after = await shownHints(of);
    expect(after).toEqual(['6×', '2×', '1×', 'unused', 'unused', '9×', 'unused']);

    // An edit of the log that nobody has saved takes them away, too, until it is counted.
    await of.open(logUri, logText, 'log');
    await of.runEnd(subject, second.run);
    await shownHints(of);
    await of.change(logUri, 2, [
      { range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } }, text: '' },
    ]);
    expect(await hints(of)).toEqual([]);
  });

  it('should be worked out at the end of a run for a client that has asked before', async () => {
    const of = await openTour();
    let refreshed = 0;
    of.connection.onRequest('workspace/inlayHint/refresh', () => {
      refreshed++;
      return null;
    });
    expect(await hints(of)).toEqual([]);
    await of.runEnd(subject);
    await of.until(() => refreshed > 0, 'a refresh of the hints');
    expect(await hints(of)).toHaveLength(6);
  });

  it('should stand where the branches are after an edit that moves them', async () => {
    const of = await openTour();
    await of.runEnd(subject);
    const before = await shownHints(of);
    await of.change(filterUri, 2, [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '# a comment\n' },
    ]);
    expect(await hints(of)).toEqual(before);
  });

  it('should not be counted where nobody wants to see them, and be told in the hover all the same', async () => {
    const of = await openTour({ configuration: { inlayHints: { branchCounts: false } } });
    await of.runEnd(subject);
    const hover = (needle: string): Promise<string | false> =>
      of.until(async () => {
        const params = { textDocument: { uri: filterUri }, position: positionOf(filterText, needle) };
        const answer = await of.request<Hover>('textDocument/hover', params);
        const { value } = answer.contents as { value: string };
        return value.includes('in the sample') && value;
      }, 'counts in a hover');
    expect(await hover('HOST>')).toContain('1.1.1.1');
    expect(await hover('isc')).toMatch(/`1rip`: 6\n[^]*isc\\\.org`: unused in this sample/);
    expect(await hints(of)).toEqual([]);
  });
});

describe('what the lines of a run are made of', () => {
  it('should be told with the shapes of missed lines, their lines, and what groups took', async () => {
    const of = await openTour();
    const { run } = await of.runEnd(subject);
    const breakdown = await of.lens('breakdown', { subject });
    const shape = 'server named[‹n›]: client ‹addr›#‹n›: query: linenine.com IN ANY +E ([ip of server])';
    expect(breakdown).toMatchObject({
      run,
      shapes: [{ count: 1 }],
      others: { shapes: 0, lines: 0 },
      groups: [{ failregex: 1, name: 'ip4', more: 3 }],
    });
    const lines = await of.lens('lines', {
      subject,
      selection: { shape: breakdown!.shapes[0]!.shape },
      offset: 0,
      limit: 5,
    });
    expect([breakdown!.shapes[0]!.shape, lines.total, lines.lines.map(({ line }) => line)]).toEqual([shape, 1, [8]]);
    const unknown = await of.lens('lines', { subject, selection: { shape: 'x' }, offset: 0, limit: 5 });
    expect(unknown).toEqual({ total: 0, lines: [] });
  });

  it('should not be told where the filter does not load', async () => {
    const of = await openTour({}, filterText.replace('((?i)1rip', '((?i)(1rip'));
    await of.runEnd(subject);
    expect(await of.lens('breakdown', { subject })).toBeNull();
  });
});

describe('the part of a regex at the cursor', () => {
  const partAt = (of: TestClient, needle: string, text = filterText) =>
    of.lens('part', { subject, uri: filterUri, position: positionOf(text, needle), log: logUri, from: 0, to: 100 });

  it('should be told with what it takes in each line, and where it is written', async () => {
    const of = await openTour();
    await of.runEnd(subject);
    const host = await partAt(of, 'HOST>');
    expect(host!.pieces).toHaveLength(8);
    const lines = logText.split('\n');
    expect(host!.pieces.map(({ line, piece }) => lines[line]!.slice(piece.start, piece.end))).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => [n, n, n, n].join('.')),
    );
    const { start, end } = host!.location.range;
    expect(filterText.split('\n')[start.line]!.slice(start.character, end.character)).toBe('<HOST>');
    const branch = await partAt(of, 'rip\\.com');
    expect(branch!.pieces.map(({ line }) => line)).toEqual([6, 7]);
    expect(await partAt(of, 'Bans who')).toBeNull();
  });

  it('should not be told of a text that is not counted yet', async () => {
    const of = await openTour();
    const first = await of.runEnd(subject);
    const position = positionOf(filterText, '|isc');
    await of.change(filterUri, 2, [{ range: { start: position, end: position }, text: '|linenine\\.com' }]);
    const changed = filterText.replace('|isc', '|linenine\\.com|isc');
    expect(await partAt(of, 'linenine', changed)).toBeNull();
    await of.runEnd(subject, first.run);
    expect((await partAt(of, 'linenine', changed))!.pieces.map(({ line }) => line)).toEqual([8]);
  });
});

describe('fixes for a line', () => {
  it('should be edits of the filter with what they gain and lose over the whole log', async () => {
    const text = filterText.replace('((?i)1rip', '(1rip');
    const of = await openTour({}, text);
    const first = await of.runEnd(subject);
    expect(first.report!.lines.matched).toBe(4);
    // On a busy machine the searches for the part at fault may be stopped: it is asked again.
    const [fix, ...others] = await of.until(async () => {
      const fixes = await of.lens('fixes', { subject, log: logUri, line: 2 });
      return fixes.length > 0 && fixes;
    }, 'a fix');
    expect(others).toEqual([]);
    expect(fix).toMatchObject({ newText: '(?i)', gains: 4, losses: 0, place: { uri: filterUri } });
    expect(fix!.place.range.start).toEqual(positionOf(text, '.* named'));
    await of.change(filterUri, 2, [{ range: fix!.place.range, text: fix!.newText }]);
    expect((await of.runEnd(subject, first.run)).report!.lines.matched).toBe(8);
  });

  it('should be none where no one answer is right, and of a text that is not counted yet', async () => {
    const of = await openTour();
    await of.runEnd(subject);
    expect(await of.lens('fixes', { subject, log: logUri, line: 8 })).toEqual([]);
    const cut = filterText.replace('((?i)1rip', '(1rip');
    await of.change(filterUri, 2, [{ text: cut }]);
    expect(await of.lens('fixes', { subject, log: logUri, line: 2 })).toEqual([]);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { lensMethod, type FilterVerdict } from '../../src/protocol.ts';
import { installScript } from '../../src/pack/install-script.ts';
import { startClient, type TestClient } from '../protocol-client.ts';

const filter = '[Definition]\nfailregex = ^ (?:bad|worse) from <HOST>$\n            ^ never <HOST>$\n';
const sample = `# failJSON: {"match": true, "host": "192.0.2.1", "desc": "an attempt"}
Jul 11 05:40:22 bad from 192.0.2.1
# failJSON: {"time": "2005-07-11T05:40:23", "match": true, "host": "192.0.2.2"}
Jul 11 05:40:23 bad frum 192.0.2.2
Jul 11 05:40:24 good
`;
let folder: string;
let client: TestClient;
const at = (path: string) => pathToFileURL(join(folder, path)).href;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sample-tests-'));
  mkdirSync(join(folder, 'filter.d/samples'), { recursive: true });
  writeFileSync(join(folder, 'filter.d/app.conf'), filter);
  writeFileSync(join(folder, 'filter.d/other.conf'), filter);
  writeFileSync(join(folder, 'filter.d/endless.conf'), '[Definition]\nfailregex = ^ (?:a+)+!<HOST>$\n');
  writeFileSync(join(folder, 'filter.d/samples/app'), sample);
  writeFileSync(
    join(folder, 'filter.d/samples/endless'),
    `# failJSON: {}\n${`Jul 11 05:40:22 ${'a'.repeat(40)} !\n`.repeat(200)}`,
  );
  client = await startClient({ folders: [{ uri: pathToFileURL(folder).href, name: 'samples' }] });
});
afterAll(async () => {
  await client?.stop();
  rmSync(folder, { recursive: true });
});

it('should list filters with samples, by the filter and by the sample', async () => {
  const expected = {
    filter: at('filter.d/app.conf'),
    name: 'app',
    samples: [
      {
        uri: at('filter.d/samples/app'),
        lines: [
          {
            uri: at('filter.d/samples/app'),
            line: 1,
            isCommented: true,
            text: 'Jul 11 05:40:22 bad from 192.0.2.1',
            matches: true,
            description: 'an attempt',
          },
          expect.objectContaining({ line: 3, matches: true, description: null }),
          expect.objectContaining({ line: 4, isCommented: false, matches: false }),
        ],
      },
    ],
  };
  for (const uris of [
    ['filter.d/app.conf', 'filter.d/other.conf', 'filter.d/gone.conf'],
    ['filter.d/samples/app'],
    ['filter.d/app.conf', 'filter.d/samples/app'],
  ])
    expect(await client.lens('filterTests', { uris: uris.map(at) })).toEqual({
      filters: [expected],
      packs: [],
    });
});

it('should leave out a pack that lies in the workspace, name it, and list it where a file of it is open', async () => {
  const packed = at('fail2ban-app/filter.d/app.conf');
  mkdirSync(join(folder, 'fail2ban-app/filter.d/samples'), { recursive: true });
  writeFileSync(join(folder, 'fail2ban-app/install.sh'), installScript('app', []));
  writeFileSync(join(folder, 'fail2ban-app/filter.d/app.conf'), filter);
  writeFileSync(join(folder, 'fail2ban-app/filter.d/samples/app'), sample);
  const uris = [at('filter.d/app.conf'), packed];
  const listed = await client.lens('filterTests', { uris });
  expect(listed.filters.map((one) => one.filter)).toEqual([at('filter.d/app.conf')]);
  expect(listed.packs).toEqual([at('fail2ban-app')]);
  const choices = await client.lens('filters', { log: null });
  expect(choices.map(({ subject }) => subject.uri)).not.toContain(packed);
  await client.open(packed, filter);
  expect((await client.lens('filterTests', { uris })).filters).toHaveLength(2);
});

it('should run samples: what does not hold, why, what would, and what is covered', async () => {
  const { samples, coverage, files } = await client.lens('verify', {
    filter: at('filter.d/app.conf'),
    samples: [at('filter.d/samples/app')],
  });
  for (const file of ['filter.d/app.conf', 'filter.d/app.local', 'filter.d/samples/app'])
    expect(files).toContain(at(file));
  expect(files).not.toContain(at('filter.d/other.conf'));
  const checks = samples[0]!.checks;
  expect(checks.map(({ line, failures }) => [line, failures.map(({ message }) => message)])).toEqual([
    [1, []],
    [3, ['it should match and does not']],
    [4, []],
    [null, [expect.stringContaining('no line of the sample matches')]],
  ]);
  const [, missed, , unused] = checks;
  expect(missed!.failures[0]).toMatchObject({
    expected: { match: true, host: '192.0.2.2', time: '2005-07-11T05:40:23' },
    got: { match: false },
    why: [expect.stringMatching(/^failregex 1: .*frum/), expect.stringMatching(/^failregex 2: /)],
  });
  expect(missed!.fitting).toBe('{ "match": false }');
  expect(unused!.location).toMatchObject({
    uri: at('filter.d/app.conf'),
    range: { start: { line: 2, character: 12 } },
  });
  expect(coverage.map(({ kind, text, hits, location }) => [kind, text, hits, location.range.start.line])).toEqual([
    ['failregex', '^ (?:bad|worse) from <HOST>$', 1, 1],
    ['failregex', '^ never <HOST>$', 0, 2],
    ['branch', 'bad', 1, 1],
    ['branch', 'worse', 0, 1],
  ]);
});

it('should run what stands in the editor', async () => {
  const uri = at('filter.d/samples/app');
  await client.open(uri, sample.replace('frum', 'from'), 'log');
  const { samples } = await client.lens('verify', { filter: at('filter.d/app.conf'), samples: [uri] });
  expect(samples[0]!.checks.filter(({ line, failures }) => line !== null && failures.length > 0)).toEqual([]);
  await client.close(uri);
});

it('should end a run that is cancelled, whatever it is doing, and run the next', async () => {
  const source = new CancellationTokenSource();
  const params = { filter: at('filter.d/endless.conf'), samples: [at('filter.d/samples/endless')] };
  const run = client.connection.sendRequest<FilterVerdict>(lensMethod('verify'), params, source.token);
  const next = client.lens('verify', { filter: at('filter.d/app.conf'), samples: [at('filter.d/samples/app')] });
  setTimeout(() => source.cancel(), 200);
  await expect(run).rejects.toThrow(/cancelled/);
  expect((await next).samples[0]!.checks).toHaveLength(4);
});

it('should say that there is no such filter', async () => {
  await expect(client.lens('verify', { filter: at('filter.d/gone.conf'), samples: [] })).rejects.toThrow(
    /There is no filter/,
  );
});

it('should record lines of a log for the sample of the filter, and where there is none say where it belongs', async () => {
  const text = 'Jul 11 05:40:22 bad from 10.0.0.1\nJul 11 05:40:22 worse from 10.0.0.2\n';
  const added = await client.lens('record', { filter: at('filter.d/app.conf'), text, firstLine: 7, pick: 'fewest' });
  expect(added).toMatchObject({
    uri: at('filter.d/samples/app'),
    isThere: true,
    text: '# failJSON: { "time": "2005-07-11T05:40:22", "match": true, "host": "192.0.2.3" }\nJul 11 05:40:22 worse from 192.0.2.3\n',
    uncovered: ['failregex 2'],
  });
  const fresh = await client.lens('record', { filter: at('filter.d/other.conf'), text, firstLine: 7, pick: 'all' });
  expect(fresh).toMatchObject({
    uri: at('filter.d/samples/other'),
    isThere: false,
    lines: 2,
    matching: 2,
    leftOut: [],
  });
  await expect(
    client.lens('record', { filter: at('filter.d/gone.conf'), text, firstLine: 0, pick: 'all' }),
  ).rejects.toThrow(/There is no filter/);
});

it('should complete, explain, fold and check a sample in its own language, and count it as a log all the same', async () => {
  const uri = at('filter.d/samples/app');
  const text = `# filterOptions: {}\n${sample.replace('"match": true', '"match": truth')}`;
  await client.open(uri, text, 'fail2ban-sample');
  const textDocument = { uri };
  const place = { textDocument, position: { line: 3, character: 13 } };
  expect(await client.request('textDocument/hover', place)).toMatchObject({
    contents: { value: expect.stringMatching(/Europe/) },
  });
  expect(
    await client.request<{ label: string }[]>('textDocument/completion', {
      textDocument,
      position: { line: 0, character: 2 },
    }),
  ).toMatchObject([{ label: 'failJSON' }, {}, {}, {}]);
  expect(await client.request('textDocument/foldingRange', { textDocument })).toEqual([
    { startLine: 0, endLine: 5, kind: 'region' },
  ]);
  expect(await client.request('textDocument/documentSymbol', { textDocument })).toBeNull();
  const told = await client.until(
    () => client.published.find((published) => published.uri === uri)?.diagnostics,
    'diagnostics',
  );
  expect(told.map(({ code, range }) => [code, range.start.line])).toEqual([['unread-expectation', 1]]);
  const state = await client.lens('test', { subject: { uri: at('filter.d/app.conf') }, logs: [uri] });
  expect(state.report!.lines).toMatchObject({ total: 3, matched: 1, missed: 2 });
  await client.close(uri);
  await client.until(
    () => client.published.findLast((published) => published.uri === uri)?.diagnostics.length === 0,
    'findings withdrawn',
  );
});

it('should say in words that a filter does not load, in place of recording with it', async () => {
  await client.open(at('filter.d/broken.conf'), 'bad from <HOST>\n[Definition\n');
  await expect(
    client.lens('record', { filter: at('filter.d/broken.conf'), text: 'x\n', firstLine: 0, pick: 'all' }),
  ).rejects.toThrow(
    /^Nothing is recorded: the filter does not load\. File contains no section headers\..*broken\.conf/,
  );
  expect(client.logged.join('\n')).not.toContain('internal error');
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver-protocol/node';
import { positionOf, startClient, type TestClient } from '../protocol-client.ts';

const filter =
  '# fail2ban-lens: log=../app.log\n[Definition]\nfailregex = ^bad user \\S+ from <HOST>\n            ^worse from <HOST>$\n';
let folder: string;
let uri: string;
let client: TestClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'refactorings-'));
  mkdirSync(join(folder, 'filter.d'));
  writeFileSync(join(folder, 'app.log'), 'bad user eve from 192.0.2.1\nfine\n');
  writeFileSync(join(folder, 'filter.d/app.conf'), filter);
  uri = pathToFileURL(join(folder, 'filter.d/app.conf')).href;
  client = await startClient({ folders: [{ uri: pathToFileURL(folder).href, name: 'refactorings' }] });
  await client.open(uri, filter);
  await client.lens('test', { subject: { uri }, logs: null });
});
afterAll(async () => {
  await client?.stop();
  rmSync(folder, { recursive: true });
});

async function menu(at: string, triggerKind: 1 | 2, only?: string[]): Promise<CodeAction[]> {
  const position = positionOf(filter, at);
  const range = { start: position, end: position };
  const context = { diagnostics: [], triggerKind, ...(only ? { only } : {}) };
  return client.request('textDocument/codeAction', { textDocument: { uri }, range, context });
}

it(
  'should offer in a menu what is proved, and nothing of it at each move of the cursor',
  { timeout: 30_000 },
  async () => {
    let actions: CodeAction[] = [];
    const titles = async (): Promise<string[]> => {
      actions = await menu('bad user', 1, ['refactor.rewrite']);
      return actions.map(({ title }) => title);
    };
    // A busy machine may take longer than a menu waits.
    await expect
      .poll(titles, { timeout: 20_000 })
      .toEqual([
        'Take only addresses, no host names: <ADDR> in place of <HOST> (same for the 2 lines of the sample)',
        "Anchor at the line's end ($): nothing stands behind (same for the 2 lines of the sample)",
      ]);
    expect(actions[0]!.edit!.changes![uri]).toEqual([expect.objectContaining({ newText: '<ADDR>' })]);
    expect((await menu('bad user', 2)).filter(({ kind }) => kind?.startsWith('refactor'))).toEqual([]);
  },
);

it('should make the .local that a regex is moved to', async () => {
  const [move] = await menu('worse', 1, ['refactor.move']);
  expect(move!.title).toBe('Move this regex to app.local');
  const local = uri.replace(/conf$/, 'local');
  expect(move!.edit!.documentChanges).toMatchObject([
    { textDocument: { uri }, edits: [{ newText: '' }] },
    { kind: 'create', uri: local },
    {
      textDocument: { uri: local },
      edits: [{ newText: '[Definition]\nfailregex = %(known/failregex)s\n            ^worse from <HOST>$\n' }],
    },
  ]);
});

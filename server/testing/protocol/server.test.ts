import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CodeLens, Diagnostic } from 'vscode-languageserver-protocol/node';
import type { VirtualDocument } from '../../src/protocol.ts';
import { clientInFolder } from '../client-in-folder.ts';
import { type TestClient } from '../protocol-client.ts';

const { path: folder, uriOf, write, start } = clientInFolder('server');

/** The latest diagnostics of a document, once they hold what `accept` asks for. */
async function diagnostics(
  of: TestClient,
  uri: string,
  accept: (diagnostics: readonly Diagnostic[]) => boolean,
): Promise<Diagnostic[]> {
  return of.until(() => {
    const latest = of.published.findLast((params) => params.uri === uri);
    return latest && accept(latest.diagnostics) ? latest.diagnostics : undefined;
  }, `diagnostics of ${uri}`);
}

const some = (all: readonly Diagnostic[]): boolean => all.length > 0;
const good = '[Definition]\nfailregex = ^bad <HOST>$\n';
const broken = '[Definition]\nfailregex = ^bad ( <HOST>$\n';

describe('start', () => {
  it('should tell what the server offers, and end in good order', async () => {
    const client = await start();
    const { initialized, process } = client;
    expect(initialized.serverInfo!.name).toBe('fail2ban-lens');
    expect(initialized.capabilities).toMatchObject({
      textDocumentSync: { openClose: true, change: 2 },
      codeLensProvider: {},
      workspace: { workspaceFolders: { supported: true } },
    });
    await client.stop();
    expect(process.exitCode).toBe(0);
  });

  it('should serve a client that knows nothing beside LSP', async () => {
    const uri = write('filter.d/a.conf', `# fail2ban-lens: log=../a.log\n${good}`);
    write('a.log', 'Jul 11 05:40:22 \nbad 1.1.1.1\n');
    const of = await start({ isEditor: false, capabilities: {} });
    await of.open(uri, `# fail2ban-lens: log=../a.log\n${good}`);
    const lenses = await of.until(async () => {
      const found = await of.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
      return found.some(({ command }) => command!.title.endsWith('1 match in a.log')) && found;
    }, 'a lens with a count');
    expect(lenses.map(({ command }) => command!.title)).toEqual([
      '2 lines: 1 matched, 0 ignored, 1 missed · dates 1/2 · ⚠ 1 of 1 matched line has no date that is found: counted as now, whenever it happened.',
      '▶ 1 match in a.log',
    ]);
    expect(of.runs).toEqual([]);
  });
});

describe('diagnostics', () => {
  it("should point at the character that is typed, and follow edits with the document's version", async () => {
    const of = await start();
    await of.open(uriOf('filter.d/a.conf'), broken);
    const [first] = await diagnostics(of, uriOf('filter.d/a.conf'), some);
    expect(first).toMatchObject({ severity: 1, source: 'fail2ban-lens', range: { start: { line: 1, character: 17 } } });
    expect(first!.message).toContain('missing ), unterminated subpattern');
    await of.change(uriOf('filter.d/a.conf'), 2, [{ text: good }]);
    await diagnostics(of, uriOf('filter.d/a.conf'), (all) => all.length === 0);
    expect(of.published.at(-1)!.version).toBe(2);
  });

  it('should lead from its code to the page of the rule', async () => {
    const of = await start();
    await of.open(uriOf('filter.d/a.conf'), broken);
    const [{ code, codeDescription }] = (await diagnostics(of, uriOf('filter.d/a.conf'), some)) as [Diagnostic];
    const { protocol, pathname, search } = new URL(codeDescription!.href);
    expect([code, protocol, pathname]).toEqual([
      'regex-does-not-compile',
      'fail2ban-lens:',
      '/regex-does-not-compile.md',
    ]);
    const document = JSON.parse(decodeURIComponent(search.slice(1))) as VirtualDocument;
    const { text, languageId } = await of.lens('document', { document });
    expect(languageId).toBe('markdown');
    expect(text).toMatch(/^# regex-does-not-compile\n/);
    expect(text).not.toMatch(/[⟦⟧]/);
    await expect(of.lens('document', { document: { kind: 'rule', rule: '../../README' } })).rejects.toThrow(
      'There is no page',
    );
  });

  it('should lead another editor to a file', async () => {
    const of = await start({ isEditor: false });
    await of.open(uriOf('filter.d/a.conf'), broken);
    const [found] = await diagnostics(of, uriOf('filter.d/a.conf'), some);
    expect(readFileSync(new URL(found!.codeDescription!.href), 'utf8')).toMatch(/^# regex-does-not-compile\n/);
  });

  it('should tell a mistake of an included file there, and take it back when the including document is closed', async () => {
    write('filter.d/common.conf', '[DEFAULT]\n__head = ^bad (\n');
    const uri = write('filter.d/a.conf', '');
    const of = await start();
    await of.open(uri, '[INCLUDES]\nbefore = common.conf\n[Definition]\nfailregex = %(__head)s <HOST>$\n');
    const [found] = await diagnostics(of, uriOf('filter.d/common.conf'), some);
    expect(found!.range.start).toEqual({ line: 1, character: 14 });
    await of.close(uri);
    await diagnostics(of, uriOf('filter.d/common.conf'), (all) => all.length === 0);
  });

  it('should point from a mistake in a variable to the regex that uses it', async () => {
    write('filter.d/common.conf', '[DEFAULT]\n__head = ^bad \\x\n');
    const of = await start();
    await of.open(
      uriOf('filter.d/a.conf'),
      '[INCLUDES]\nbefore = common.conf\n[Definition]\nfailregex = ^ok <HOST>\n            %(__head)s <HOST>$\n',
    );
    const [found] = await diagnostics(of, uriOf('filter.d/common.conf'), some);
    expect(found).toMatchObject({
      range: { start: { line: 1, character: 14 } },
      relatedInformation: [
        {
          message: 'a piece of this failregex',
          location: { uri: uriOf('filter.d/a.conf'), range: { start: { line: 4, character: 12 } } },
        },
      ],
    });
  });

  it('should see an included file that is only open, not saved, and its change', async () => {
    const of = await start();
    await of.open(uriOf('filter.d/common.conf'), '[DEFAULT]\n__head = ^bad\n');
    await of.open(
      uriOf('filter.d/a.conf'),
      '[INCLUDES]\nbefore = common.conf\n[Definition]\nfailregex = %(__head)s <HOST>$\n',
    );
    await diagnostics(of, uriOf('filter.d/a.conf'), (all) => all.length === 0);
    await of.change(uriOf('filter.d/common.conf'), 2, [{ text: '[DEFAULT]\n__other = ^bad\n' }]);
    const [found] = await diagnostics(of, uriOf('filter.d/a.conf'), some);
    expect(found!.message).toContain('__head');
  });

  it('should notice a file that changes on the disk', async () => {
    const uri = write('filter.d/a.conf', '[INCLUDES]\nbefore = b.conf\n[Definition]\nfailregex = %(__head)s <HOST>$\n');
    const of = await start();
    await of.open(uri, '[INCLUDES]\nbefore = b.conf\n[Definition]\nfailregex = %(__head)s <HOST>$\n');
    await diagnostics(of, uri, some);
    const included = write('filter.d/b.conf', '[DEFAULT]\n__head = ^bad\n');
    await of.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: included, type: 1 }] });
    await diagnostics(of, uri, (all) => all.length === 0);
  });

  it('should know common.conf in a folder that does not hold it', async () => {
    const of = await start();
    await of.open(
      'untitled:mine.conf',
      '[INCLUDES]\nbefore = common.conf\n[Definition]\n_daemon = x\nfailregex = ^%(__prefix_line)sbad <HOST>$\n',
    );
    await diagnostics(of, 'untitled:mine.conf', (all) => all.length === 0);
  });
});

describe('a busy server', () => {
  it('should keep up with 500 open documents', async () => {
    const of = await start();
    for (let i = 0; i < 500; i++) await of.open(uriOf(`filter.d/f${i}.conf`), i % 2 ? good : broken);
    await of.until(
      () => new Set(of.published.map(({ uri }) => uri)).size >= 500,
      'diagnostics of 500 documents',
      20_000,
    );
    await of.change(uriOf('filter.d/f0.conf'), 2, [{ text: good }]);
    await diagnostics(of, uriOf('filter.d/f0.conf'), (all) => all.length === 0);
    for (let i = 0; i < 500; i++) await of.close(uriOf(`filter.d/f${i}.conf`));
    expect(await of.lens('state', { subject: { uri: uriOf('filter.d/f0.conf') } })).toBeNull();
  });

  it('should end a hundred edits made while it is busy in the state of the last', async () => {
    const uri = uriOf('filter.d/a.conf');
    const log = 'untitled:log';
    const of = await start({
      context: { visibleSubjects: [uri], visibleLogs: [log] },
      configuration: { live: { delay: 0 } },
    });
    await of.open(
      log,
      Array.from({ length: 20_000 }, (_, i) => `Jul 11 05:40:22 host x: bad${i % 10} 1.1.1.${i % 250}\n`).join(''),
      'log',
    );
    await of.open(uri, '[Definition]\nfailregex = bad0 <HOST>$\n');
    await of.runEnd({ uri });
    for (let version = 2; version <= 101; version++) {
      const digit = String(version % 10);
      await of.change(uri, version, [
        { range: { start: { line: 1, character: 15 }, end: { line: 1, character: 16 } }, text: digit },
      ]);
      if (version % 7 === 0) await new Promise((done) => setTimeout(done, 5));
    }
    const last = await of.until(
      () =>
        of.runs.findLast(({ status, report }) => status === 'done' && report?.regexes[0]!.pattern === 'bad1 <HOST>$'),
      'the run of the last edit',
    );
    expect(last.report!.lines.matched).toBe(2000);
    const numbers = of.runs.map(({ run }) => run);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    // No run ended that a later one had taken the place of.
    const ended = of.runs.filter(({ status }) => status === 'done').map(({ run }) => run);
    expect(new Set(ended).size).toBe(ended.length);
  });

  it('should answer a cancelled request as cancelled and go on', async () => {
    const uri = uriOf('filter.d/a.conf');
    const log = 'untitled:log';
    const of = await start();
    await of.open(log, 'Jul 11 05:40:22 host x: bad 1.1.1.1\n'.repeat(300_000), 'log');
    await of.open(uri, good.replace('^', ''));
    const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
    const source = new CancellationTokenSource();
    const asked = of.connection.sendRequest('fail2banLens/test', { subject: { uri }, logs: [log] }, source.token);
    await of.until(() => of.runs.some(({ status }) => status === 'running'), 'the run');
    source.cancel();
    await expect(asked).rejects.toMatchObject({ code: -32800 });
    expect((await of.lens('test', { subject: { uri }, logs: [log] })).report!.lines.matched).toBe(300_000);
  });
});

describe('bad messages', () => {
  it.each([
    [
      'a request that does not exist',
      async (of: TestClient) => void (await of.connection.sendRequest('fail2banLens/nonsense', {}).catch(() => {})),
    ],
    [
      'a request without parameters',
      async (of: TestClient) => void (await of.connection.sendRequest('textDocument/codeLens').catch(() => {})),
    ],
    [
      'parameters of the wrong kind',
      async (of: TestClient) =>
        void (await of.connection
          .sendRequest('fail2banLens/marks', { subject: 7, log: null, from: 'x' })
          .catch(() => {})),
    ],
    [
      'a test of nothing',
      async (of: TestClient) =>
        void (await of.connection.sendRequest('fail2banLens/test', null as never).catch(() => {})),
    ],
    [
      'a notification of the wrong kind',
      async (of: TestClient) => of.connection.sendNotification('fail2banLens/context', { visibleSubjects: 3 }),
    ],
    [
      'a context without lists, and settings after it',
      async (of: TestClient) => {
        await of.connection.sendNotification('fail2banLens/context', { visibleSubjects: null });
        await of.configurationChanged();
        await new Promise((done) => setTimeout(done, 100));
      },
    ],
    [
      'a change of a document that is not open',
      async (of: TestClient) => of.change('file:///nowhere.conf', 3, [{ text: 'x' }]),
    ],
    [
      'a change outside of the document',
      async (of: TestClient) =>
        of.change(uriOf('filter.d/a.conf'), 2, [
          { range: { start: { line: 900, character: 5 }, end: { line: 2, character: 90_000 } }, text: '' },
        ]),
    ],
    ['a close of a document that is not open', async (of: TestClient) => of.close('file:///nowhere.conf')],
    ['an address that is none', async (of: TestClient) => of.open('::%%%', good)],
    ['text that is not JSON', async (of: TestClient) => of.sendRaw('Content-Length: 9\r\n\r\n{"id": oh')],
  ])('should survive %s', async (_, send) => {
    const of = await start();
    await of.open(uriOf('filter.d/a.conf'), good);
    await send(of);
    await of.open(uriOf('filter.d/b.conf'), broken);
    await diagnostics(of, uriOf('filter.d/b.conf'), some);
    expect(of.process.exitCode).toBeNull();
  });
});

describe('wrong parameters', () => {
  const doc = { textDocument: { uri: 'file:///x/filter.d/a.conf' } };
  const subject = { uri: 'file:///x/filter.d/a.conf' };
  it.each<[string, unknown, string]>([
    ['fail2banLens/samples', undefined, 'params must be an object'],
    ['fail2banLens/samples', [], 'params must be an object'],
    ['fail2banLens/samples', [null, null], 'params must be an object'],
    ['fail2banLens/test', { subject: { uri: 3 }, logs: null }, 'params.subject.uri must be text'],
    ['fail2banLens/test', { subject, logs: 'a.log' }, 'params.logs must be a list'],
    ['fail2banLens/test', { subject, logs: [1] }, 'params.logs[0] must be text'],
    ['fail2banLens/marks', { subject, log: 'file:///a', from: 'x', to: 3 }, 'params.from must be a whole number'],
    ['fail2banLens/overview', { subject, log: 'file:///a', limit: 1.5 }, 'params.limit must be a whole number'],
    [
      'fail2banLens/nextLine',
      { subject, log: 'file:///a', line: 1, direction: 7, selection: { status: 'missed' } },
      'params.direction must be one of 1, -1',
    ],
    [
      'fail2banLens/lines',
      { subject, selection: { kind: 'regex', index: 1 }, offset: 0, limit: 1 },
      'params.selection.kind must be one of failregex, ignoreregex, prefregex',
    ],
    [
      'fail2banLens/document',
      { document: { kind: 'other' } },
      'params.document.kind must be one of expanded, effective, changes',
    ],
    ['fail2banLens/commandLine', { subject: null }, 'params.subject must be an object'],
    ['textDocument/codeLens', {}, 'params.textDocument must be an object'],
    ['textDocument/hover', { ...doc }, 'params.position must be an object'],
    [
      'textDocument/completion',
      { ...doc, position: { line: -1, character: 0 } },
      'params.position.line must be a whole number, 0 or more',
    ],
    ['textDocument/rename', { ...doc, position: { line: 0, character: 0 } }, 'params.newName must be text'],
    ['textDocument/codeAction', { ...doc, range: {} }, 'params.range.start must be an object'],
    ['textDocument/selectionRange', { ...doc, positions: {} }, 'params.positions must be a list'],
    ['workspace/symbol', {}, 'params.query must be text'],
  ])('should be answered in words: %s %j', async (method, params, words) => {
    const of = await start();
    await expect(
      params === undefined ? of.connection.sendRequest(method) : of.request(method, params),
    ).rejects.toMatchObject({ code: -32602, message: `${method}: ${words}` });
    expect(of.logged).toEqual([]);
  });

  it('should be told in the log where nobody waits for an answer, without a stack', async () => {
    const of = await start();
    await of.connection.sendNotification('fail2banLens/cancel', { subject: 'x' });
    await of.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: 'file:///x' } });
    await of.connection.sendNotification('textDocument/didChange', { textDocument: { uri: 'file:///x' } });
    await of.until(() => of.logged.length === 3, 'three messages');
    expect(of.logged).toEqual([
      'fail2banLens/cancel: params.subject must be an object',
      'didOpen: params.textDocument.languageId must be text',
      'didChange: params.textDocument.version must be a whole number',
    ]);
  });
});

describe('a message that cannot be told from the next', () => {
  it.each([
    'Content-Length: many\r\n\r\n{}',
    'Content-Length: -1\r\n\r\n{}',
    'Content-Length: 2\r\n\r\n{"id":1}\r\n\r\n',
  ])('should end the server, with a word why: %j', async (sent) => {
    const of = await start();
    let said = '';
    of.process.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const exit = new Promise((done) => of.process.once('exit', done));
    of.sendRaw(sent);
    expect(await exit).toBe(1);
    expect(said).toMatch(/^fail2ban-lens: a message of the client cannot be read, its .*; the server ends\.\n$/);
  });
});

describe('a configuration folder that is not there', () => {
  it('should be told of, once', async () => {
    const of = await start();
    const shown: string[] = [];
    of.connection.onNotification('window/showMessage', ({ message }: { message: string }) => void shown.push(message));
    of.configuration = { configDir: join(folder(), 'nowhere') };
    await of.configurationChanged();
    await of.until(() => shown.length > 0, 'a message');
    await of.configurationChanged();
    await of.request('workspace/symbol', { query: '' });
    expect(shown).toEqual([`fail2banLens.configDir: there is no folder ${join(folder(), 'nowhere')}.`]);
  });
});

describe('two workspace folders', () => {
  it('should have settings of their own, and forget a folder that is taken away', async () => {
    const [one, two] = ['one', 'two'].map((name) => ({ uri: uriOf(name), name }));
    for (const name of ['one', 'two'])
      write(
        `${name}/logs/a.log`,
        `Jul 11 05:40:22 bad ${name === 'one' ? '1.1.1.1' : '2.2.2.2\nJul 11 05:40:23 bad 2.2.2.2'}\n`,
      );
    const uris = ['one', 'two'].map((name) => uriOf(`${name}/filter.d/a.conf`));
    const of = await start({
      folders: [one!, two!],
      context: { visibleSubjects: uris },
      configuration: { samples: { a: 'logs/a.log' } },
    });
    for (const uri of uris) await of.open(uri, '[Definition]\nfailregex = bad <HOST>$\n');
    const states = await Promise.all(uris.map((uri) => of.runEnd({ uri })));
    expect(states.map(({ sample, report }) => [sample!.reason, report!.lines.matched])).toEqual([
      ['setting', 1],
      ['setting', 2],
    ]);
    await of.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [two] },
    });
    // The setting's relative path has no folder any more; the log of the filter's name answers in its place.
    await of.until(
      async () => (await of.lens('state', { subject: { uri: uris[1]! } }))?.sample?.reason === 'fixture',
      'another sample',
    );
    expect((await of.lens('state', { subject: { uri: uris[0]! } }))!.sample!.reason).toBe('setting');
  });
});

describe('a virtual workspace', () => {
  it('should read includes and logs through the editor', async () => {
    const base = 'vscode-vfs://github/me/repo';
    const files: Record<string, string> = {
      [`${base}/filter.d/common2.conf`]: '[DEFAULT]\n__head = bad\n',
      [`${base}/samples/a.log`]: 'Jul 11 05:40:22 bad 1.1.1.1\nJul 11 05:40:22 other\n',
    };
    const text = '[INCLUDES]\nbefore = common2.conf\n[Definition]\nfailregex = %(__head)s <HOST>$\n';
    const uri = `${base}/filter.d/a.conf`;
    const of = await start({
      folders: [{ uri: base, name: 'repo' }],
      context: { visibleSubjects: [uri] },
      files: {
        readFile: (params) =>
          files[params.uri] === undefined ? null : Buffer.from(files[params.uri]!).toString('base64'),
        readFolder: (params) => {
          const names = Object.keys(files)
            .filter((file) => file.startsWith(`${params.uri}/`))
            .map((file) => file.slice(params.uri.length + 1).split('/'));
          return [
            ...new Map(names.map(([name, ...rest]) => [name!, { name: name!, isFolder: rest.length > 0 }])).values(),
          ];
        },
      },
    });
    await of.open(uri, text);
    const state = await of.until(
      () => of.runs.findLast(({ status }) => status === 'done'),
      'a run over a log behind the editor',
    );
    expect(state).toMatchObject({
      sample: { reason: 'fixture', logs: [{ uri: `${base}/samples/a.log` }] },
      report: { lines: { total: 2, matched: 1 } },
    });
    await diagnostics(of, uri, (all) => all.length === 0);
  });
});

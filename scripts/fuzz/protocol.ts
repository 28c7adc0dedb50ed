import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { lens } from '../../server/src/lsp/params.ts';
import { lensMethod, type LensRequests, type MatchReport, type RunState } from '../../server/src/protocol.ts';
import { startClient, type TestClient } from '../../server/testing/protocol-client.ts';
import type { Random } from '../conformance/random.ts';
import type { Attack, Chances } from './attack.ts';
import { anything, editOf, filterText, logText, wholeFilterText } from './texts.ts';

/** How long an answer may take before it counts as none; a busy machine is slow. */
const patience = 20_000;

const documentRequests: readonly string[] = [
  ...[
    'completion',
    'hover',
    'definition',
    'references',
    'documentHighlight',
    'prepareRename',
    'rename',
    'documentLink',
  ],
  ...['documentSymbol', 'foldingRange', 'selectionRange', 'codeAction', 'semanticTokens/full', 'inlayHint'],
  ...['linkedEditingRange', 'formatting', 'rangeFormatting', 'codeLens'],
].map((name) => `textDocument/${name}`);

const { context: _, cancel: __, baselines: ___, ...lensRequests } = lens;
const lensNames = Object.keys(lensRequests) as (keyof LensRequests)[];

const languages: readonly string[] = ['fail2ban-filter', 'fail2ban-jail', 'fail2ban-action', 'fail2ban-conf', 'log'];

export const protocolAttacks: readonly Attack[] = [
  { name: 'protocol-requests', run: attackWithRequests },
  { name: 'protocol-edits', run: compareWithCommandLine },
  { name: 'protocol-frames', run: attackWithFrames },
  { name: 'protocol-memory', run: attackWithHoursOfEdits },
];

/** A place of its own for one server. */
async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  mkdirSync(join(folder, 'filter.d'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function within<T>(answer: Promise<T>): Promise<T | 'no answer'> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<'no answer'>((done) => (timer = setTimeout(() => done('no answer'), patience)));
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** Requests, notifications and edits, right and wrong, in any order: each request is answered, nothing fails inside, the server lives. */
async function attackWithRequests(chances: Chances): Promise<string> {
  const { random } = chances;
  let messages = 0;
  while (chances.hasTime())
    await withFolder(async (folder) => {
      const client = await startClient({ folders: [{ uri: pathToFileURL(folder).href, name: 'x' }] });
      const sender = createSender(client, random, folder);
      try {
        for (let i = 0; i < 400 && chances.hasTime(); i++) {
          const storm = Array.from({ length: 1 + random.int(12) }, () => sender.send());
          messages += storm.length;
          for (const answer of storm) {
            const wrong = await answer;
            if (wrong) chances.find(wrong);
          }
          if (client.process.exitCode !== null) return chances.find(`the server ended with ${client.process.exitCode}`);
          for (const line of client.logged.splice(0))
            if (/\n\s+at /.test(line)) chances.find(`a failure inside: ${line.split('\n').slice(0, 3).join(' | ')}`);
        }
      } finally {
        await client.stop();
      }
    });
  return `${messages} messages`;
}

function createSender(client: TestClient, random: Random, folder: string): { send(): Promise<string | undefined> } {
  const uris = ['filter.d/a.conf', 'filter.d/a.local', 'jail.conf', 'action.d/b.conf', 'fail2ban.conf', 'x.log'].map(
    (path) => pathToFileURL(join(folder, path)).href,
  );
  const open = new Map<string, { version: number; text: string }>();
  const uri = (): string => (random.chance(90) ? random.pick(uris) : String(anything(random, 0)));
  const place = (): unknown =>
    random.chance(90) ? { line: random.int(12), character: random.int(40) } : anything(random);
  const range = (): unknown => ({ start: place(), end: place() });
  const subject = (): unknown => ({ uri: uri(), ...(random.chance(30) ? { jail: random.pick(['a', 'x']) } : {}) });
  const selection = (): unknown =>
    random.chance(50)
      ? { status: random.pick(['matched', 'ignored', 'missed', 'x']) }
      : random.pick<unknown>([
          { kind: random.pick(['failregex', 'ignoreregex', 'prefregex']), index: random.int(4) },
          { shape: random.pick(['no date at all', '<', '__proto__']) },
          { change: random.pick(['gained', 'lost', 'any', 'x']) },
        ]);
  const paramsOfLens = (): unknown => ({
    subject: subject(),
    log: random.chance(90) ? uri() : null,
    logs: random.chance(50) ? null : [uri()],
    from: random.int(50),
    to: random.int(90),
    limit: random.int(900),
    line: random.int(90),
    direction: random.pick([1, -1]),
    selection: selection(),
    offset: random.int(20),
    document: {
      kind: random.pick(['lines', 'expanded', 'effective', 'log', 'builtin', 'rule', 'attempts', 'x']),
      subject: subject(),
      status: 'missed',
      log: uri(),
      place: random.pick(['filter.d/common.conf', '../x', '']),
      rule: random.pick(['left-field', '../../x', 'constructor']),
      attempts: random.chance(50) ? {} : { id: '1.1.1.1', from: random.int(9) * 2e8, to: 2e9 },
    },
    uri: uri(),
    position: place(),
    range: range(),
    variables: random.pick(['names', 'values']),
    isPart: random.chance(50),
    bantime: random.pick([60, 0, -1, 2 ** 31]),
    format: random.pick(['html', 'markdown', 'csv', 'x']),
    uris: [uri(), uri()],
    filter: uri(),
    samples: [uri()],
    text: logText(random),
    firstLine: random.int(9),
    pick: random.pick(['fewest', 'all']),
  });
  const paramsOfDocument = (): unknown => ({
    textDocument: { uri: uri() },
    position: place(),
    positions: [place()],
    range: range(),
    context: { diagnostics: [], includeDeclaration: true },
    newName: random.pick(['new', '', 'a b', '%(x)s']),
    options: { tabSize: 4, insertSpaces: true },
  });
  const ask = async (method: string, params: unknown): Promise<string | undefined> => {
    const answer = await within(
      client.request(method, params).catch((error: { code: number; message: string }) => {
        // InternalError: something failed inside.
        return error.code === -32603
          ? `${method} ${JSON.stringify(params).slice(0, 300)}: ${error.message}`
          : undefined;
      }),
    );
    if (answer === 'no answer') return `no answer to ${method} ${JSON.stringify(params).slice(0, 300)}`;
    return typeof answer === 'string' && answer.startsWith(method) ? answer : undefined;
  };
  const tell = async (method: string, params: unknown): Promise<undefined> =>
    void (await client.connection.sendNotification(method, params as never));
  const edit = async (): Promise<undefined> => {
    const at = random.pick(uris);
    const document = open.get(at);
    if (!document) {
      const languageId = at.endsWith('.log') ? 'log' : random.pick(languages);
      const text = languageId === 'log' ? logText(random) : filterText(random);
      open.set(at, { version: 1, text });
      return void (await client.open(at, text, languageId));
    }
    if (random.chance(5)) {
      open.delete(at);
      return void (await client.close(at));
    }
    const changes = [editOf(random, document.text, at.endsWith('.log') ? 'log' : 'filter')];
    document.text = changes.reduce(edited, document.text);
    return void (await client.change(at, ++document.version, changes));
  };
  const kinds: readonly (() => Promise<string | undefined>)[] = [
    edit,
    edit,
    edit,
    () => ask(random.pick(documentRequests), random.chance(85) ? paramsOfDocument() : (anything(random) ?? {})),
    () => ask(random.pick(documentRequests), paramsOfDocument()),
    () => ask(lensMethod(random.pick(lensNames)), random.chance(85) ? paramsOfLens() : (anything(random) ?? {})),
    () => ask('workspace/symbol', { query: random.pick(['', 'a', '\\', 'x'.repeat(100)]) }),
    () =>
      tell(
        lensMethod('context'),
        random.chance(80) ? { visibleSubjects: [uri(), uri()], visibleLogs: [uri()], chosen: {} } : anything(random),
      ),
    () =>
      tell(
        lensMethod('baselines'),
        random.chance(80)
          ? {
              baselines: [
                {
                  kind: random.pick(['revision', 'packaged', 'configuration']),
                  folder: pathToFileURL(folder).href,
                  name: 'HEAD',
                  isAsked: random.chance(50),
                  files: [{ uri: uri(), text: random.chance(80) ? filterText(random) : null }],
                },
              ],
            }
          : anything(random),
      ),
    () => tell(lensMethod('cancel'), random.chance(80) ? { subject: subject() } : anything(random)),
    () =>
      tell(
        random.pick([
          'textDocument/didOpen',
          'textDocument/didChange',
          'textDocument/didClose',
          '$/cancelRequest',
          '$/setTrace',
          'x/y',
        ]),
        anything(random) ?? {},
      ),
    () => tell('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(), type: 1 + random.int(3) }] }),
    async () => {
      client.configuration = random.chance(50) ? {} : anything(random);
      return void (await client.configurationChanged());
    },
  ];
  return { send: () => random.pick(kinds)() };
}

/** An edit of the protocol, by the library that the protocol's own editors use. */
function edited(
  text: string,
  { range, text: inserted }: { range: { start: never; end: never } | object; text: string },
): string {
  const { start, end } = range as { start: never; end: never };
  const document = TextDocument.create('file:///x', 'x', 1, text);
  const [a, b] = [document.offsetAt(start), document.offsetAt(end)];
  return text.slice(0, Math.min(a, b)) + inserted + text.slice(Math.max(a, b));
}

/** Storms of edits in a filter and its log: when they are over, the counts are those that a fresh command line gives. */
async function compareWithCommandLine(chances: Chances): Promise<string> {
  const { random } = chances;
  let storms = 0;
  let counted = 0;
  while (chances.hasTime())
    await withFolder(async (folder) => {
      const files = { filter: join(folder, 'filter.d/f.conf'), log: join(folder, 'x.log') };
      const uris = { filter: pathToFileURL(files.filter).href, log: pathToFileURL(files.log).href };
      const subject = { uri: uris.filter };
      const texts = { filter: filterText(random), log: logText(random) };
      const client = await startClient({
        context: { visibleSubjects: [uris.filter], visibleLogs: [uris.log], chosen: { [uris.filter]: [uris.log] } },
        configuration: { live: { delay: random.int(30) } },
      });
      try {
        await client.open(uris.log, texts.log, 'log');
        await client.open(uris.filter, texts.filter);
        let version = 1;
        for (let storm = 0; storm < 25 && chances.hasTime(); storm++) {
          const before = { ...texts };
          for (let i = random.int(40); i >= 0; i--) {
            const kind = random.chance(70) ? 'filter' : 'log';
            const change = editOf(random, texts[kind], kind);
            texts[kind] = edited(texts[kind], change);
            await client.change(uris[kind], ++version, [change]);
            if (random.chance(15)) await new Promise((done) => setTimeout(done, random.int(30)));
          }
          // Most storms leave a filter that does not load; more often than not all of it is written anew.
          if (random.chance(80)) {
            texts.filter = wholeFilterText(random);
            await client.change(uris.filter, ++version, [{ text: texts.filter }]);
          }
          storms++;
          writeFileSync(files.filter, texts.filter);
          writeFileSync(files.log, texts.log);
          const fresh = await commandLine(files.log, files.filter);
          const wrong = await settle(client, subject, fresh);
          if (fresh.report) counted++;
          if (wrong) return chances.find(`${wrong}; texts ${JSON.stringify(texts)}, before ${JSON.stringify(before)}`);
        }
      } finally {
        await client.stop();
      }
    });
  return `${storms} storms of edits, ${counted} of them with counts to compare`;
}

interface FreshAnswer {
  /** Null where the filter does not load. */
  readonly report: MatchReport | null;
  readonly said: string;
}

function commandLine(log: string, filter: string): Promise<FreshAnswer> {
  const child = spawn(process.execPath, ['dist/cli.js', 'test', log, filter, '--format', 'json']);
  let out = '';
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((done) =>
    child.once('close', () => {
      let report: MatchReport | null = null;
      try {
        report = JSON.parse(out) as MatchReport;
      } catch {
        // Said in words why.
      }
      done({ report, said });
    }),
  );
}

/** Waits until what the server says of the subject is what the command line says; in words what it says instead. */
async function settle(client: TestClient, subject: { uri: string }, fresh: FreshAnswer): Promise<string | undefined> {
  const end = performance.now() + patience;
  for (;;) {
    const state = await within(client.lens('state', { subject }));
    if (state === 'no answer') return 'no answer to state';
    const wrong = differenceOf(state, fresh);
    if (!wrong) return undefined;
    if (performance.now() > end) return wrong;
    await new Promise((done) => setTimeout(done, 30));
  }
}

function differenceOf(state: RunState | null, { report, said }: FreshAnswer): string | undefined {
  if (!state) return 'no run';
  if (state.status === 'running') return 'still running';
  if (!report)
    return state.status === 'done'
      ? `counts ${JSON.stringify(state.report?.lines)}, the command line says ${said}`
      : undefined;
  // A filter without a failregex is not run in an editor.
  if (report.failregex.length === 0) return undefined;
  if (state.status !== 'done' || !state.report)
    return `${state.status}: ${state.problem}, the command line counts ${JSON.stringify(report.lines)}`;
  if (state.report.regexes.some(({ stopped }) => stopped)) return undefined;
  const hits = (kind: string): number[] =>
    state.report!.regexes.filter((one) => one.kind === kind).map((one) => one.hits);
  const ours = JSON.stringify([pick(state.report.lines), hits('failregex'), hits('ignoreregex')]);
  const theirs = JSON.stringify([
    pick(report.lines),
    report.failregex.map((one) => one.hits),
    report.ignoreregex.map((one) => one.hits),
  ]);
  return ours === theirs ? undefined : `the lenses say ${ours}, the command line ${theirs}`;
}

function pick({ total, ignored, matched, missed }: MatchReport['lines']): number[] {
  return [total, ignored, matched, missed];
}

/** Megabytes that a server and its threads may each keep for one filter and one log: what an hour of edits leaves behind would not fit. */
const oldSpace = 48;

/**
 * Edits without end in one filter and one log, each looked at as an editor does. A server that keeps something of each edit ends for want of memory:
 * the heap of each of its threads is small.
 */
async function attackWithHoursOfEdits(chances: Chances): Promise<string> {
  const { random } = chances;
  return withFolder(async (folder) => {
    const uris = {
      filter: pathToFileURL(join(folder, 'filter.d/f.conf')).href,
      log: pathToFileURL(join(folder, 'x.log')).href,
    };
    const subject = { uri: uris.filter };
    const client = await startClient({
      context: { visibleSubjects: [uris.filter], visibleLogs: [uris.log], chosen: { [uris.filter]: [uris.log] } },
      configuration: { live: { delay: 0 } },
      env: { NODE_OPTIONS: `--max-old-space-size=${oldSpace}` },
    });
    let edits = 0;
    const memory: number[] = [];
    try {
      const texts = { filter: wholeFilterText(random), log: logText(random) };
      await client.open(uris.log, texts.log, 'log');
      await client.open(uris.filter, texts.filter);
      while (chances.hasTime()) {
        const kind = random.chance(70) ? 'filter' : 'log';
        const textDocument = { uri: uris[kind] };
        const change = editOf(random, texts[kind], kind);
        texts[kind] = edited(texts[kind], change);
        await client.change(uris[kind], ++edits + 1, [change]);
        // As long as hours of typing make them: no longer.
        if (edits % 40 === 0) {
          texts[kind] = kind === 'log' ? logText(random) : wholeFilterText(random);
          await client.change(uris[kind], ++edits + 1, [{ text: texts[kind] }]);
        }
        const asked = [
          client.request('textDocument/hover', { textDocument, position: change.range.start }),
          client.request('textDocument/codeLens', { textDocument }),
          client.lens('state', { subject }),
        ];
        if ((await within(Promise.all(asked.map((answer) => answer.catch(() => null))))) === 'no answer')
          chances.find(`no answer after ${edits} edits: ${client.process.exitCode ?? 'the server is there'}`);
        if (client.process.exitCode !== null) {
          chances.find(`the server ended with ${client.process.exitCode} after ${edits} edits`);
          break;
        }
        if (edits % 250 < 2) memory.push(residentMegabytes(client.process.pid!));
        client.runs.length = 0;
        client.published.length = 0;
      }
    } finally {
      await client.stop();
    }
    return `${edits} edits, ${memory[0] ?? '?'} MB after 250, ${memory.at(-1) ?? '?'} MB at the end`;
  });
}

/** What a process holds of the machine's memory; not known where there is no /proc. */
function residentMegabytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024);
  } catch {
    return Number.NaN;
  }
}

/** Broken frames: the server goes on, or ends with a word why; it is never there without an answer. */
async function attackWithFrames(chances: Chances): Promise<string> {
  const { random } = chances;
  let tried = 0;
  const json = '{"jsonrpc":"2.0","method":"x/y","params":{}}';
  const frame = (body: string, length: unknown = Buffer.byteLength(body)): string =>
    `Content-Length: ${String(length)}\r\n\r\n${body}`;
  const pieces: readonly (() => string)[] = [
    () => frame(json),
    () => frame(JSON.stringify(anything(random) ?? null)),
    () =>
      frame(
        JSON.stringify({
          jsonrpc: '2.0',
          id: anything(random, 0),
          method: 'textDocument/hover',
          params: anything(random),
        }),
      ),
    () => frame(JSON.stringify({ jsonrpc: '2.0', method: '$/cancelRequest' })),
    () => frame(JSON.stringify({ jsonrpc: '2.0', id: random.int(9), result: anything(random) })),
    () => frame('{"id": oh'),
    () => frame(''),
    () =>
      frame(
        json,
        random.pick([-1, 'x', '', 1e20, '0x10', 3, json.length + random.int(9), json.length - random.int(9)]),
      ),
    () => random.pick(['\r\n\r\n', 'hello', 'Content-Type: x\r\n\r\n', '\u0000', 'x'.repeat(9000)]),
    () => `Content-Type: x\r\nContent-Length: ${json.length}\r\n\r\n${json}`,
  ];
  while (chances.hasTime()) {
    const client = await startClient();
    let said = '';
    client.process.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const exited = new Promise<number | null>((done) => client.process.once('exit', done));
    const sent: string[] = [];
    client.process.stdin.on('error', () => {});
    try {
      for (let i = 1 + random.int(4); i > 0; i--) {
        sent.push(random.pick(pieces)());
        client.sendRaw(sent.at(-1)!);
      }
      tried++;
      // A frame that promises more bytes than came waits for them, as it must: enough to fill any of them up.
      for (let i = 0; i < 8; i++) client.sendRaw(frame(json));
      const answer = within(
        client
          .lens('state', { subject: { uri: 'x:y' } })
          .then(() => 'answered')
          .catch(() => 'refused'),
      );
      const end = await Promise.race([answer, exited]);
      const words = sent.map((piece) => JSON.stringify(piece.slice(0, 120))).join(' ');
      if (end === 'no answer') chances.find(`deaf after ${words}`);
      else if (typeof end !== 'string') {
        await new Promise((done) => setTimeout(done, 50));
        if (end !== 1 || !/^fail2ban-lens: a message of the client cannot be read/.test(said))
          chances.find(`ended with ${end} after ${words}: ${said.slice(0, 300)}`);
      }
      for (const line of client.logged)
        if (/\n\s+at /.test(line))
          chances.find(`a failure inside after ${words}: ${line.split('\n').slice(0, 3).join(' | ')}`);
    } finally {
      client.process.kill('SIGKILL');
      client.connection.dispose();
    }
  }
  return `${tried} broken streams`;
}

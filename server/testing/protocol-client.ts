import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type InitializeParams,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
} from 'vscode-languageserver-protocol/node';
import {
  lensMethod,
  type EditorContext,
  type EditorRequests,
  type LensRequests,
  type RunState,
  type Subject,
} from '../src/protocol.ts';

/** A JSON-RPC client that drives the built server over standard input and output, as an editor does. */
export interface TestClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  readonly process: ChildProcessWithoutNullStreams;
  /** What the server wrote into the client's log. */
  readonly logged: string[];
  /** Every `runChanged`, in order. */
  readonly runs: RunState[];
  /** Every published list of diagnostics, in order. */
  readonly published: PublishDiagnosticsParams[];
  /** Answers `workspace/configuration`; change it and call `configurationChanged`. */
  configuration: unknown;
  configurationChanged(): Promise<void>;
  open(uri: string, text: string, languageId?: string): Promise<void>;
  change(uri: string, version: number, changes: readonly { range?: Range; text: string }[]): Promise<void>;
  close(uri: string): Promise<void>;
  context(context: Partial<EditorContext>): Promise<void>;
  request<R>(method: string, params: unknown): Promise<R>;
  lens<Key extends keyof LensRequests>(
    key: Key,
    params: LensRequests[Key]['params'],
  ): Promise<LensRequests[Key]['result']>;
  /** Writes bytes to the server as they are. */
  sendRaw(text: string): void;
  /** Waits until `ask` gives something. */
  until<T>(
    ask: () => T | undefined | false | Promise<T | undefined | false>,
    what: string,
    milliseconds?: number,
  ): Promise<T>;
  onRun(hear: (state: RunState) => void): { dispose(): void };
  /** The next end of a run of the subject with a number above `after`. */
  runEnd(subject: Subject, after?: number): Promise<RunState>;
  stop(): Promise<void>;
}

export interface ClientOptions {
  readonly folders?: readonly { readonly uri: string; readonly name: string }[];
  readonly context?: Partial<EditorContext>;
  /** False: a client that knows nothing of docs/protocol.md. */
  readonly isEditor?: boolean;
  readonly configuration?: unknown;
  readonly capabilities?: ClientCapabilities;
  readonly env?: Readonly<Record<string, string>>;
  /** Answers for files on no disk. */
  readonly files?: {
    readonly [Key in keyof EditorRequests]: (params: EditorRequests[Key]['params']) => EditorRequests[Key]['result'];
  };
}

/** The project's folder: everything here is started from it. */
const root = resolve('.');

export async function startClient(options: ClientOptions = {}): Promise<TestClient> {
  const server = spawn(process.execPath, [builtServer(), '--stdio'], {
    cwd: root,
    env: { ...process.env, ...options.env },
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const logged: string[] = [];
  const runs: RunState[] = [];
  const published: PublishDiagnosticsParams[] = [];
  let stderr = '';
  server.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));

  connection.onNotification('window/logMessage', ({ message }: { message: string }) => void logged.push(message));
  connection.onNotification(
    'textDocument/publishDiagnostics',
    (params: PublishDiagnosticsParams) => void published.push(params),
  );
  const runListeners = new Set<(state: RunState) => void>();
  connection.onNotification(lensMethod('runChanged'), (state: RunState) => {
    runs.push(state);
    for (const hear of [...runListeners]) hear(state);
  });
  connection.onNotification(lensMethod('stale'), () => {});
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
    items.map(() => client.configuration ?? null),
  );
  for (const method of [
    'client/registerCapability',
    'client/unregisterCapability',
    'workspace/codeLens/refresh',
    'workspace/inlayHint/refresh',
    'workspace/semanticTokens/refresh',
  ])
    connection.onRequest(method, () => null);
  connection.onRequest(
    lensMethod('readFile'),
    (params: EditorRequests['readFile']['params']) => options.files?.readFile(params) ?? null,
  );
  connection.onRequest(
    lensMethod('readFolder'),
    (params: EditorRequests['readFolder']['params']) => options.files?.readFolder(params) ?? [],
  );
  connection.listen();

  const context: EditorContext = {
    visibleSubjects: [],
    visibleLogs: [],
    chosen: {},
    isTrusted: false,
    ...options.context,
  };
  const params: InitializeParams = {
    processId: process.pid,
    rootUri: null,
    capabilities: options.capabilities ?? fullCapabilities,
    workspaceFolders: options.folders ? [...options.folders] : null,
    ...(options.isEditor === false ? {} : { initializationOptions: { context } }),
  };

  let isStopped = false;
  const until: TestClient['until'] = async (ask, what, milliseconds = 10_000) => {
    const end = Date.now() + milliseconds;
    for (;;) {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      if (Date.now() > end || server.exitCode !== null)
        throw new Error(`${what}: did not happen\n${stderr}${logged.join('\n')}`);
      await new Promise((done) => setTimeout(done, 5));
    }
  };
  const client: TestClient = {
    connection,
    initialized: undefined as never,
    process: server,
    logged,
    runs,
    published,
    configuration: options.configuration ?? {},
    configurationChanged: () => connection.sendNotification('workspace/didChangeConfiguration', { settings: null }),
    open: (uri, text, languageId = 'fail2ban-filter') =>
      connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } }),
    change: (uri, version, contentChanges) =>
      connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges }),
    close: (uri) => connection.sendNotification('textDocument/didClose', { textDocument: { uri } }),
    context: (changed) => connection.sendNotification(lensMethod('context'), Object.assign(context, changed)),
    request: (method, asked) => connection.sendRequest(method, asked),
    lens: (key, asked) => connection.sendRequest(lensMethod(key), asked),
    onRun: (hear) => {
      runListeners.add(hear);
      return { dispose: () => runListeners.delete(hear) };
    },
    sendRaw: (text) => void server.stdin.write(text),
    until,
    runEnd: ({ uri, jail }, after = 0) =>
      until(
        () =>
          runs.find(
            ({ subject, run, status }) =>
              subject.uri === uri && subject.jail === jail && run > after && status !== 'running',
          ),
        `the end of a run of ${uri} after run ${after}`,
      ),
    async stop() {
      if (isStopped) return;
      isStopped = true;
      // A server that has ended by itself has closed the connection.
      if (server.exitCode !== null) return connection.dispose();
      await Promise.race([
        connection.sendRequest('shutdown').catch(() => {}),
        new Promise((done) => setTimeout(done, 2000)),
      ]);
      await connection.sendNotification('exit').catch(() => {});
      await new Promise<void>((done) => {
        if (server.exitCode !== null) return done();
        const timer = setTimeout(() => server.kill('SIGKILL'), 2000);
        server.once('exit', () => {
          clearTimeout(timer);
          done();
        });
      });
      connection.dispose();
    },
  };
  const initialized = await connection.sendRequest<InitializeResult>('initialize', params);
  await connection.sendNotification('initialized', {});
  return Object.assign(client, { initialized });
}

const fullCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    semanticTokens: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
  },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor'] } } },
    rename: { prepareSupport: true },
    foldingRange: {},
  },
};

/** Position of the `at`-th occurrence of `needle` in `text`. */
export function positionOf(text: string, needle: string, at = 0): Position {
  let offset = -1;
  for (let i = 0; i <= at; i++) offset = text.indexOf(needle, offset + 1);
  if (offset < 0) throw new Error(`'${needle}' is not in the text`);
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
}

/** dist/server.js, built anew where a source is younger. */
function builtServer(): string {
  const server = join(root, 'dist/server.js');
  const newest = Math.max(...['server/src', 'scripts/build.mjs'].map((part) => newestIn(join(root, part))));
  const isFresh = (): boolean =>
    existsSync(server) && existsSync(join(root, 'dist/worker.js')) && statSync(server).mtimeMs >= newest;
  if (!isFresh()) spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
  return server;
}

function newestIn(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(
    ...readdirSync(path)
      .filter((name) => !name.endsWith('.test.ts'))
      .map((name) => newestIn(join(path, name))),
    0,
  );
}

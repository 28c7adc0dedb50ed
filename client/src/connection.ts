import type {
  CancellationToken,
  Disposable,
  ExtensionContext,
  LogOutputChannel,
  TextDocument,
  TextDocumentChangeEvent,
} from 'vscode';
import { EventEmitter, commands, window } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import type { ErrorHandler, ServerOptions } from 'vscode-languageclient/node';
import { languageIds, lensMethod, sampleLanguage } from '../../server/src/protocol.ts';
import type {
  EditorRequests,
  InitializationOptions,
  LensNotificationsToEditor,
  LensNotificationsToServer,
  LensRequests,
} from '../../server/src/protocol.ts';
import { createCrashCounter } from './crash-counter.ts';

/** The one way to the server: LSP runs by itself, this adds what docs/protocol.md adds. Handlers outlive a restart of the server. */
export interface Connection {
  /** Resolves when the server runs or has failed to start, which the user is shown. */
  start(): Promise<void>;
  /** Ends the server, however it is, and starts another. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Waits for a server that is starting. */
  request<Key extends keyof LensRequests>(
    key: Key,
    params: LensRequests[Key]['params'],
    token?: CancellationToken,
  ): Promise<LensRequests[Key]['result']>;
  /** Dropped while the server is not running: after a start everything is sent anew. */
  notify<Key extends keyof LensNotificationsToServer>(key: Key, params: LensNotificationsToServer[Key]): void;
  on<Key extends keyof LensNotificationsToEditor>(
    key: Key,
    handler: (params: LensNotificationsToEditor[Key]) => void,
  ): Disposable;
  answer<Key extends keyof EditorRequests>(
    key: Key,
    handler: (params: EditorRequests[Key]['params']) => Promise<EditorRequests[Key]['result']>,
  ): Disposable;
  /** Called after each start, the first included. */
  onStarted(handler: () => void): Disposable;
  /** Documents beside those of our languages, as LSP's own open, change and close. */
  readonly documents: {
    open(document: TextDocument): void;
    change(event: TextDocumentChangeEvent): void;
    close(document: TextDocument): void;
  };
  isRunning(): boolean;
  serverProcessId(): number | undefined;
}

export interface ConnectionOptions {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly initializationOptions: () => InitializationOptions;
}

/** A server that crashes more often than this within three minutes stays down until the user asks. */
const crashLimit = { limit: 4, withinMs: 180_000 };

/**
 * Each server has a language client of its own: one client that starts a second server mixes it up with the first where that dies while it starts, and
 * cannot be started again.
 */
export function createConnection({ context, log, initializationOptions }: ConnectionOptions): Connection {
  const attachments = new Set<Attachment>();
  const started = new EventEmitter<void>();
  let crashes = createCrashCounter(crashLimit);
  let current: LanguageClient | undefined;

  const begin = async (): Promise<void> => {
    const client = createClient(context.asAbsolutePath('dist/server.js'), log, initializationOptions, () =>
      lost(client),
    );
    current = client;
    for (const attachment of attachments) attachment.attach(client);
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running && client === current) started.fire();
    });
    try {
      await client.start();
      // the user has asked for another one meanwhile
      if (client !== current) await stop(client);
    } catch (error) {
      log.error('The language server did not start:', error);
      lost(client);
    }
  };
  /** A server ended that was not told to. */
  const lost = (client: LanguageClient): void => {
    if (client !== current) return;
    current = undefined;
    if (crashes.tooMany(Date.now())) {
      log.error('The language server keeps ending; it stays down until it is restarted by hand.');
      offerRestart('The Fail2ban Lens language server keeps crashing.', log);
      return;
    }
    log.warn('The language server ended; starting it again.');
    void begin();
  };
  const end = async (): Promise<void> => {
    const client = current;
    current = undefined;
    if (client?.state === State.Running) await stop(client);
    else client?.serverProcess?.kill('SIGKILL');
  };
  const stop = (client: LanguageClient) =>
    client.stop().catch((error) => log.warn('The language server did not end by itself:', error));
  const isRunning = () => current?.state === State.Running;
  const send = (method: string, params: unknown) => {
    if (isRunning()) current!.sendNotification(method, params).catch((error) => log.error(`${method}:`, error));
  };
  const attach = (attachTo: (client: LanguageClient) => Disposable): Disposable => {
    const attachment = createAttachment(attachTo);
    attachments.add(attachment);
    if (current) attachment.attach(current);
    return {
      dispose() {
        attachments.delete(attachment);
        attachment.detach();
      },
    };
  };

  return {
    start: begin,
    async restart() {
      await end();
      crashes = createCrashCounter(crashLimit);
      await begin();
    },
    stop: end,
    async request(key, params, token) {
      if (!current) throw new Error('The language server is not running.');
      // an undefined token would count as a second, positional parameter
      return token ? current.sendRequest(lensMethod(key), params, token) : current.sendRequest(lensMethod(key), params);
    },
    notify: (key, params) => send(lensMethod(key), params),
    on: (key, handler) =>
      attach((client) =>
        client.onNotification(lensMethod(key), (params) => void (client === current && handler(params))),
      ),
    answer: (key, handler) => attach((client) => client.onRequest(lensMethod(key), handler)),
    onStarted: (handler) => started.event(handler),
    documents: {
      open: (document) =>
        current && send('textDocument/didOpen', current.code2ProtocolConverter.asOpenTextDocumentParams(document)),
      change: (event) =>
        current &&
        send(
          'textDocument/didChange',
          current.code2ProtocolConverter.asChangeTextDocumentParams(event, event.document.uri, event.document.version),
        ),
      close: (document) =>
        current && send('textDocument/didClose', current.code2ProtocolConverter.asCloseTextDocumentParams(document)),
    },
    isRunning,
    serverProcessId: () => current?.serverProcess?.pid,
  };
}

/** A handler of the server's messages, on whichever client there is. */
interface Attachment {
  attach(client: LanguageClient): void;
  detach(): void;
}

function createAttachment(attachTo: (client: LanguageClient) => Disposable): Attachment {
  let attached: Disposable | undefined;
  return {
    attach(client) {
      attached?.dispose();
      attached = attachTo(client);
    },
    detach: () => attached?.dispose(),
  };
}

function createClient(
  module: string,
  log: LogOutputChannel,
  initializationOptions: () => InitializationOptions,
  closed: () => void,
): LanguageClient {
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6013'] } },
  };
  // what to do about a server that ended is decided by the caller, for one that never started too
  const errorHandler: ErrorHandler = {
    error: (error) => {
      log.error('The connection to the language server:', error);
      return { action: ErrorAction.Continue, handled: true };
    },
    closed: () => {
      closed();
      return {
        action: CloseAction.DoNotRestart,
        handled: true,
        message: 'The connection to the language server has ended.',
      };
    },
  };
  return new LanguageClient('fail2banLens', 'Fail2ban Lens', server, {
    documentSelector: [...Object.values(languageIds), sampleLanguage].map((language) => ({ language })),
    outputChannel: log,
    traceOutputChannel: log,
    initializationOptions,
    initializationFailedHandler: () => false,
    errorHandler,
  });
}

function offerRestart(message: string, log: LogOutputChannel): void {
  void window.showErrorMessage(message, 'Restart Server', 'Show Log').then(async (answer) => {
    if (answer === 'Show Log') log.show();
    else if (answer) await commands.executeCommand('fail2banLens.restartServer');
  });
}

import type { CancellationToken, Disposable, ExtensionContext, LogOutputChannel, TextDocument, TextDocumentChangeEvent } from 'vscode';
import { commands, window } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import type { CloseHandlerResult, ErrorHandler, LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import { languageIds, lensMethod } from '../../server/src/protocol.ts';
import type { EditorRequests, InitializationOptions, LensNotificationsToEditor, LensNotificationsToServer, LensRequests } from '../../server/src/protocol.ts';
import { createCrashCounter } from './crash-counter.ts';

/** The one way to the server: LSP runs by itself, this adds what docs/protocol.md adds. Handlers outlive a restart of the server. */
export interface Connection {
  start(): Promise<void>;
  /** Ends the server, however it is, and starts another. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  request<Key extends keyof LensRequests>(key: Key, params: LensRequests[Key]['params'], token?: CancellationToken): Promise<LensRequests[Key]['result']>;
  /** Dropped while the server is not running: after a start it is told everything anew. */
  notify<Key extends keyof LensNotificationsToServer>(key: Key, params: LensNotificationsToServer[Key]): void;
  on<Key extends keyof LensNotificationsToEditor>(key: Key, handler: (params: LensNotificationsToEditor[Key]) => void): Disposable;
  answer<Key extends keyof EditorRequests>(key: Key, handler: (params: EditorRequests[Key]['params']) => Promise<EditorRequests[Key]['result']>): Disposable;
  /** Called after each start, the first included. */
  onStarted(handler: () => void): Disposable;
  /** Documents beside those of our languages, as LSP's own open, change and close. */
  readonly documents: { open(document: TextDocument): void; change(event: TextDocumentChangeEvent): void; close(document: TextDocument): void };
  isRunning(): boolean;
  serverProcessId(): number | undefined;
}

export interface ConnectionOptions {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly initializationOptions: () => InitializationOptions;
}

export function createConnection({ context, log, initializationOptions }: ConnectionOptions): Connection {
  const module = context.asAbsolutePath('dist/server.js');
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6013'] } },
  };
  const options: LanguageClientOptions = {
    documentSelector: Object.values(languageIds).map((language) => ({ language })),
    outputChannel: log,
    traceOutputChannel: log,
    initializationOptions,
    initializationFailedHandler: (error) => {
      log.error('The language server did not start:', error);
      offerRestart('Fail2ban Lens could not start its language server.', log);
      return false;
    },
    errorHandler: createErrorHandler(log),
  };
  const client = new LanguageClient('fail2banLens', 'Fail2ban Lens', server, options);
  const isRunning = () => client.state === State.Running;
  const send = (method: string, params: unknown) => {
    if (isRunning()) client.sendNotification(method, params).catch((error) => log.error(`${method}:`, error));
  };
  const converter = client.code2ProtocolConverter;

  return {
    start: () => client.start(),
    restart: () => client.restart(),
    stop: () => client.stop(),
    // an undefined token would count as a second, positional parameter
    request: (key, params, token) => (token ? client.sendRequest(lensMethod(key), params, token) : client.sendRequest(lensMethod(key), params)),
    notify: (key, params) => send(lensMethod(key), params),
    on: (key, handler) => client.onNotification(lensMethod(key), handler),
    answer: (key, handler) => client.onRequest(lensMethod(key), handler),
    onStarted: (handler) => client.onDidChangeState(({ newState }) => newState === State.Running && handler()),
    documents: {
      open: (document) => send('textDocument/didOpen', converter.asOpenTextDocumentParams(document)),
      change: (event) => send('textDocument/didChange', converter.asChangeTextDocumentParams(event, event.document.uri, event.document.version)),
      close: (document) => send('textDocument/didClose', converter.asCloseTextDocumentParams(document)),
    },
    isRunning,
    serverProcessId: () => client.serverProcess?.pid,
  };
}

/** A crashed server starts again by itself; one that keeps crashing stays down until the user asks. */
function createErrorHandler(log: LogOutputChannel): ErrorHandler {
  const crashes = createCrashCounter({ limit: 4, withinMs: 180_000 });
  return {
    error: (error, _message, count) => {
      log.error('The connection to the language server:', error);
      return { action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true };
    },
    closed: (): CloseHandlerResult => {
      if (!crashes.tooMany(Date.now())) {
        log.warn('The language server ended; starting it again.');
        return { action: CloseAction.Restart, handled: true };
      }
      log.error('The language server keeps ending; it stays down until it is restarted by hand.');
      offerRestart('The Fail2ban Lens language server keeps crashing.', log);
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}

function offerRestart(message: string, log: LogOutputChannel): void {
  void window.showErrorMessage(message, 'Restart Server', 'Show Log').then(async (answer) => {
    if (answer === 'Show Log') log.show();
    else if (answer) await commands.executeCommand('fail2banLens.restartServer');
  });
}

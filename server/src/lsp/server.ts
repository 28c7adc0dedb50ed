import {
  DidChangeConfigurationNotification,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  type Connection,
  type DidChangeTextDocumentParams,
  type DidChangeWatchedFilesParams,
  type DidCloseTextDocumentParams,
  type DidOpenTextDocumentParams,
  type WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver/node';
import type { FileSystem } from '../host/file-system.ts';
import type { KillableThread } from '../host/match-worker.ts';
import { lensMethod, sampleLanguage, type EditorRequests } from '../protocol.ts';
import { factsOf, serverCapabilities, type ClientFacts } from './capabilities.ts';
import { createDangerFinder, createQuietWait, type DangerFinder } from './danger-finder.ts';
import { createDiagnostics, type Diagnostics } from './diagnostics.ts';
import { isConfiguration, type DocumentChange, type OpenDocument } from './documents.ts';
import type { CountedRegex } from '../features/answers.ts';
import { features, workspaceFeatures, type FeatureCall } from './features.ts';
import { guarded, guardedEvent, type Log } from './guard.ts';
import { createLiveMatching, type LiveMatching } from './live/live-matching.ts';
import type { StatFile } from './live/log-files.ts';
import { readContext } from './live/read-context.ts';
import { anything, notifications } from './params.ts';
import { answerOfSample, sampleDiagnostics } from './sample-documents.ts';
import { createScheduler } from './scheduler.ts';
import { createSampleTrials, type SampleTrials } from './sample-trials.ts';
import { createSession, folderOfSetting, type Session } from './session.ts';
import { corePath, diskPath, pathOfUri, uriOfPath } from './uri.ts';
import { createWatchedFiles, type WatchedFiles } from './watched-files.ts';
import type { EditorReader } from './virtual-files.ts';
import type { FromThread, ToThread } from './worker/messages.ts';

/** The machine under the server. */
export interface ServerHost {
  readonly disk: FileSystem;
  readonly stat: StatFile;
  /** The folder of the pages that explain the rules, one Markdown file a rule. */
  readonly rulePages: string;
  /** A matching thread; starts when it is first needed. */
  createThread(): KillableThread<ToThread, FromThread>;
  readonly version: string;
  /** Resolves when the client waits for nothing. */
  quiet(): Promise<void>;
}

/** Milliseconds from the last keystroke to new diagnostics. */
const diagnosticsDelay = 100;

/** Milliseconds until the client is asked to ask again for documents that another one's change concerns. */
const refreshDelay = 250;

/** How long a hover waits for what is counted inside of a regex. */
const hoverPatience = 120;

/** How long a client may take to tell its settings before the defaults count. */
const settingsPatience = 3000;

/** The language server on a connection: every part built and joined here, none knows another's handlers. */
export function startServer(connection: Connection, host: ServerHost): void {
  const log: Log = connection.console;
  const scheduler = createScheduler(
    (key, error) => log.error(`${key}: ${(error as Error).stack ?? String(error)}`),
    host.quiet,
  );
  let facts: ClientFacts = factsOf({ capabilities: {} });
  let watched: WatchedFiles | undefined;
  let settle = (): void => {};
  /** Nothing is answered before the settings are known. */
  const ready = new Promise<void>((resolve) => (settle = resolve));

  /** Asks the client to ask again. */
  const refresh = (method: string): void => void connection.sendRequest(method).catch(() => {});

  const session: Session = createSession({
    log,
    disk: host.disk,
    rulePages: host.rulePages,
    reader: () => (facts.isEditor ? editorReader(connection) : null),
    settings: {
      ask: (scopes) =>
        facts.configuration
          ? connection.workspace.getConfiguration(
              scopes.map((scopeUri) => ({ section: 'fail2banLens', ...(scopeUri === undefined ? {} : { scopeUri }) })),
            )
          : Promise.resolve([]),
    },
    showsVirtual: () => facts.isEditor,
    createsFiles: () => facts.createsFiles,
    documentChanged: (path, change, document) => documentChanged(path, change, document),
    virtualFilesArrived: () => {
      session.changedAll();
      diagnostics.refreshAll(0);
      live.runs.changed();
    },
  });
  const diagnostics: Diagnostics = createDiagnostics(session, scheduler, {
    relatedInformation: () => facts.relatedInformation,
    isVisible: (path) => live.runs.isVisible(path),
    publish: (params) => void connection.sendDiagnostics(params),
    dangersOf: (path, filters) => dangers.find(path, filters, live.sampleOf(path)),
    forgetDangers: (path) => dangers.forget(path),
  });
  const live: LiveMatching = createLiveMatching({
    connection,
    session,
    scheduler,
    createThread: host.createThread,
    stat: host.stat,
    tellsContext: () => facts.isEditor,
    refreshesLenses: () => facts.refreshesLenses,
    countsChanged: () => {
      if (facts.refreshesInlayHints)
        scheduler.schedule('refresh hints', 0, () => refresh('workspace/inlayHint/refresh'));
    },
    logsInUse: (paths) => watched?.watchLogs(paths),
    foldersCompared: (folders) => watched?.watchCompared(folders),
  });

  const dangers: DangerFinder = createDangerFinder(host.createThread(), {
    currentText: live.currentText,
    // Of trust only our editor knows.
    keepsOnDisk: (path) => diskPath(path) !== undefined && (!facts.isEditor || live.runs.context.isTrusted),
    quiet: createQuietWait(() => live.runs.isRunning),
  });

  const trials: SampleTrials = createSampleTrials(host.createThread(), live.currentText);

  /** What the client shows of documents that another file has changed; it asks again by itself only where the user types. */
  const refreshShown = (): void => {
    const offered = serverCapabilities();
    if (facts.refreshesInlayHints && offered.inlayHintProvider) refresh('workspace/inlayHint/refresh');
    if (facts.refreshesSemanticTokens && offered.semanticTokensProvider) refresh('workspace/semanticTokens/refresh');
  };
  const diagnoseAgain = (stale: readonly string[], changed: readonly string[]): void => {
    for (const path of stale) {
      const document = session.documents.get(session.files.locate(path) ?? path);
      if (!document || !isConfiguration(document)) continue;
      diagnostics.refresh(document.path, diagnosticsDelay);
      if (!changed.includes(document.path)) scheduler.schedule('refresh shown', refreshDelay, refreshShown);
    }
  };
  const filesChanged = (paths: readonly string[]): void => {
    diagnoseAgain(session.changed(paths), paths);
    scheduler.schedule('includes', diagnosticsDelay, () => diagnoseAgain(session.takeStale(), []));
    live.runs.changed(paths.flatMap((path) => [path, ...session.files.aliases(path)]));
  };
  function documentChanged(path: string, change: DocumentChange, document: OpenDocument): void {
    filesChanged([path]);
    if (document.languageId === sampleLanguage) tellSample(document, change);
    if (!isConfiguration(document)) return;
    if (change === 'closed') {
      diagnostics.forget(path);
      live.runs.documentClosed(document.uri);
    } else diagnostics.refresh(path, change === 'opened' ? 0 : diagnosticsDelay);
  }
  const tellSample = (document: OpenDocument, change: DocumentChange): void => {
    const key = `sample ${document.path}`;
    if (change === 'closed') {
      scheduler.cancel(key);
      return void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    }
    scheduler.schedule(
      key,
      change === 'opened' ? 0 : diagnosticsDelay,
      () => void connection.sendDiagnostics(sampleDiagnostics(document)),
    );
  };
  const settingsChanged = async (): Promise<void> => {
    try {
      await Promise.race([
        session.settings.refresh(),
        new Promise((_, reject) => setTimeout(() => reject(new Error('no answer')), settingsPatience)),
      ]);
    } catch (error) {
      log.warn(`workspace/configuration: ${(error as Error).message}`);
    }
    watched?.watchConfiguration(
      [null, ...session.folders.map(({ path }) => path)]
        .map((path) => corePath(session.settings.of(path).configDir))
        .filter((path) => path.startsWith('/')),
      session.folders.map(({ path }) => path),
    );
    tellMissingFolders();
    session.changedAll();
    diagnostics.refreshAll(0);
    live.runs.changed();
  };
  /** A configDir that is not there is silently stood in for by the built-in minimum: the user hears of it, once. */
  const missingFolders = new Set<string>();
  const tellMissingFolders = (): void => {
    for (const folder of [undefined, ...session.folders]) {
      const { configDir } = session.settings.of(folder?.path ?? null);
      const path =
        configDir === '' || (!folder && session.folders.length > 0) ? undefined : folderOfSetting(configDir, folder);
      if (
        path === undefined ||
        diskPath(path) === undefined ||
        missingFolders.has(path) ||
        session.plainFiles.isDirectory(path)
      )
        continue;
      missingFolders.add(path);
      void connection.sendNotification(ShowMessageNotification.type, {
        type: MessageType.Warning,
        message: `fail2banLens.configDir: there is no folder ${diskPath(path)}.`,
      });
    }
  };
  const setFolders = (uris: readonly string[]): void => {
    session.folders = uris.map((uri) => ({ uri, path: pathOfUri(uri) })).sort((a, b) => b.path.length - a.path.length);
  };

  connection.onInitialize((params) => {
    facts = factsOf(params);
    setFolders((params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri }] : [])).map(({ uri }) => uri));
    if (facts.initialization) live.runs.setContext(readContext(facts.initialization.context));
    return { capabilities: serverCapabilities(), serverInfo: { name: 'fail2ban-lens', version: host.version } };
  });
  connection.onInitialized(
    guardedEvent(log, 'initialized', anything, async () => {
      watched = createWatchedFiles(connection, facts, (error) =>
        log.warn(`watching files: ${(error as Error).message}`),
      );
      if (facts.registersConfiguration)
        void connection.client
          .register(DidChangeConfigurationNotification.type, { section: 'fail2banLens' })
          .catch(() => {});
      if (facts.workspaceFolders)
        connection.workspace.onDidChangeWorkspaceFolders(
          guardedEvent(
            log,
            'workspace folders',
            notifications.folders,
            async ({ added, removed }: WorkspaceFoldersChangeEvent) => {
              const gone = new Set(removed.map(({ uri }) => uri));
              setFolders([
                ...session.folders.map(({ uri }) => uri).filter((uri) => !gone.has(uri)),
                ...added.map(({ uri }) => uri),
              ]);
              await settingsChanged();
            },
          ),
        );
      await settingsChanged();
      settle();
    }),
  );
  connection.onDidOpenTextDocument(
    guardedEvent(log, 'didOpen', notifications.didOpen, (params: DidOpenTextDocumentParams) =>
      session.documents.didOpen(params),
    ),
  );
  connection.onDidChangeTextDocument(
    guardedEvent(log, 'didChange', notifications.didChange, (params: DidChangeTextDocumentParams) =>
      session.documents.didChange(params),
    ),
  );
  connection.onDidCloseTextDocument(
    guardedEvent(log, 'didClose', notifications.didClose, (params: DidCloseTextDocumentParams) =>
      session.documents.didClose(params),
    ),
  );
  connection.onDidChangeConfiguration(guardedEvent(log, 'didChangeConfiguration', anything, settingsChanged));
  connection.onDidChangeWatchedFiles(
    guardedEvent(
      log,
      'didChangeWatchedFiles',
      notifications.didChangeWatchedFiles,
      ({ changes }: DidChangeWatchedFilesParams) => {
        const paths = changes.map(({ uri }) => pathOfUri(uri));
        filesChanged(paths);
        live.savedFilesChanged(paths);
      },
    ),
  );
  connection.onShutdown(() => {
    scheduler.cancelAll();
    live.dispose();
  });

  for (const { method, needs, counts, simulates, answer } of features) {
    connection.onRequest(
      method,
      guarded(log, method, needs, null as unknown, async (params: Parameters<typeof answer>[0], token) => {
        await ready;
        const document = session.documents.get(pathOfUri(params.textDocument.uri));
        if (document?.languageId === sampleLanguage) return answerOfSample(session, document, method, params);
        if (!document || !isConfiguration(document)) return null;
        const { version } = document.text;
        // Lets an edit or a cancellation that stands behind this request be heard first.
        await new Promise((resolve) => setImmediate(resolve));
        const checkCurrent = (): void => {
          if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
          if (document.text.version !== version)
            throw new ResponseError(LSPErrorCodes.ContentModified, 'the document has changed');
        };
        checkCurrent();
        const workspace = session.workspaceOf(document.path);
        const analysis = workspace.analyse(document.path);
        const lines = session.linesOf(document.path);
        if (!analysis || !lines) return null;
        const call = (counted: readonly CountedRegex[]): FeatureCall => ({
          input: {
            analysis,
            workspace,
            settings: session.settings.of(document.path),
            counted,
            ...(simulates ? { simulated: (jail) => live.simulated({ uri: document.uri, jail }) } : {}),
          },
          edge: { session, lines, uri: document.uri },
          findings: () => diagnostics.findingsIn(document.path),
          effects: async (ways) => {
            const effects = await trials.effects(ways, live.sampleOf(document.path));
            checkCurrent();
            return effects;
          },
        });
        const wanted = counts?.(params, call([]));
        if (!wanted) return answer(params, call([]));
        const counted = await soon(live.countedIn(document.uri, wanted === 'awaited'), []);
        checkCurrent();
        return answer(params, call(counted));
      }),
    );
  }
  for (const { method, needs, answer } of workspaceFeatures) {
    connection.onRequest(
      method,
      guarded(log, method, needs, null as unknown, async (params: Parameters<typeof answer>[0]) => {
        await ready;
        return answer(params, session);
      }),
    );
  }
  connection.listen();
}

/** What is there in time. */
async function soon<T>(value: Promise<T>, otherwise: T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<T>((resolve) => (timer = setTimeout(() => resolve(otherwise), hoverPatience)));
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}

function editorReader(connection: Connection): EditorReader {
  const ask = <K extends keyof EditorRequests>(
    key: K,
    params: EditorRequests[K]['params'],
  ): Promise<EditorRequests[K]['result']> => connection.sendRequest(lensMethod(key), params);
  return {
    readFile: async (path) => {
      const base64 = await ask('readFile', { uri: uriOfPath(path) });
      return base64 === null ? null : new Uint8Array(Buffer.from(base64, 'base64'));
    },
    readFolder: (path) => ask('readFolder', { uri: uriOfPath(path) }),
  };
}

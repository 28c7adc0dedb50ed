import {
  CancellationTokenSource,
  type Disposable,
  type Event,
  type Uri as UriType,
  Diagnostic,
  DiagnosticSeverity,
  EventEmitter,
  ProgressLocation,
  Uri,
  languages,
  window,
  workspace,
} from 'vscode';
import type { UnnoticedChanges } from '../../../server/src/protocol.ts';
import type { Connection } from '../connection.ts';
import { fileName } from '../file-name.ts';
import { toRange } from '../to-range.ts';
import { changeText } from './model.ts';

/** The small changes of filters that their samples do not notice, shown where they are written. */
export interface Unnoticed extends Disposable {
  readonly onDidChange: Event<void>;
  /** Tries the changes of a filter and shows them. Undefined where the user cancels it, or where it is stale when it comes. */
  find(filter: string): Promise<UnnoticedChanges | undefined>;
  /** What is known, of filters and samples as they stand now. */
  all(): readonly UnnoticedChanges[];
}

const watchedFiles = ['**/*.{conf,local}', '**/{samples,testcases,logs}/*'];
/** An editor shows no more of one file. */
const mostShown = 1000;

export function createUnnoticed(connection: Connection): Unnoticed {
  const changed = new EventEmitter<void>();
  const diagnostics = languages.createDiagnosticCollection('fail2ban-lens-samples');
  const known = new Map<string, UnnoticedChanges>();
  /** The latest search: one that is stale before it ends, or that another follows, is left. */
  let running: CancellationTokenSource | undefined;

  const show = (): void => {
    diagnostics.clear();
    const byFile = new Map<string, Diagnostic[]>();
    for (const { changes } of known.values())
      for (const change of changes) {
        const { uri, range } = change.location;
        const diagnostic = new Diagnostic(toRange(range), changeText(change), DiagnosticSeverity.Information);
        diagnostic.source = 'fail2ban sample';
        byFile.set(uri, [...(byFile.get(uri) ?? []), diagnostic]);
      }
    for (const [uri, all] of byFile) diagnostics.set(Uri.parse(uri), all.slice(0, mostShown));
    changed.fire();
  };
  /** A file is another now: nothing is known any more of the filters that may read it. */
  const forget = (uri: UriType): void => {
    if (running) {
      running.cancel();
      running = undefined;
      window.setStatusBarMessage('A filter or a sample has changed meanwhile: nothing is shown.', 6000);
    }
    const folder = folderOf(uri.toString());
    const stale = [...known.values()].filter(({ filter, samples, changes }) =>
      [filter, ...samples, ...changes.map(({ location }) => location.uri)].some((one) => folderOf(one) === folder),
    );
    for (const { filter } of stale) known.delete(filter);
    if (stale.length > 0) show();
  };
  /** What is open tells of its changes itself, and sooner. */
  const forgetOnDisk = (uri: UriType): void => {
    if (!workspace.textDocuments.some((document) => document.uri.toString() === uri.toString())) forget(uri);
  };
  const watchers = watchedFiles.map((pattern) => workspace.createFileSystemWatcher(pattern));
  const disposables = [
    changed,
    diagnostics,
    ...watchers,
    ...watchers.flatMap((watcher) => [
      watcher.onDidChange(forgetOnDisk),
      watcher.onDidCreate(forgetOnDisk),
      watcher.onDidDelete(forget),
    ]),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && document.languageId.startsWith('fail2ban-')) forget(document.uri);
    }),
  ];
  return {
    onDidChange: changed.event,
    all: () => [...known.values()],
    async find(filter) {
      running?.cancel();
      const own = (running = new CancellationTokenSource());
      const found = await window.withProgress(
        {
          location: ProgressLocation.Notification,
          cancellable: true,
          title: `Fail2ban Lens: small changes of ${fileName(filter)}`,
        },
        async (progress, token) => {
          let shown = 0;
          token.onCancellationRequested(() => own.cancel());
          const steps = connection.on('changesTried', ({ filter: of, done, of: all }) => {
            if (of !== filter || all === 0) return;
            const percent = (100 * done) / all;
            progress.report({ message: `${done} of ${all} tried`, increment: Math.max(0, percent - shown) });
            shown = Math.max(shown, percent);
          });
          try {
            return await connection.request('unnoticed', { filter }, own.token);
          } catch (error) {
            if (own.token.isCancellationRequested) return undefined;
            throw error;
          } finally {
            steps.dispose();
          }
        },
      );
      if (running === own) running = undefined;
      if (!found || own.token.isCancellationRequested) return undefined;
      known.set(found.filter, found);
      show();
      return found;
    },
    dispose: () => disposables.forEach((one) => one.dispose()),
  };
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

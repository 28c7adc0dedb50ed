import { type Disposable, type TextDocument, window, workspace } from 'vscode';
import { sampleLanguage } from '../../server/src/protocol.ts';
import { canBeLog } from './editor-context.ts';
import type { Lens } from './lens.ts';

/**
 * Keeps the server's copy of open logs up to date (docs/protocol.md, Start): logs that can be seen and logs of a run's sample, so that an unsaved
 * log counts as it stands on the screen. Documents of our own languages, samples among them, are synchronised by the language client.
 */
export function activateLogSync({ connection, runs }: Lens): Disposable[] {
  const sent = new Set<TextDocument>();
  const update = () => {
    if (!connection.isRunning()) return;
    const inSample = new Set(runs.all().flatMap(({ sample }) => sample?.logs.map(({ uri }) => uri) ?? []));
    const visible = new Set(window.visibleTextEditors.map(({ document }) => document));
    const wanted = new Set(
      workspace.textDocuments.filter(
        (document) =>
          canBeLog(document) &&
          document.languageId !== sampleLanguage &&
          (visible.has(document) || inSample.has(document.uri.toString())),
      ),
    );
    for (const document of sent) if (!wanted.has(document)) close(document);
    for (const document of wanted) {
      if (sent.has(document)) continue;
      sent.add(document);
      connection.documents.open(document);
    }
  };
  const close = (document: TextDocument) => {
    if (sent.delete(document)) connection.documents.close(document);
  };
  return [
    workspace.onDidOpenTextDocument(update),
    window.onDidChangeVisibleTextEditors(update),
    runs.onDidChange(update),
    workspace.onDidChangeTextDocument((event) => {
      if (event.contentChanges.length > 0 && sent.has(event.document)) connection.documents.change(event);
    }),
    workspace.onDidCloseTextDocument(close),
    connection.onStarted(() => {
      sent.clear();
      update();
    }),
  ];
}

import { type Disposable, DocumentLink, EventEmitter, Uri, ViewColumn, languages, window, workspace } from 'vscode';
import { virtualScheme } from '../../server/src/protocol.ts';
import type { Subject, VirtualDocument, VirtualText } from '../../server/src/protocol.ts';
import type { Lens } from './lens.ts';
import { subjectKey } from './subjects.ts';
import { toRange } from './to-range.ts';
import { addressOf, documentAt } from './virtual-address.ts';

/** Shows what the server writes under `fail2ban-lens:`, refreshed while it is open, with links to where each piece comes from. */
export function activateVirtualDocuments({ connection, runs, changes, log }: Lens): Disposable[] {
  const changed = new EventEmitter<Uri>();
  const links = new Map<string, VirtualText['links']>();
  const refresh = (concerns: (document: VirtualDocument) => boolean) => {
    for (const { uri } of workspace.textDocuments) {
      const document = documentAt(uri);
      if (document && concerns(document)) changed.fire(uri);
    }
  };
  const isOf = (document: VirtualDocument, subject: Subject) =>
    'subject' in document && subjectKey(document.subject) === subjectKey(subject);

  return [
    changed,
    workspace.registerTextDocumentContentProvider(virtualScheme, {
      onDidChange: changed.event,
      async provideTextDocumentContent(uri, token) {
        const document = documentAt(uri);
        if (!document) return '';
        try {
          const answer = await connection.request('document', { document }, token);
          links.set(uri.toString(), answer.links);
          return answer.text;
        } catch (error) {
          log.error(`${uri.path}:`, error);
          return `${error instanceof Error ? error.message : String(error)}\n`;
        }
      },
    }),
    languages.registerDocumentLinkProvider(
      { scheme: virtualScheme },
      {
        provideDocumentLinks: ({ uri }) =>
          (links.get(uri.toString()) ?? []).map(
            ({ range, target }) =>
              new DocumentLink(
                toRange(range),
                Uri.parse(target.uri).with({
                  fragment: `L${target.range.start.line + 1},${target.range.start.character + 1}`,
                }),
              ),
          ),
      },
    ),
    workspace.onDidCloseTextDocument((document) => {
      // a change of its language closes a document that stays
      if (!workspace.textDocuments.includes(document)) links.delete(document.uri.toString());
    }),
    runs.onDidChangeRun((state) => refresh((document) => document.kind === 'lines' && isOf(document, state.subject))),
    changes.onDidChange(() => refresh(({ kind }) => kind === 'changes')),
    connection.on('stale', ({ subject }) => refresh((document) => isOf(document, subject))),
    connection.onStarted(() => refresh(() => true)),
  ];
}

/** Opens a virtual document beside the active editor. */
export async function showVirtualDocument({ connection }: Lens, document: VirtualDocument): Promise<void> {
  const { languageId } = await connection.request('document', { document });
  const opened = await workspace.openTextDocument(Uri.from(addressOf(document)));
  if (opened.languageId !== languageId) await languages.setTextDocumentLanguage(opened, languageId);
  await window.showTextDocument(opened, { viewColumn: ViewColumn.Beside, preview: true, preserveFocus: true });
}

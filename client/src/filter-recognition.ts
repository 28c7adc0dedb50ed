import { type Disposable, type TextDocument, languages, workspace } from 'vscode';
import { languageIds } from '../../server/src/protocol.ts';
import { looksLikeFilter } from './filter-text.ts';

/** What VS Code takes a `.conf` for that stands in no `filter.d`. */
const general = new Set(['properties', 'ini', 'plaintext']);

/** Opens a filter that stands in no `filter.d` as one, once: who gives it another language keeps that. */
export function activateFilterRecognition(): Disposable[] {
  const seen = new Set<string>();
  const look = (document: TextDocument) => {
    const address = document.uri.toString();
    if (seen.has(address) || !general.has(document.languageId) || !/\.(?:conf|local)$/.test(document.uri.path)) return;
    seen.add(address);
    if (looksLikeFilter(document.getText())) void languages.setTextDocumentLanguage(document, languageIds.filter);
  };
  workspace.textDocuments.forEach(look);
  return [workspace.onDidOpenTextDocument(look)];
}

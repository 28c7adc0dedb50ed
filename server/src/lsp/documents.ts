import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
} from 'vscode-languageserver/node';
import { languageIds } from '../protocol.ts';
import { EditedText, type TextChange } from './edited-text.ts';
import { pathOfUri } from './uri.ts';

/** A document as it stands in an editor; its text changes with `version`. */
export interface OpenDocument {
  /** As the client spells it; answers about the document use this spelling. */
  readonly uri: string;
  readonly path: string;
  readonly languageId: string;
  readonly text: EditedText;
}

export type DocumentChange = 'opened' | 'changed' | 'closed';

const ours: readonly string[] = Object.values(languageIds);

/** Whether language features are asked for the document: every other open document is a log. */
export function isConfiguration(document: OpenDocument): boolean {
  return ours.includes(document.languageId);
}

/** The documents that are open in the editor, by path. Events for documents that are not open, or open twice, do no harm. */
export class Documents {
  private readonly open = new Map<string, OpenDocument>();

  constructor(private readonly changed: (path: string, change: DocumentChange, document: OpenDocument) => void) {}

  get(path: string): OpenDocument | undefined {
    return this.open.get(path);
  }

  all(): IterableIterator<OpenDocument> {
    return this.open.values();
  }

  didOpen({ textDocument: { uri, languageId, version, text } }: DidOpenTextDocumentParams): void {
    const path = pathOfUri(uri);
    const document = { uri, path, languageId, text: new EditedText(text, version) };
    this.open.set(path, document);
    this.changed(path, 'opened', document);
  }

  didChange({ textDocument: { uri, version }, contentChanges }: DidChangeTextDocumentParams): void {
    const document = this.open.get(pathOfUri(uri));
    if (!document) return;
    document.text.update(contentChanges as readonly TextChange[], version);
    this.changed(document.path, 'changed', document);
  }

  didClose({ textDocument: { uri } }: DidCloseTextDocumentParams): void {
    const path = pathOfUri(uri);
    const document = this.open.get(path);
    if (!document || !this.open.delete(path)) return;
    this.changed(path, 'closed', document);
  }
}

import { type Disposable, type TextDocument, window, workspace } from 'vscode';
import { languageIds } from '../../server/src/protocol.ts';
import type { EditorContext } from '../../server/src/protocol.ts';
import type { Connection } from './connection.ts';
import type { SampleMemory } from './sample-memory.ts';

const ours = new Set<string>(Object.values(languageIds));

export function isOurs(document: TextDocument): boolean {
  return ours.has(document.languageId);
}

/** Text that can be a log: what a user opened as a file or typed, not an output panel, a diff's old side or a document of ours. */
export function canBeLog(document: TextDocument): boolean {
  const schemes = ['file', 'untitled', ...(workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme)];
  return !isOurs(document) && schemes.includes(document.uri.scheme);
}

/** What can be seen now, the active editor first. */
export function currentContext(memory: SampleMemory): EditorContext {
  const active = window.activeTextEditor?.document;
  const visible = window.visibleTextEditors.map(({ document }) => document).filter((document) => document !== active);
  const documents = [...new Set(active ? [active, ...visible] : visible)];
  const uris = (accept: (document: TextDocument) => boolean) =>
    documents.filter(accept).map(({ uri }) => uri.toString());
  const { isTrusted } = workspace;
  return { visibleSubjects: uris(isOurs), visibleLogs: uris(canBeLog), chosen: memory.all(), isTrusted };
}

/** Tells the server what can be seen, whenever that changes; several changes of one moment are sent once. */
export function tellEditorContext(connection: Connection, memory: SampleMemory): Disposable[] {
  let told = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    const context = currentContext(memory);
    const text = JSON.stringify(context);
    if (text === told || !connection.isRunning()) return;
    told = text;
    connection.notify('context', context);
  };
  const soon = () => void (timer ??= setTimeout(tell, 0));
  return [
    window.onDidChangeVisibleTextEditors(soon),
    window.onDidChangeActiveTextEditor(soon),
    workspace.onDidOpenTextDocument(soon),
    workspace.onDidGrantWorkspaceTrust(soon),
    memory.onDidChange(soon),
    connection.onStarted(() => {
      told = '';
      soon();
    }),
    { dispose: () => clearTimeout(timer) },
  ];
}

import { Position, Range, Uri, ViewColumn, WorkspaceEdit, window, workspace } from 'vscode';
import type { RecordedSample } from '../../server/src/protocol.ts';

/** Puts the lines into the sample, which stays unsaved: it is the user's to read first. */
export async function putIntoSample({ uri, isThere, text }: RecordedSample): Promise<void> {
  const address = Uri.parse(uri);
  const edit = new WorkspaceEdit();
  if (isThere) {
    const document = await workspace.openTextDocument(address);
    const end = document.lineAt(document.lineCount - 1).range.end;
    const gap = document.getText() === '' ? '' : end.character === 0 ? '\n' : '\n\n';
    edit.insert(address, end, gap + text);
  } else {
    edit.createFile(address, { ignoreIfExists: true });
    edit.insert(address, new Position(0, 0), text);
  }
  if (!(await workspace.applyEdit(edit))) throw new Error(`${address.fsPath} cannot be written.`);
  const shown = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
  const editor = await window.showTextDocument(await workspace.openTextDocument(address), {
    preview: false,
    viewColumn: shown?.viewColumn ?? ViewColumn.Active,
  });
  editor.revealRange(new Range(editor.document.lineCount - 1, 0, editor.document.lineCount - 1, 0));
}

import { Range, Selection, TextEditorRevealType, Uri, ViewColumn, window, workspace } from 'vscode';
import type { TextEditor } from 'vscode';

/** The editor that shows a log; one beside the active one where none does. */
export async function showLogBeside(address: string): Promise<TextEditor> {
  const visible = window.visibleTextEditors.find(({ document }) => document.uri.toString() === address);
  if (visible) return visible;
  return window.showTextDocument(await workspace.openTextDocument(Uri.parse(address)), {
    viewColumn: ViewColumn.Beside,
    preserveFocus: true,
    preview: false,
  });
}

/** Puts the cursor at the start of a line, from 0, and the line where it can be seen. */
export function goToLine(editor: TextEditor, line: number): void {
  editor.selection = new Selection(line, 0, line, 0);
  editor.revealRange(new Range(line, 0, line, 0), TextEditorRevealType.InCenterIfOutsideViewport);
}

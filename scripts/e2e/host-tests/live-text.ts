import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../eventually.ts';

/** A line of the tour's log, of another client and name. */
export const logLine = (client: number, name: string) =>
  `Jul 11 05:40:22 server named[1301]: client ${client % 250}.1.1.1#1: query: ${name} IN ANY +E ([ip of server])\n`;

/** A filter in filter.d/ for a log in logs/, like the tour's. */
export const filterFor = (log: string, names: string) =>
  `# fail2ban-lens: log=../logs/${log}\n[Definition]\nfailregex = .* named\\[.*\\]: client <HOST>\\#.*: query: (?:${names}) (?:IN|ANY)\n`;

/** The titles of a document's code lenses, as the editor asks for them; `1,500` is read as `1500`. */
export async function lenses(document: vscode.TextDocument): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    100,
  );
  return found.map(({ command }) => command?.title.replace(/(\d),(?=\d{3})/g, '$1') ?? '');
}

/** Waits for a lens that holds these words. */
export async function waitForLens(document: vscode.TextDocument, words: string): Promise<void> {
  let last: readonly string[] = [];
  try {
    await eventually(
      async () => {
        last = await lenses(document);
        return last.some((title) => title.includes(words));
      },
      `a lens with "${words}"`,
      30_000,
      5,
    );
  } catch (error) {
    throw new Error(`${String(error)}; the lenses: ${last.join(' | ')}`);
  }
}

export function replaceText(editor: vscode.TextEditor, text: string, replacement: string): Thenable<boolean> {
  const at = editor.document.getText().indexOf(text);
  assert.ok(at >= 0, `"${text}" stands in the document`);
  const range = new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + text.length));
  return editor.edit((edit) => edit.replace(range, replacement));
}

/** The place of a text in a document, `offset` characters into it. */
export function placeOf(document: vscode.TextDocument, text: string, offset = 0): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `"${text}" stands in the document`);
  return document.positionAt(at + offset);
}

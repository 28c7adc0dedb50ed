import * as vscode from 'vscode';
import { eventually } from '../eventually.ts';

/** A file of the opened folder (a copy of the tour). */
export function fileUri(path: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, path);
}

export async function openFile(path: string, column = vscode.ViewColumn.One): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(fileUri(path), { viewColumn: column, preview: false });
}

/** A file with this text, for the language that its path makes. */
export async function openText(path: string, text: string): Promise<vscode.TextEditor> {
  await vscode.workspace.fs.writeFile(fileUri(path), Buffer.from(text));
  return openFile(path);
}

interface Exports {
  serverProcessId(): number | undefined;
  isServerRunning(): boolean;
}

export async function extension(): Promise<vscode.Extension<Exports>> {
  const found = vscode.extensions.getExtension<Exports>('fail2ban-lens.fail2ban-lens');
  if (!found) throw new Error('the extension is not installed');
  return found;
}

/** The language server's process, when it has started; `not` is one that is on its way out. */
export async function serverProcess(not?: number): Promise<number> {
  const { exports } = await extension();
  return eventually(() => {
    const process = exports.serverProcessId();
    return exports.isServerRunning() && process !== not ? process : undefined;
  }, 'a running language server');
}

/** Closes every editor, and forgets unsaved edits. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

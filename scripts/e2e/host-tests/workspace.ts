import * as vscode from 'vscode';

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

export async function extension(): Promise<vscode.Extension<{ serverProcessId(): number | undefined }>> {
  const found = vscode.extensions.getExtension('fail2ban-lens.fail2ban-lens');
  if (!found) throw new Error('the extension is not installed');
  return found as vscode.Extension<{ serverProcessId(): number | undefined }>;
}

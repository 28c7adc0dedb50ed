import { type Uri, workspace } from 'vscode';

/** Whether there is a file or folder at an address. */
export async function isThere(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

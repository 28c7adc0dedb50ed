import { Uri, window, workspace } from 'vscode';

export interface SavedText {
  /** Of the dialog. */
  readonly title: string;
  /** That is proposed, in the first folder of the workspace. */
  readonly name: string;
  readonly text: string;
  /** File endings by their names; as of the dialog. */
  readonly filters?: Readonly<Record<string, string[]>>;
}

/** Writes a file of its own, where the user wants it. */
export async function saveAs({ title, name, text, filters }: SavedText): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title,
    ...(filters ? { filters } : {}),
    ...(folder ? { defaultUri: Uri.joinPath(folder, name) } : {}),
  });
  if (target) await workspace.fs.writeFile(target, new TextEncoder().encode(text));
}

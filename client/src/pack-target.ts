import { chmod } from 'node:fs/promises';
import { Uri, window, workspace } from 'vscode';
import type { PackedFilter } from '../../server/src/protocol.ts';
import { isThere } from './is-there.ts';
import { folderInArchive, packName } from './pack-text.ts';

/** A place that the user chose for a pack. */
export interface PackTarget {
  /** What is written there: the folder, or the archive. */
  readonly place: Uri;
  /** The name of the folder in the archive; null for a folder. */
  readonly archive: string | null;
  /** Fails where something is in the way. */
  write(pack: PackedFilter): Promise<void>;
}

/** Asks for a folder or an archive, and where it shall be. */
export async function askForTarget(filter: string): Promise<PackTarget | undefined> {
  const name = packName(filter);
  const picked = await window.showQuickPick(
    [
      { label: 'Folder…', detail: `Makes ${name} in a folder of your choice`, ask: () => askForFolder(name) },
      { label: 'Archive…', detail: `One file, ${name}.tar.gz, as tar -xzf unpacks it`, ask: () => askForArchive(name) },
    ],
    { title: `Pack ${name} as`, placeHolder: 'A folder or an archive' },
  );
  return picked?.ask();
}

async function askForFolder(name: string): Promise<PackTarget | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const [parent] =
    (await window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      title: `Where shall the folder ${name} be made?`,
      openLabel: 'Pack Here',
      ...(folder ? { defaultUri: folder } : {}),
    })) ?? [];
  if (!parent) return undefined;
  const place = Uri.joinPath(parent, name);
  return {
    place,
    archive: null,
    async write({ files }) {
      await failIfThere(place);
      await workspace.fs.createDirectory(place);
      try {
        for (const { path, text, mode } of files) {
          const file = Uri.joinPath(place, ...path.split('/'));
          await workspace.fs.writeFile(file, new TextEncoder().encode(text));
          if (file.scheme === 'file') await chmod(file.fsPath, mode);
        }
      } catch (error) {
        // Half a pack would be taken for one.
        await workspace.fs.delete(place, { recursive: true });
        throw error;
      }
    },
  };
}

async function askForArchive(name: string): Promise<PackTarget | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  // No filters: some dialogs look at what stands behind the last dot only, and make a.tar.gz a.tar.gz.tar.gz.
  const chosen = await window.showSaveDialog({
    title: 'The archive',
    saveLabel: 'Pack',
    ...(folder ? { defaultUri: Uri.joinPath(folder, `${name}.tar.gz`) } : {}),
  });
  if (!chosen) return undefined;
  const written = chosen.path.split('/').at(-1)!;
  const isArchive = folderInArchive(written) !== undefined;
  const place = isArchive ? chosen : chosen.with({ path: `${chosen.path}.tar.gz` });
  return {
    place,
    archive: folderInArchive(written) ?? written,
    async write({ archive }) {
      // Of a name that stands in the dialog the editor has asked.
      if (!isArchive) await failIfThere(place);
      await workspace.fs.writeFile(place, Buffer.from(archive ?? '', 'base64'));
    },
  };
}

async function failIfThere(place: Uri): Promise<void> {
  if (await isThere(place))
    throw new Error(`${place.fsPath} is there already: choose another place, or remove it first.`);
}

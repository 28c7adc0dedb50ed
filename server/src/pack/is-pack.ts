import { folderOf, joinPath } from '../config/paths.ts';
import type { FileSystem } from '../host/file-system.ts';
import { scriptHead } from './install-script.ts';

/** Whether a folder is what `pack` made: a copy of a filter on its way to another server, known by its script. */
export function isPack(files: FileSystem, folder: string): boolean {
  const script = joinPath(folder, 'install.sh');
  if (!files.isFile(script)) return false;
  const bytes = files.readFile(script)?.subarray(0, scriptHead.length);
  return bytes !== undefined && new TextDecoder().decode(bytes) === scriptHead;
}

/** The outermost pack below `root` that a file lies in; undefined where it lies in none. */
export function packAround(files: FileSystem, path: string, root: string): string | undefined {
  let found: string | undefined;
  for (let folder = folderOf(path); folder.startsWith(`${root}/`); folder = folderOf(folder))
    if (isPack(files, folder)) found = folder;
  return found;
}

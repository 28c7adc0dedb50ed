import type { FileSystem, Inspection } from '../host/file-system.ts';

/** What stands at a path where a file or a folder was meant, as the end of a sentence; undefined where nothing does, or what was meant. */
export function whatIsThere(files: FileSystem, path: string, meant: 'file' | 'folder' | 'either'): string | undefined {
  const found = files.inspect?.(path) ?? plainly(files, path);
  if (found === undefined || found.kind === meant) return undefined;
  switch (found.kind) {
    case 'file':
    case 'folder':
      return meant === 'either' ? undefined : `it is a ${found.kind}, not a ${meant}`;
    case 'looping link':
      return 'it is a link that leads back to itself';
    case 'broken link':
      return `it is a link to ${found.real}, which does not exist`;
    case 'forbidden':
      return 'it cannot be looked at: no permission';
    default:
      return `it is a ${found.kind}, not a ${meant === 'folder' ? 'folder' : 'file'}`;
  }
}

function plainly(files: FileSystem, path: string): Pick<Inspection, 'kind' | 'real'> | undefined {
  if (files.isFile(path)) return { kind: 'file', real: path };
  return files.isDirectory(path) ? { kind: 'folder', real: path } : undefined;
}

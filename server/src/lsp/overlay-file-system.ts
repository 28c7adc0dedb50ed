import type { FileSystem } from '../host/file-system.ts';
import { diskPath } from './uri.ts';

/** Joins `.`, `..` and doubled slashes away; keeps the leading `//` of a network share. */
export function normalize(path: string): string {
  if (!/\/\.{0,2}(?:\/|$)/.test(path)) return path;
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return `${path.startsWith('//') && !path.startsWith('///') ? '//' : '/'}${out.join('/')}`;
}

/** A disk in the machine's own form of paths behind the core's form. */
export function createDiskFileSystem(disk: FileSystem): FileSystem {
  const at = <T>(path: string, ask: (path: string) => T, otherwise: T): T => {
    const native = diskPath(path);
    return native === undefined ? otherwise : ask(native);
  };
  return {
    readFile: (path) => at(path, disk.readFile, undefined),
    isFile: (path) => at(path, disk.isFile, false),
    isDirectory: (path) => at(path, disk.isDirectory, false),
    readDirectory: (path) => at(path, disk.readDirectory, []),
  };
}

/** Each question goes to the file system that `choose` names for the path. */
export function createSwitchFileSystem(choose: (path: string) => FileSystem): FileSystem {
  return {
    readFile: (path) => choose(path).readFile(path),
    isFile: (path) => choose(path).isFile(path),
    isDirectory: (path) => choose(path).isDirectory(path),
    readDirectory: (path) => choose(path).readDirectory(path),
  };
}

/** Open editors, by normalized path: what they hold goes before what is on the disk. */
export interface OpenTexts {
  /** Undefined for a document that is not open. The same object as long as the text is the same. */
  bytesOf(path: string): Uint8Array | undefined;
  paths(): Iterable<string>;
}

export function createOverlayFileSystem(open: OpenTexts, base: FileSystem): FileSystem {
  const inFolder = (folder: string): string[] => {
    const prefix = folder.endsWith('/') ? folder : `${folder}/`;
    return [...open.paths()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length).split('/', 1)[0]!);
  };
  return {
    readFile: (path) => open.bytesOf(normalize(path)) ?? base.readFile(path),
    isFile: (path) => open.bytesOf(normalize(path)) !== undefined || base.isFile(path),
    isDirectory: (path) => base.isDirectory(path) || inFolder(normalize(path)).length > 0,
    readDirectory: (path) => [...new Set([...base.readDirectory(path), ...inFolder(normalize(path))])],
  };
}

/**
 * Files as they were: what `former` holds goes before what `base` does; null hides a file that was not there yet. `hides`: other files that are not there.
 */
export function createFormerFileSystem(
  former: ReadonlyMap<string, Uint8Array | null>,
  base: FileSystem,
  hides: (path: string) => boolean = () => false,
): FileSystem {
  const texts = createOverlayFileSystem(
    {
      bytesOf: (path) => former.get(path) ?? undefined,
      *paths() {
        for (const [path, bytes] of former) if (bytes) yield path;
      },
    },
    base,
  );
  const isHidden = (path: string): boolean => former.get(normalize(path)) === null || hides(path);
  return {
    readFile: (path) => (isHidden(path) ? undefined : texts.readFile(path)),
    isFile: (path) => !isHidden(path) && texts.isFile(path),
    isDirectory: texts.isDirectory,
    readDirectory: (path) => texts.readDirectory(path).filter((name) => !isHidden(`${path}/${name}`)),
  };
}

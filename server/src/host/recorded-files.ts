import type { FileSystem } from './file-system.ts';

/** What was read of some files, as plain data that can go to another thread. */
export interface FileSnapshot {
  /** Null for what is no file that can be read. */
  readonly texts: ReadonlyMap<string, Uint8Array | null>;
  readonly files: ReadonlyMap<string, boolean>;
  readonly folders: ReadonlyMap<string, boolean>;
  readonly names: ReadonlyMap<string, readonly string[]>;
}

/** A file system that remembers all that it is asked. */
export interface RecordedFiles {
  readonly files: FileSystem;
  readonly snapshot: FileSnapshot;
}

export function recordFiles(files: FileSystem): RecordedFiles {
  const texts = new Map<string, Uint8Array | null>();
  const isFile = new Map<string, boolean>();
  const folders = new Map<string, boolean>();
  const names = new Map<string, readonly string[]>();
  const once = <T>(known: Map<string, T>, path: string, ask: () => T): T => {
    if (!known.has(path)) known.set(path, ask());
    return known.get(path)!;
  };
  return {
    files: {
      readFile: (path) => once(texts, path, () => files.readFile(path) ?? null) ?? undefined,
      isFile: (path) => once(isFile, path, () => files.isFile(path)),
      isDirectory: (path) => once(folders, path, () => files.isDirectory(path)),
      readDirectory: (path) => [...once(names, path, () => files.readDirectory(path))],
      ...(files.inspect ? { inspect: files.inspect } : {}),
    },
    snapshot: { texts, files: isFile, folders, names },
  };
}

/** The files as they were read; what nobody asked for is not there. */
export function createSnapshotFileSystem({ texts, files, folders, names }: FileSnapshot): FileSystem {
  return {
    readFile: (path) => texts.get(path) ?? undefined,
    isFile: (path) => files.get(path) ?? (texts.get(path) ?? null) !== null,
    isDirectory: (path) => folders.get(path) ?? false,
    readDirectory: (path) => [...(names.get(path) ?? [])],
  };
}

/**
 * The files that the core may read: a disk, a set of open editors over a disk, or a map in a test. Paths are absolute, `/`
 * separated in the core whatever the machine's own form.
 */
export interface FileSystem {
  /** The file's bytes, or undefined where it does not exist or cannot be read (a folder, no permission). */
  readFile(path: string): Uint8Array | undefined;
  isFile(path: string): boolean;
  isDirectory(path: string): boolean;
  /** Names in a folder, unsorted; empty where there is no such folder. */
  readDirectory(path: string): string[];
  /**
   * Where the file that answers for a path really lies, where a file system lends some: another path, or null for a text that is
   * built in.
   */
  readonly locate?: (path: string) => string | null;
  /** The address at which a built-in text can be read; null for any other file, and where nothing can show it. */
  readonly addressOfBuiltin?: (path: string) => string | null;
  /** What a name stands for on a disk; undefined where there is no such name. A file system without it holds plain files and folders. */
  readonly inspect?: (path: string) => Inspection | undefined;
}

/** What a name on a disk stands for, links followed. */
export interface Inspection {
  readonly kind: 'file' | 'folder' | 'pipe' | 'socket' | 'device' | 'looping link' | 'broken link' | 'forbidden';
  readonly isLink: boolean;
  /** Where it really lies; for a broken link, where it points. */
  readonly real: string;
  /** Tells file systems apart; NaN where nothing could be reached. */
  readonly device: number;
  /** Bytes of a file. */
  readonly size?: number;
}

import type { FileSystem } from '../host/file-system.ts';
import { normalize } from './overlay-file-system.ts';

/** What the editor reads for us, by path: null where there is no such file. */
export interface EditorReader {
  readFile(path: string): Promise<Uint8Array | null>;
  readFolder(path: string): Promise<readonly { readonly name: string; readonly isFolder: boolean }[]>;
}

export interface VirtualFiles extends FileSystem {
  /** Forgets what is known of a file or folder and of the folder that holds it; the next question asks again. */
  forget(path: string): void;
  /** Resolves when nothing is being read. */
  settled(): Promise<void>;
}

/** Files read at a time. */
const atOnce = 8;

/**
 * Files that only the editor can read, behind the core's synchronous questions. A question whose answer is not known yet
 * is answered with "no such file"; the answer is fetched meanwhile, then `arrived` tells to ask everything again. A folder is
 * listed before any file in it is read, so that the many names that fail2ban tries (`.local`, `N.d/`) cost one request.
 */
export function createVirtualFiles(reader: EditorReader, arrived: () => void): VirtualFiles {
  const folders = new Map<string, ReadonlyMap<string, boolean> | 'asked'>();
  const files = new Map<string, Uint8Array | null | 'asked'>();
  const waiting: (() => Promise<void>)[] = [];
  const whenSettled: (() => void)[] = [];
  let active = 0;

  const next = (): void => {
    while (active < atOnce && waiting.length > 0) {
      active++;
      void waiting.shift()!().finally(() => {
        active--;
        next();
        if (active > 0 || waiting.length > 0) return;
        arrived();
        // `arrived` may have asked for more.
        if (active === 0 && waiting.length === 0) whenSettled.splice(0).forEach((tell) => tell());
      });
    }
  };
  const enqueue = (work: () => Promise<void>): void => {
    waiting.push(work);
    // Not at once: the questions of one analysis come together.
    queueMicrotask(next);
  };

  const listing = (path: string): ReadonlyMap<string, boolean> | undefined => {
    const known = folders.get(path);
    if (known !== undefined) return known === 'asked' ? undefined : known;
    folders.set(path, 'asked');
    enqueue(async () => {
      const entries = await reader.readFolder(path).catch(() => []);
      if (folders.get(path) === 'asked')
        folders.set(path, new Map(entries.map(({ name, isFolder }) => [name, isFolder])));
    });
    return undefined;
  };
  /** Whether the path is a folder; undefined where it does not exist or nothing is known yet. */
  const kindOf = (path: string): boolean | undefined => {
    const slash = path.lastIndexOf('/');
    return listing(path.slice(0, slash))?.get(path.slice(slash + 1));
  };

  return {
    readFile(asked) {
      const path = normalize(asked);
      if (kindOf(path) !== false) return undefined;
      const known = files.get(path);
      if (known !== undefined) return known === 'asked' ? undefined : (known ?? undefined);
      files.set(path, 'asked');
      enqueue(async () => {
        const bytes = await reader.readFile(path).catch(() => null);
        if (files.get(path) === 'asked') files.set(path, bytes);
      });
      return undefined;
    },
    isFile: (path) => kindOf(normalize(path)) === false,
    isDirectory: (path) =>
      kindOf(normalize(path)) === true || (folders.has(normalize(path)) && (listing(normalize(path))?.size ?? 0) > 0),
    readDirectory: (path) => [...(listing(normalize(path))?.keys() ?? [])],
    forget(asked) {
      const path = normalize(asked);
      for (const map of [files, folders]) {
        map.delete(path);
        map.delete(path.slice(0, path.lastIndexOf('/')));
      }
    },
    settled: () =>
      active === 0 && waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => whenSettled.push(resolve)),
  };
}

import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { FileSystem } from './file-system.ts';

/** Most files that are asked for do not exist, and an error takes longer than the answer. */
const quietly = { throwIfNoEntry: false } as const;

/** The machine's disk. */
export const nodeFileSystem: FileSystem = {
  readFile: (path) => orUndefined(() => readFileSync(path)),
  isFile: (path) => orUndefined(() => statSync(path, quietly)?.isFile()) ?? false,
  isDirectory: (path) => orUndefined(() => statSync(path, quietly)?.isDirectory()) ?? false,
  readDirectory: (path) => orUndefined(() => readdirSync(path)) ?? [],
};

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

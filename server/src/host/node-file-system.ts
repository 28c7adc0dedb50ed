import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { FileSystem } from './file-system.ts';

/** The machine's disk. */
export const nodeFileSystem: FileSystem = {
  readFile: (path) => orUndefined(() => readFileSync(path)),
  isFile: (path) => orUndefined(() => statSync(path).isFile()) ?? false,
  isDirectory: (path) => orUndefined(() => statSync(path).isDirectory()) ?? false,
  readDirectory: (path) => orUndefined(() => readdirSync(path)) ?? [],
};

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

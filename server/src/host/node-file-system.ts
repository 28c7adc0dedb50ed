import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync, type Stats } from 'node:fs';
import type { FileSystem, Inspection } from './file-system.ts';

/** Most files that are asked for do not exist, and an error takes longer than the answer. */
const quietly = { throwIfNoEntry: false } as const;

/** The machine's disk. */
export const nodeFileSystem: FileSystem = {
  readFile: (path) => orUndefined(() => readFileSync(path)),
  isFile: (path) => orUndefined(() => statSync(path, quietly)?.isFile()) ?? false,
  isDirectory: (path) => orUndefined(() => statSync(path, quietly)?.isDirectory()) ?? false,
  readDirectory: (path) => orUndefined(() => readdirSync(path)) ?? [],
  inspect,
};

function inspect(path: string): Inspection | undefined {
  let isLink = false;
  try {
    isLink = lstatSync(path).isSymbolicLink();
    const stats = statSync(path);
    return { kind: kindOf(stats), isLink, real: realpathSync(path), device: stats.dev, size: stats.size };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const unreached = { isLink, real: path, device: NaN };
    if (code === 'ELOOP') return { ...unreached, kind: 'looping link' };
    if (code === 'EACCES' || code === 'EPERM') return { ...unreached, kind: 'forbidden' };
    if (isLink) return { ...unreached, kind: 'broken link', real: orUndefined(() => readlinkSync(path)) ?? path };
    return undefined;
  }
}

function kindOf(stats: Stats): Inspection['kind'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  if (stats.isFIFO()) return 'pipe';
  return stats.isSocket() ? 'socket' : 'device';
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

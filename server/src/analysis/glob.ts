import type { FileSystem } from '../host/file-system.ts';

const magic = /[*?[]/;

export function hasWildcard(pattern: string): boolean {
  return magic.test(pattern);
}

/**
 * Whether a name (no slash) fits a pattern of Python's `fnmatch`: `*`, `?`, `[a-z]`, `[!a-z]`. Case counts.
 */
export function matchesName(name: string, pattern: string): boolean {
  return toRegExp(pattern).test(name);
}

/**
 * The files that an absolute pattern names, sorted: Python's `glob` (names that begin with a dot only where the pattern does), and `**`
 * for any depth of folders. A pattern without wildcards names the file if there is one.
 */
export function findFiles(files: FileSystem, pattern: string, limit = 1000): string[] {
  let folders = [''];
  const parts = pattern.split('/').slice(1);
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1;
    folders = folders.flatMap((folder) => step(files, folder, part, isLast, limit)).slice(0, limit);
  }
  return [...new Set(folders)].sort();
}

function step(files: FileSystem, folder: string, part: string, isLast: boolean, limit: number): string[] {
  if (part === '**' && !isLast) return descend(files, folder, limit);
  if (!magic.test(part)) {
    const path = `${folder}/${part}`;
    return !isLast || files.isFile(path) ? [path] : [];
  }
  const fits = toRegExp(part);
  return files
    .readDirectory(folder === '' ? '/' : folder)
    .filter((name) => fits.test(name) && (!name.startsWith('.') || part.startsWith('.')))
    .map((name) => `${folder}/${name}`)
    .filter((path) => (isLast ? files.isFile(path) : files.isDirectory(path)));
}

/** The folder and those in it, breadth first, without hidden ones and what package managers unpack. */
function descend(files: FileSystem, folder: string, limit: number): string[] {
  const out = [folder];
  for (let i = 0; i < out.length && out.length < limit; i++) {
    for (const name of files.readDirectory(out[i] === '' ? '/' : out[i]!)) {
      if (name.startsWith('.') || name === 'node_modules') continue;
      if (files.isDirectory(`${out[i]}/${name}`)) out.push(`${out[i]}/${name}`);
    }
  }
  return out;
}

function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(
    /\[(!?)(\]?[^\]]*)\]|[\s\S]/g,
    (char, not: string | undefined, set: string | undefined) => {
      if (set !== undefined) return `[${not ? '^' : ''}${set.replace(/[\\\]^[]/g, '\\$&')}]`;
      if (char === '*') return '.*';
      if (char === '?') return '.';
      return char.replace(/[.+^${}()|[\]\\/]/, '\\$&');
    },
  );
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    // A range that runs backwards, `[z-a]`, fits nothing.
    return /(?!)/;
  }
}

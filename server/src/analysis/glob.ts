import type { FileSystem } from '../host/file-system.ts';

/*
 * Python's `fnmatch` and `glob`, by hand: `picomatch` and its like read `{a,b}`, `!(a)`, `[^a]` and a backslash as a shell does, Python as they stand.
 */

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

/** Whether Python's `glob` finds a file of this path for a pattern: a wildcard takes no slash, and no dot at a name's begin. */
export function matchesPath(path: string, pattern: string): boolean {
  const [names, parts] = [path.split('/'), pattern.split('/')];
  return names.length === parts.length && names.every((name, i) => fitsPart(name, parts[i]!));
}

function fitsPart(name: string, part: string): boolean {
  return hasWildcard(part) ? matchesName(name, part) && (!name.startsWith('.') || part.startsWith('.')) : name === part;
}

/**
 * The files that an absolute pattern names, sorted: Python's `glob` as fail2ban asks it, where `**` is no more than `*`, and names that begin
 * with a dot are found only where the pattern does. A pattern without wildcards names the file if there is one.
 */
export function findFiles(files: FileSystem, pattern: string, limit = 1000): string[] {
  let folders = [''];
  const parts = pattern.split('/').slice(1);
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1;
    folders = folders.flatMap((folder) => step(files, folder, part, isLast)).slice(0, limit);
  }
  return [...new Set(folders)].sort();
}

function step(files: FileSystem, folder: string, part: string, isLast: boolean): string[] {
  if (!magic.test(part)) {
    const path = `${folder}/${part}`;
    return !isLast || files.isFile(path) ? [path] : [];
  }
  return files
    .readDirectory(folder === '' ? '/' : folder)
    .filter((name) => fitsPart(name, part))
    .map((name) => `${folder}/${name}`)
    .filter((path) => (isLast ? files.isFile(path) : files.isDirectory(path)));
}

/** The folder and those in it, breadth first, without hidden ones and what package managers unpack; no more than about `limit`. */
export function foldersIn(files: FileSystem, folder: string, limit: number): string[] {
  const out = [folder];
  for (let i = 0; i < out.length && out.length < limit; i++) {
    for (const name of files.readDirectory(out[i] === '' ? '/' : out[i]!)) {
      if (name.startsWith('.') || name === 'node_modules') continue;
      if (files.isDirectory(`${out[i]}/${name}`)) out.push(`${out[i]}/${name}`);
    }
  }
  return out;
}

/** A set holds at least one character, a `]` only as its first; a `[` without an end stands for itself. */
const pieces = /\[!(\]?[^\]]*)\]|\[(?!!)(\]?[^\]]*)\]|[^]/gu;

function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(pieces, (piece, others: string | undefined, set: string | undefined) => {
    if (others !== undefined) return others === '' ? escape(piece) : `[^${printSet(others)}]`;
    if (set !== undefined) return set === '' ? escape(piece) : `[${printSet(set)}]`;
    if (piece === '*') return '.*';
    return piece === '?' ? '.' : escape(piece);
  });
  return new RegExp(`^${source}$`, 'su');
}

/** `a-c` is a range, and none where it runs backwards; each other character stands for itself. */
function printSet(set: string): string {
  const chars = [...set];
  let printed = '';
  for (let i = 0; i < chars.length; i++) {
    const [first, last] =
      chars[i + 1] === '-' && i + 2 < chars.length ? [chars[i]!, chars[(i += 2)]!] : [chars[i]!, chars[i]!];
    if (first.codePointAt(0)! <= last.codePointAt(0)!) printed += `${escape(first)}-${escape(last)}`;
  }
  return printed;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/gu, (char) => `\\x${char.charCodeAt(0).toString(16)}`);
}

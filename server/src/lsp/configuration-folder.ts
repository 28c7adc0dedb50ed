import { folderOf, nameOf } from '../config/paths.ts';
import type { FileSystem } from '../host/file-system.ts';
import { normalize } from './overlay-file-system.ts';

const partFolders = ['filter.d', 'action.d', 'jail.d', 'fail2ban.d'];

/**
 * fail2ban's configuration folder that a file belongs to: the one whose `filter.d` (or other part) the file stands in, else the
 * next folder upwards that holds a `filter.d`; null where there is none.
 */
export function configurationFolderOf(path: string, files: FileSystem): string | null {
  const folder = folderOf(path);
  for (let at = folder; ; at = folderOf(at)) {
    if (partFolders.includes(nameOf(at))) return folderOf(at);
    if (files.isDirectory(at === '/' ? '/filter.d' : `${at}/filter.d`)) return at;
    if (at === '/' || at === '' || at === folderOf(at)) return null;
  }
}

export interface FallbackFiles extends FileSystem {
  /** Where a file really lies: the path itself, a path under the fallback folder that stands in for it, or null for a built-in text. */
  locate(path: string): string | null;
  /** The address at which the built-in text that answers for a path can be read; null for any other file. */
  addressOfBuiltin(path: string): string | null;
  /** The names under which a file was asked for beside its own: it was lent, or a path led to it through `..`. */
  aliases(path: string): Iterable<string>;
}

/**
 * Lends files to a folder that has not all of them: a filter outside fail2ban's folder includes `common.conf` all the same. What
 * `base` does not hold is looked for by its place in the configuration (`filter.d/common.conf`) in each of `fallbacks`, which are
 * folders of `base`, and last in `builtin` (by the same relative paths). A `.local` is only lent beside a `.conf` that is lent, so
 * that a file of the user is never overlaid by somebody else's. `addressOf`: where a client shows a built-in text; null where it cannot.
 */
export function createFallbackFiles(
  base: FileSystem,
  fallbacks: (path: string) => readonly string[],
  builtin: Readonly<Record<string, string>>,
  addressOf: (place: string) => string | null = () => null,
): FallbackFiles {
  const encoder = new TextEncoder();
  const aliases = new Map<string, Set<string>>();
  const note = (asked: string, real: string): void => {
    if (asked === real) return;
    const known = aliases.get(real) ?? new Set();
    aliases.set(real, known.add(asked));
  };
  /** The lender's path; `builtin:` before it for a text of ours. */
  const lender = (asked: string): string | undefined => {
    const path = normalize(asked);
    note(asked, path);
    if (!/\.(?:conf|local|py)$/.test(path)) return undefined;
    const conf = path.replace(/local$/, 'conf');
    if (conf !== path && (base.isFile(conf) || lender(conf) === undefined)) return undefined;
    const folder = folderOf(path);
    for (const place of placesOf(path)) {
      for (const fallback of fallbacks(path)) {
        const lent = `${fallback}/${place}`;
        note(asked, lent);
        if (fallback !== folder && lent !== path && base.isFile(lent)) return lent;
      }
      if (place in builtin) return `builtin:${place}`;
    }
    return undefined;
  };
  return {
    aliases: (path) => aliases.get(path) ?? [],
    readFile(path) {
      note(path, normalize(path));
      const own = base.readFile(path);
      if (own) return own;
      const lent = base.isFile(path) ? undefined : lender(path);
      if (lent === undefined) return undefined;
      return lent.startsWith('builtin:') ? encoder.encode(builtin[lent.slice('builtin:'.length)]) : base.readFile(lent);
    },
    isFile: (path) => base.isFile(path) || lender(path) !== undefined,
    isDirectory: base.isDirectory,
    readDirectory: base.readDirectory,
    locate(path) {
      if (path.startsWith('builtin:')) return null;
      if (base.isFile(path)) return normalize(path);
      const lent = lender(path) ?? normalize(path);
      return lent.startsWith('builtin:') ? null : lent;
    },
    addressOfBuiltin(path) {
      const lent = path.startsWith('builtin:') || base.isFile(path) ? undefined : lender(path);
      return lent?.startsWith('builtin:') ? addressOf(lent.slice('builtin:'.length)) : null;
    },
  };
}

/** What a path is called in a configuration folder. A file that stands in no part folder may be a filter's include or one of a jail.conf. */
function placesOf(path: string): string[] {
  const name = nameOf(path);
  const folder = nameOf(folderOf(path));
  if (folder === 'jail.d' || folder === 'fail2ban.d') return [];
  return partFolders.includes(folder) ? [`${folder}/${name}`] : [name, `filter.d/${name}`];
}

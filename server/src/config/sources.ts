import type { FileSystem } from '../host/file-system.ts';
import { decodeIni, type DecodeError } from '../ini/decode.ts';
import type { ParsedIni } from '../ini/nodes.ts';
import { parseIni } from '../ini/parser.ts';

/** One file as read. */
export interface Source extends ParsedIni {
  readonly path: string;
  /** Not strict UTF-8: the real reader skips the file, unless an error of an earlier block ends all (`error`). */
  readonly decodeError?: DecodeError;
}

/** Every file that a reading asked for: what an editor must watch. */
export interface LookedFor {
  readonly path: string;
  readonly found: boolean;
}

/**
 * The files of one or many readings, each read and parsed once. Make a new one when files change, or keep it and give
 * it a FileSystem that answers for the moment at which it was made.
 */
export interface Sources {
  readonly files: FileSystem;
  /** Undefined where there is no such file or it cannot be read. */
  read(path: string): Source | undefined;
  /** As `os.path.exists`. */
  exists(path: string): boolean;
  isFile(path: string): boolean;
  /** Paths of the entries of `folder` that end in `extension`, sorted; hidden ones are left out, as `glob` does. */
  list(folder: string, extension: string): string[];
  /** What was asked for so far, in order, each path once. A listed folder counts as a path of its own. */
  lookedFor(): LookedFor[];
}

/** `parsed`: files that another reading of the same moment has parsed already, and where this one adds its own. */
export function createSources(files: FileSystem, parsed: Map<string, Source | undefined> = new Map()): Sources {
  const asked = new Map<string, boolean>();
  const ask = (path: string, found: boolean): boolean => {
    asked.set(path, found);
    return found;
  };
  return {
    files,
    read: (path) => {
      if (!parsed.has(path)) parsed.set(path, readSource(files, path));
      ask(path, parsed.get(path) !== undefined);
      return parsed.get(path);
    },
    exists: (path) => ask(path, files.isFile(path) || files.isDirectory(path)),
    isFile: (path) => ask(path, files.isFile(path)),
    list: (folder, extension) => {
      ask(folder, files.isDirectory(folder));
      return files
        .readDirectory(folder)
        .filter((name) => name.endsWith(extension) && !name.startsWith('.'))
        .sort(byText)
        .map((name) => `${folder}/${name}`);
    },
    lookedFor: () => [...asked].map(([path, found]) => ({ path, found })),
  };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function readSource(files: FileSystem, path: string): Source | undefined {
  const bytes = files.readFile(path);
  if (!bytes) return undefined;
  const { text, error } = decodeIni(bytes);
  const parsed = parseIni(text, path);
  if (!error) return { path, ...parsed };
  // Only what ends the reading at once can come before the decoding error; bad lines are reported at the end of a file.
  const before = parseIni(error.readBefore, path).error;
  const raised = before && before.name !== 'ParsingError' ? { error: before } : {};
  return { path, tree: parsed.tree, problems: parsed.problems, decodeError: error, ...raised };
}

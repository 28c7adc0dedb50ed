import { folderOf, joinPath, nameOf, normalizePath } from '../config/paths.ts';
import type { FileSystem } from '../host/file-system.ts';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { UsageError, type CommandHost } from './command.ts';

/** A file or folder as a git revision has it. */
export interface RevisionFiles {
  /** The revision's files in the configuration folder that holds it; any other path is the disk's. */
  readonly files: FileSystem;
  /** Where it would lie on the disk, from the current folder; options in brackets behind it stay. */
  readonly argument: string;
}

/**
 * Tells `REV:PATH` from other arguments: no file has that name, and no regex is written so (every failregex has a `<`).
 * `C:\x` is a path.
 */
export function isRevision({ files, cwd }: CommandHost, argument: string): boolean {
  return (
    /^[^\s:<>-][^\s:<>]*:[^<>]*$/.test(argument) &&
    !/^[A-Za-z]:[\\/]/.test(argument) &&
    !files.isFile(joinPath(cwd, argument)) &&
    !files.isDirectory(joinPath(cwd, argument))
  );
}

/** Reads `REV:PATH` as git does: PATH begins at the top of the repository, `./PATH` here. Throws UsageError. */
export function readRevision(host: CommandHost, argument: string): RevisionFiles {
  const colon = argument.indexOf(':');
  const [revision, written] = [argument.slice(0, colon), argument.slice(colon + 1)];
  const git = (args: readonly string[], input?: string): Uint8Array => {
    const answer = host.git ? host.git(host.cwd, args, input) : { error: 'git cannot be run here' };
    if ('error' in answer) throw new UsageError(`${argument}: git cannot read it (${answer.error})`);
    return answer.output;
  };
  const line = (...args: string[]): string => new TextDecoder().decode(git(args)).replace(/\r?\n$/, '');
  const prefix = line('rev-parse', '--show-prefix');
  const up = prefix.replace(/[^/]+\//g, '../');
  const top = normalizePath(joinPath(host.cwd, up));
  const isFromHere = /^\.{1,2}\//.test(written);
  const [path, options] = splitOptions(normalizePath(joinPath(isFromHere ? `/${prefix}` : '/', written)).slice(1));
  const commit = line('rev-parse', '--verify', '--end-of-options', `${revision}^{tree}`);

  const entries = readTree(git(['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...rootOf(path)]));
  if (!entries.some((entry) => entry.path === path || entry.path.startsWith(path === '' ? '' : `${path}/`)))
    throw new UsageError(
      `${argument}: ${revision} has no ${path} (a path begins at the top of the repository, ${top})`,
    );
  const wanted = entries.filter((entry) => /\.(?:conf|local)$/.test(entry.path) || entry.path === path);
  const contents = readBlobs(git(['cat-file', '--batch'], wanted.map(({ object }) => `${object}\n`).join('')));
  const read = new Map(wanted.map((entry, i) => [entry.path, { entry, content: contents[i]! }]));
  const inTree = Object.fromEntries(
    wanted.flatMap((entry) => {
      const content = followLinks(read, entry.path);
      return content ? [[joinPath(top, entry.path), content]] : [];
    }),
  );
  return {
    files: within(top, rootOf(path)[0] ?? '', createMemoryFileSystem(inTree), host.files),
    argument: `${up}${path === '' ? '.' : path}${options}`,
  };
}

function splitOptions(text: string): [path: string, options: string] {
  const bracket = text.indexOf('[');
  return bracket < 0 ? [text, ''] : [text.slice(0, bracket), text.slice(bracket)];
}

/** The configuration folder of a filter, or the folder itself; none for the whole repository. */
function rootOf(path: string): string[] {
  if (!/\.(?:conf|local)$/.test(path) && nameOf(folderOf(`/${path}`)) !== 'filter.d') return path === '' ? [] : [path];
  const folder = folderOf(`/${path}`);
  const root = (nameOf(folder) === 'filter.d' ? folderOf(folder) : folder).replace(/^\/+/, '');
  return root === '' ? [] : [root];
}

interface TreeEntry {
  readonly isLink: boolean;
  readonly object: string;
  /** From the top of the repository. */
  readonly path: string;
}

/** Reads `git ls-tree -z`; what is neither a file nor a link is left out. */
function readTree(output: Uint8Array): TreeEntry[] {
  return new TextDecoder()
    .decode(output)
    .split('\0')
    .flatMap((row) => {
      const match = /^(\d+) blob ([0-9a-f]+)\t([^]+)$/.exec(row);
      return match ? [{ isLink: match[1] === '120000', object: match[2]!, path: match[3]! }] : [];
    });
}

/** Reads `git cat-file --batch`: a head (`OBJECT blob SIZE`), the bytes and a line feed each. */
function readBlobs(output: Uint8Array): Uint8Array[] {
  const blobs: Uint8Array[] = [];
  for (let at = 0; at < output.length;) {
    const lineFeed = output.indexOf(10, at);
    const size = Number(new TextDecoder().decode(output.subarray(at, lineFeed)).split(' ')[2]);
    blobs.push(output.subarray(lineFeed + 1, lineFeed + 1 + size));
    at = lineFeed + 1 + size + 1;
  }
  return blobs;
}

const mostLinks = 10;

function followLinks(
  read: ReadonlyMap<string, { readonly entry: TreeEntry; readonly content: Uint8Array }>,
  path: string,
): Uint8Array | undefined {
  let at = path;
  for (let turn = 0; turn < mostLinks; turn++) {
    const found = read.get(at);
    if (!found?.entry.isLink) return found?.content;
    at = normalizePath(joinPath(folderOf(`/${at}`), new TextDecoder().decode(found.content))).replace(/^\/+/, '');
  }
  return undefined;
}

/** Below one folder of the repository the revision answers, elsewhere the disk. */
function within(top: string, root: string, revision: FileSystem, disk: FileSystem): FileSystem {
  const folder = root === '' ? top : joinPath(top, root);
  const of = (path: string): FileSystem => (path === folder || path.startsWith(`${folder}/`) ? revision : disk);
  return {
    readFile: (path) => of(path).readFile(path),
    isFile: (path) => of(path).isFile(path),
    isDirectory: (path) => of(path).isDirectory(path),
    readDirectory: (path) => of(path).readDirectory(path),
  };
}

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
  /** Words that name the revision's files as the disk's, with the revision in place of that. */
  inWords(words: string): string;
}

/**
 * Tells `REV:PATH` and `:PATH` (what is staged) from other arguments: no file has that name, and no regex is written so (every failregex has a `<`).
 * `C:\x` is a path.
 */
export function isRevision({ files, cwd }: CommandHost, argument: string): boolean {
  return (
    /^(?:[^\s:<>-][^\s:<>]*)?:[^<>]*$/.test(argument) &&
    !/^[A-Za-z]:[\\/]/.test(argument) &&
    !files.isFile(joinPath(cwd, argument)) &&
    !files.isDirectory(joinPath(cwd, argument))
  );
}

/** Whether git knows a word as a revision (`HEAD~1`, a branch, a tag). */
export function isKnownRevision(host: CommandHost, word: string): boolean {
  if (!/^[^\s:<>-][^\s:<>]*$/.test(word) || !host.git) return false;
  return !('error' in host.git(host.cwd, verifyArguments(word)));
}

/** Reads `REV:PATH` as git does: PATH begins at the top of the repository, `./PATH` here. Throws UsageError. */
export function readRevision(host: CommandHost, argument: string): RevisionFiles {
  const stated = argument.replace(/^:0:/, ':');
  const [revision, written] = [stated.slice(0, stated.indexOf(':')), stated.slice(stated.indexOf(':') + 1)];
  const git = (args: readonly string[], input?: string): Uint8Array => {
    const answer = host.git ? host.git(host.cwd, args, input) : { error: 'git cannot be run here' };
    if ('error' in answer) throw new UsageError(`${argument}: git cannot read it (${answer.error})`);
    return answer.output;
  };
  const line = (...args: string[]): string => new TextDecoder().decode(git(args)).replace(/\r?\n$/, '');
  const prefix = line('rev-parse', '--show-prefix');
  const up = prefix.replace(/[^/]+\//g, '../');
  const top = normalizePath(joinPath(host.cwd, up));
  const isFromHere = /^\.{1,2}(?:\/|$)/.test(written);
  const [wanted, options] = splitOptions(normalizePath(joinPath(isFromHere ? `/${prefix}` : '/', written)).slice(1));
  const tree = revision === '' ? undefined : treeOf(host, argument, revision);
  const list = (root: readonly string[]): TreeEntry[] =>
    readTree(
      tree === undefined
        ? git(['--literal-pathspecs', 'ls-files', '--stage', '-z', '--full-name', '--', `${up}${root[0] ?? ''}` || '.'])
        : git(['ls-tree', '-r', '-z', '--full-tree', tree, '--', ...root]),
    );

  const entries = list(rootOf(wanted));
  const path = findPath(entries, wanted);
  if (path === undefined) {
    const name = revision === '' ? 'what is staged' : revision;
    const former = tree === undefined ? undefined : formerName(host, tree, wanted);
    throw new UsageError(
      `${argument}: ${name} has no ${wanted} ${
        former === undefined
          ? `(a path begins at the top of the repository, ${top})`
          : `(it was ${former} there: write ${revision}:${former}${options})`
      }`,
    );
  }
  const read = entries.filter((entry) => /\.(?:conf|local)$/.test(entry.path) || entry.path === path);
  const contents = readBlobs(git(['cat-file', '--batch'], read.map(({ object }) => `${object}\n`).join('')));
  const missing = read.find((_, i) => contents[i] === undefined);
  if (missing) throw new UsageError(`${argument}: git does not have ${missing.path} here (a partial clone?)`);
  const byPath = new Map(read.map((entry, i) => [entry.path, { entry, content: contents[i]! }]));
  const inTree = Object.fromEntries(
    read.flatMap((entry) => {
      const content = followLinks(byPath, entry.path);
      return content ? [[joinPath(top, entry.path), content]] : [];
    }),
  );
  const folder = joinPath(top, rootOf(wanted)[0] ?? '').replace(/\/$/, '');
  return {
    files: within(folder, createMemoryFileSystem(inTree), host.files),
    argument: `${up}${path === '' ? '.' : path}${options}`,
    inWords: (words) =>
      words.replaceAll(`${folder}/`, `${revision}:${folder.slice(top.length + 1)}/`.replace(':/', ':')),
  };
}

function verifyArguments(revision: string): string[] {
  return ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{tree}`];
}

/** The tree of a revision. Throws UsageError. */
function treeOf({ git, cwd }: CommandHost, argument: string, revision: string): string {
  const answer = git!(cwd, verifyArguments(revision));
  if (!('error' in answer)) return new TextDecoder().decode(answer.output).trim();
  const shallow = git!(cwd, ['rev-parse', '--is-shallow-repository']);
  const isShallow = !('error' in shallow) && new TextDecoder().decode(shallow.output).trim() === 'true';
  const why = isShallow
    ? `there is no revision ${revision} in this shallow clone: git fetch --unshallow, or fetch-depth: 0 for actions/checkout`
    : `there is no revision ${revision}`;
  throw new UsageError(`${argument}: git cannot read it (${why})`);
}

/** A file or folder of the tree; of a filter also without its extension, as everywhere. */
function findPath(entries: readonly TreeEntry[], path: string): string | undefined {
  const isFile = (name: string): boolean => entries.some((entry) => entry.path === name);
  if (path === '' || isFile(path) || entries.some((entry) => entry.path.startsWith(`${path}/`))) return path;
  return [`${path}.conf`, `${path}.local`].find(isFile);
}

/** What a file that is staged now was called in a revision, by git's own comparison; undefined where git knows none. */
function formerName({ git, cwd }: CommandHost, tree: string, path: string): string | undefined {
  const answer = git!(cwd, ['diff-index', '--cached', '-r', '-z', '-M', '--name-status', '--diff-filter=R', tree]);
  if ('error' in answer) return undefined;
  const words = new TextDecoder().decode(answer.output).split('\0');
  for (let i = 0; i + 2 < words.length; i += 3)
    if ([path, `${path}.conf`, `${path}.local`].includes(words[i + 2]!)) return words[i + 1];
  return undefined;
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

/** Reads `git ls-tree -z` or `git ls-files --stage -z`; what is neither a file nor a link is left out. */
function readTree(output: Uint8Array): TreeEntry[] {
  return new TextDecoder()
    .decode(output)
    .split('\0')
    .flatMap((row) => {
      const match = /^(1[02]\d+) (?:blob )?([0-9a-f]+)(?: 0)?\t([^]+)$/.exec(row);
      return match ? [{ isLink: match[1] === '120000', object: match[2]!, path: match[3]! }] : [];
    });
}

/** Reads `git cat-file --batch`: a head (`OBJECT blob SIZE`), the bytes and a line feed each; `OBJECT missing` alone for one that is not there. */
function readBlobs(output: Uint8Array): (Uint8Array | undefined)[] {
  const blobs: (Uint8Array | undefined)[] = [];
  for (let at = 0; at < output.length;) {
    const lineFeed = output.indexOf(10, at);
    const [, , written] = new TextDecoder().decode(output.subarray(at, lineFeed)).split(' ');
    if (written === undefined) {
      blobs.push(undefined);
      at = lineFeed + 1;
      continue;
    }
    const size = Number(written);
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
function within(folder: string, revision: FileSystem, disk: FileSystem): FileSystem {
  const of = (path: string): FileSystem => (path === folder || path.startsWith(`${folder}/`) ? revision : disk);
  return {
    readFile: (path) => of(path).readFile(path),
    isFile: (path) => of(path).isFile(path),
    isDirectory: (path) => of(path).isDirectory(path),
    readDirectory: (path) => of(path).readDirectory(path),
  };
}

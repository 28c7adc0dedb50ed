import { adviseFromSample } from '../src/advice/advise.ts';
import { findDangers } from '../src/danger/find-dangers.ts';
import { dangerSubjectsIn, placeDangers } from '../src/lint/dangers.ts';
import type { Guard } from '../src/matching/search-block.ts';
import { Workspace, type FileAnalysis } from '../src/analysis/workspace.ts';
import type { Versions } from '../src/analysis/analyse-regexes.ts';
import { fail2banVersions } from '../src/config/fail2ban-version.ts';
import { pythonVersions } from '../src/pyre/python-version.ts';
import { normalizePath } from '../src/config/paths.ts';
import type { FileSystem } from '../src/host/file-system.ts';
import { createMemoryFileSystem } from '../src/host/memory-file-system.ts';
import { inOrder, lintFile } from '../src/lint/run.ts';
import type { DangerInFile, Finding } from '../src/lint/rule.ts';
import { splitFiles } from './marked-text.ts';

/** A configuration folder in one text: `//- PATH` lines start a file, `⟦…⟧` marks where something is to be found. */
export interface MarkedFolder {
  /** Without the marks, by absolute path under `/c`. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly marks: readonly Mark[];
}

/** UTF-16 offsets into the file's text without marks. */
export interface Mark {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** `path`: the name of the file where no `//-` line comes first. */
export function readMarkedFolder(text: string, path: string): MarkedFolder {
  const files: Record<string, string> = {};
  const marks: Mark[] = [];
  for (const [name, content] of splitFiles(text, path)) {
    const file = `/c/${name}`;
    let plain = '';
    let open = 0;
    for (const char of content) {
      if (char === '⟦') open = plain.length;
      else if (char === '⟧') marks.push({ file, start: open, end: plain.length });
      else plain += char;
    }
    files[file] = plain;
  }
  return { files, marks };
}

/** `\uXXXX` and `\xXX` become the character; characters below U+0100 that no UTF-8 writes alone come from `\x` as bytes. */
export function withEscapes(folder: MarkedFolder): MarkedFolder {
  const files: Record<string, string | Uint8Array> = {};
  const marks: Mark[] = [];
  for (const [file, text] of Object.entries(folder.files)) {
    const escapes = [...String(text).matchAll(/\\u([0-9A-F]{4})|\\x([0-9A-F]{2})/g)];
    const shift = (offset: number): number =>
      offset - escapes.filter(({ index }) => index < offset).reduce((sum, match) => sum + match[0].length - 1, 0);
    for (const mark of folder.marks)
      if (mark.file === file) marks.push({ file, start: shift(mark.start), end: shift(mark.end) });
    const isBytes = escapes.some((match) => match[2] !== undefined && parseInt(match[2], 16) > 0x7f);
    const plain = String(text).replace(/\\u([0-9A-F]{4})|\\x([0-9A-F]{2})/g, (_, wide?: string, byte?: string) =>
      String.fromCharCode(parseInt((wide ?? byte)!, 16)),
    );
    files[file] = isBytes ? Uint8Array.from(plain, (char) => char.charCodeAt(0)) : plain;
  }
  return { files, marks };
}

const newest: Versions = {
  fail2ban: fail2banVersions.at(-1)!,
  python: pythonVersions.find((version) => version === '3.11')!,
};

/** All findings of a folder's files; a log among them is their sample. */
export function lintFolder(files: MarkedFolder['files'], versions: Partial<Versions> = {}): Finding[] {
  const workspace = new Workspace(asDisk(createMemoryFileSystem(files)), { ...newest, ...versions });
  const treeOf = (file: string) => workspace.source(file)?.tree;
  const [log] = Object.keys(files).filter(isLog);
  return inOrder(
    Object.keys(files)
      .filter((path) => !isLog(path))
      .flatMap((path) => {
        const file = workspace.analyse(path)!;
        return lintFile(file, { treeOf, dangers: dangersIn(file, log === undefined ? undefined : String(files[log])) });
      }),
  );
}

function isLog(path: string): boolean {
  return path.endsWith('.log');
}

function dangersIn(file: FileAnalysis, sample: string | undefined): DangerInFile[] {
  const guard: Guard = (work) => {
    work();
    return true;
  };
  return dangerSubjectsIn(file).flatMap((subject) =>
    placeDangers(file, subject, [
      ...findDangers(subject.texts, { guard, sample }),
      ...(sample === undefined ? [] : adviseFromSample(subject.texts, { guard, sample })),
    ]),
  );
}

/** As a disk, which knows a file under every spelling of its path. */
function asDisk(files: FileSystem): FileSystem {
  return {
    readFile: (path) => files.readFile(normalizePath(path)),
    isFile: (path) => files.isFile(normalizePath(path)),
    isDirectory: (path) => files.isDirectory(normalizePath(path)),
    readDirectory: (path) => files.readDirectory(normalizePath(path)),
  };
}

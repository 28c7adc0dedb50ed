import type { Jail } from '../config/resolve.ts';
import { folderOf, nameOf, normalizePath, withoutExtension } from '../config/paths.ts';
import type { FileSystem } from '../host/file-system.ts';
import { memoize } from '../text/memoize.ts';
import { sampleReasons, type SampleReason } from '../protocol.ts';
import { findFiles, hasWildcard, matchesName } from './glob.ts';

/** A log that a comment in the file names: `# fail2ban-lens: log=../logs/named.log`. */
export interface LogDirective {
  readonly log: string;
  /** From 0. */
  readonly line: number;
  /** The file of the comment, where that is another one of the same filter. */
  readonly file?: string;
}

/**
 * The directives of a filter or jail file, in order. Quotes around the log are dropped; one comment names one log. Remembered: each of a
 * file's jails asks for them.
 */
export const readLogDirectives = memoize(
  (text: string) => text,
  (text): readonly LogDirective[] =>
    text.split(/\r\n?|\n/).flatMap((content, line) => {
      const log = /^\s*[#;]+\s*fail2ban-lens:\s*log\s*=\s*(.*?)\s*$/
        .exec(content)?.[1]
        ?.replace(/^(["'])(.*)\1$/, '$2');
      return log ? [{ log, line }] : [];
    }),
  8,
);

/** What a jail with the filter reads: its logpath lines as configured, globs included. */
export interface JailLogs {
  readonly jail: string;
  readonly logpath: readonly string[];
}

/** What jails read, as configured; those that read no file are left out. */
export function logsOfJails(jails: readonly Pick<Jail, 'name' | 'logpaths'>[]): JailLogs[] {
  return jails.flatMap(({ name, logpaths }) => {
    const logpath = logpaths.map(({ path }) => path.text).filter((log) => log !== '');
    return logpath.length > 0 ? [{ jail: name, logpath }] : [];
  });
}

export interface SampleRequest {
  /** The filter or jail file. */
  readonly path: string;
  /** The jail, where the subject is one. */
  readonly jail?: string;
  /** Names that the setting may use for it: the filter's, the file's. */
  readonly names: readonly string[];
  readonly directives: readonly LogDirective[];
  /** `fail2banLens.samples`. */
  readonly setting: Readonly<Record<string, string | readonly string[]>>;
  /** Where the setting's relative paths stand; null where there is no workspace. */
  readonly workspaceFolder: string | null;
  /** The configuration folder of the file; null for a file that stands in none. */
  readonly configurationFolder: string | null;
  readonly asked: readonly string[] | null;
  readonly chosen: readonly string[] | null;
  /** Logs in visible editors, the latest used first. */
  readonly visible: readonly string[];
  readonly jails: readonly JailLogs[];
  readonly files: FileSystem;
  isReadable(path: string): boolean;
  /** How a path is shown. */
  show(path: string): string;
}

/** A sample in the core's words: logs as paths. */
export interface FoundSample {
  readonly reason: SampleReason;
  /** In the order in which they are read. Not empty. */
  readonly logs: readonly string[];
  readonly label: string;
  readonly detail: string;
  readonly readable: boolean;
}

/** Every sample that is offered, the first that answers first: in the order of the reasons, unreadable ones behind all others. */
export function findSamples(request: SampleRequest): FoundSample[] {
  const found = sampleReasons.flatMap((reason) =>
    finders[reason](request).map((offer) => describeSample(request, reason, offer)),
  );
  const distinct = found.filter(
    ({ logs }, i) => found.findIndex((other) => other.logs.join('\n') === logs.join('\n')) === i,
  );
  return [...distinct.filter(({ readable }) => readable), ...distinct.filter(({ readable }) => !readable)];
}

/** Logs, and why they are offered. */
interface Offer {
  readonly logs: readonly string[];
  readonly why: string;
}

const finders: Readonly<Record<SampleReason, (request: SampleRequest) => Offer[]>> = {
  asked: ({ asked }) => offer(asked ?? [], 'asked for in this session'),
  directive: ({ directives, path, files }) =>
    offer(
      directives.flatMap(({ log, file = path }) => expand(files, absolute(log, folderOf(file)))),
      directives.length === 1
        ? `named by the comment in line ${placeOf(directives[0]!)}`
        : 'named by comments in the file',
    ),
  setting: (request) =>
    Object.entries(request.setting)
      .filter(([pattern]) => request.names.some((name) => matchesName(name, pattern)))
      .flatMap(([pattern, logs]) =>
        offer(
          [logs]
            .flat()
            .flatMap((log) => expand(request.files, absolute(log, request.workspaceFolder ?? folderOf(request.path)))),
          `set for “${pattern}” in fail2banLens.samples`,
        ),
      ),
  chosen: ({ chosen }) => offer(chosen ?? [], 'chosen for this workspace'),
  visible: ({ visible }) => visible.flatMap((log) => offer([log], 'open in an editor')),
  fixture: (request) => offer(filesOfFilter(request).slice(0, 1), 'a sample of the filter’s name'),
  logpath: (request) =>
    request.jails.flatMap(({ jail, logpath }) =>
      offer(
        logpath.flatMap((line) => expandLogpath(request, withoutMode(line))),
        `what jail [${jail}] reads`,
      ),
    ),
};

function placeOf({ line, file }: LogDirective): string {
  return `${line + 1}${file === undefined ? '' : ` of ${nameOf(file)}`}`;
}

function offer(logs: readonly string[], why: string): Offer[] {
  return logs.length > 0 ? [{ logs: [...new Set(logs)], why }] : [];
}

/** A pattern that fits nothing stays as it is, to be shown as unreadable. */
function expand(files: FileSystem, path: string): string[] {
  if (!hasWildcard(path) || files.isFile(path)) return [path];
  const found = findFiles(files, path);
  return found.length > 0 ? found : [path];
}

/**
 * A relative logpath stands for the server below the folder that it was started in, which nobody knows here: the first of the workspace folder and the
 * configuration folder that holds such a log is taken.
 */
function expandLogpath({ files, path, workspaceFolder, configurationFolder }: SampleRequest, log: string): string[] {
  if (log.startsWith('/')) return expand(files, log);
  const bases = [workspaceFolder, configurationFolder, folderOf(path)].filter((base) => base !== null);
  const found = bases.map((base) => expand(files, absolute(log, base)));
  return found.find(([first]) => files.isFile(first!)) ?? found[0]!;
}

function absolute(log: string, folder: string): string {
  const path = normalizePath(log.startsWith('/') ? log : `${folder}/${log}`);
  // A network share keeps its two slashes.
  return (log.startsWith('/') ? log : folder).startsWith('//') ? `/${path}` : path;
}

/** `logpath = /var/log/x.log tail`: the last word tells where the server begins to read. */
function withoutMode(line: string): string {
  return line.replace(/ (?:tail|head)$/, '');
}

/** Files of the filter's name where samples are kept: beside it, in a folder for samples, in fail2ban's own tests; the nearest first. */
export function filesOfFilter({
  path,
  names,
  configurationFolder,
  files,
}: Pick<SampleRequest, 'path' | 'names' | 'configurationFolder' | 'files'>): string[] {
  const folder = folderOf(path);
  const parents = [...new Set([folder, ...(configurationFolder === null ? [] : [configurationFolder])])];
  const places = parents.flatMap((parent) => [
    `${parent}/samples`,
    `${parent}/testcases`,
    parent,
    `${parent}/logs`,
    `${parent}/tests/files/logs`,
  ]);
  if (configurationFolder !== null) {
    const above = folderOf(configurationFolder);
    places.push(`${above}/fail2ban/tests/files/logs`, `${above}/files/logs`);
  }
  const stems = [...new Set([...names, withoutExtension(nameOf(path))])];
  return places
    .flatMap((place) =>
      stems.flatMap((stem) =>
        [`${stem}.log`, `${stem}.log.gz`, ...(parents.includes(place) ? [] : [stem])].map((name) => `${place}/${name}`),
      ),
    )
    .filter(files.isFile);
}

function describeSample({ isReadable, show }: SampleRequest, reason: SampleReason, { logs, why }: Offer): FoundSample {
  const unreadable = logs.filter((log) => !isReadable(log));
  const problem =
    unreadable.length === 0
      ? ''
      : logs.length === 1
        ? ' · cannot be read'
        : ` · ${unreadable.length} of ${logs.length} cannot be read`;
  const folders = [...new Set(logs.map((log) => folderOf(log)))];
  const label =
    logs.length === 1
      ? nameOf(logs[0]!)
      : folders.length === 1
        ? `${logs.length} logs in ${show(folders[0]!)}`
        : `${logs.length} logs`;
  return {
    reason,
    logs,
    label,
    // Why it is offered comes first: a long path is cut off at the end of a row.
    detail: `${why}${problem} · ${logs.map(show).join(', ')}`,
    readable: unreadable.length < logs.length,
  };
}

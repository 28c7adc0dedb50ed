import type { FileSystem } from '../host/file-system.ts';
import { MappedText } from '../text/mapped-text.ts';
import { wordRegex } from '../text/python-string.ts';
import { attempt, isFailure, type ConfigFailure } from './errors.ts';
import { extractOptions } from './extract-options.ts';
import type { Fail2banVersion } from './fail2ban-version.ts';
import type { Options } from './layers.ts';
import { folderOf, joinPath, nameOf, normalizePath, withoutExtension } from './paths.ts';
import type { FilterTarget } from './resolve-filter.ts';

export interface LocateRequest {
  readonly files: FileSystem;
  /** `sshd`, `sshd[mode=aggressive]`, a path, or a regex. */
  readonly argument: string;
  /** fail2ban's configuration folder, absolute; undefined: the folder that holds the argument's `filter.d`, else `fallbackConfigDir`. */
  readonly configDir?: string;
  /** Absolute; relative paths start here. */
  readonly cwd: string;
  readonly fail2ban: Fail2banVersion;
}

/** A filter that exists. `name` is the argument without its options. */
export interface LocatedFilter {
  readonly target: FilterTarget;
  readonly name: string;
  readonly options: Options;
}

export const fallbackConfigDir = '/etc/fail2ban';

/** What may name a filter, on any of the argument's lines. */
const nameLike = wordRegex((word) => `(?<![^\\n])/{0,3}[${word}/\\-.]+(?:\\[[^]*\\])?(?![^\\n])`);

/** Whether fail2ban-regex looks for a filter of this name or path, and does not take it for a regex. */
export function canNameFilter(argument: string): boolean {
  return nameLike(argument).test(argument);
}

/**
 * Tells a filter from a regex as fail2ban-regex does: a name in the configuration folder's `filter.d`, or a path; with or
 * without extension, options in brackets. Undefined where the argument names no file, which makes it a regex; a failure where its
 * options are wrong. A file in a folder called `filter.d` is read with all its overlays, any other one alone. (1.0
 * loses its way with the relative path `filter.d/x.conf`; here it is found.)
 */
export function locateFilter({
  files,
  argument,
  configDir,
  cwd,
  fail2ban,
}: LocateRequest): LocatedFilter | ConfigFailure | undefined {
  if (!canNameFilter(argument)) return undefined;
  const parsed = attempt(() => extractOptions(MappedText.builtin(argument, 'command line'), fail2ban));
  if (isFailure(parsed)) return { ...parsed, error: `Wrong filter name or options: ${parsed.error}` };
  const name = parsed.name.text;
  const place = (target: FilterTarget | undefined) => target && { target, name, options: parsed.options };
  if (!name.includes('/')) return place(findByName(files, name, configDir ?? fallbackConfigDir));
  const inConfig =
    configDir !== undefined && folderOf(name) === 'filter.d' ? findByPath(files, joinPath(configDir, name)) : undefined;
  return place(inConfig ?? findByPath(files, normalizePath(joinPath(cwd, name))));
}

/**
 * The filter of a file's path, whatever its name looks like: a blank in it makes it a regex for fail2ban-regex. Undefined where there is no such file; a
 * failure where its options are wrong.
 */
export function locateFilterFile({
  files,
  argument,
  cwd,
  fail2ban,
}: Omit<LocateRequest, 'configDir'>): LocatedFilter | ConfigFailure | undefined {
  const find = (name: string) => findByPath(files, normalizePath(joinPath(cwd, name)));
  const whole = find(argument);
  if (whole) return { target: whole, name: argument, options: new Map() };
  if (!argument.includes('[') || !find(argument.slice(0, argument.indexOf('[')))) return undefined;
  const parsed = attempt(() => extractOptions(MappedText.builtin(argument, 'command line'), fail2ban));
  if (isFailure(parsed)) return { ...parsed, error: `Wrong filter name or options: ${parsed.error}` };
  const name = parsed.name.text;
  return { target: find(name)!, name, options: parsed.options };
}

/** With an extension (a dot among the last six characters) only that file counts. */
function candidates(name: string): string[] {
  return name.slice(-6).includes('.') ? [name] : [name, `${name}.conf`, `${name}.local`];
}

function findByName(files: FileSystem, name: string, configDir: string): FilterTarget | undefined {
  const isFilterFolder = nameOf(configDir) === 'filter.d';
  const folder = isFilterFolder ? configDir : joinPath(configDir, 'filter.d');
  if (!candidates(name).some((candidate) => files.isFile(joinPath(folder, candidate)))) return undefined;
  return { kind: 'name', name: withoutExtension(name), configDir: isFilterFolder ? folderOf(configDir) : configDir };
}

function findByPath(files: FileSystem, path: string): FilterTarget | undefined {
  const found = candidates(path).find((candidate) => files.isFile(candidate));
  if (found === undefined) return undefined;
  const folder = folderOf(path);
  return nameOf(folder) === 'filter.d'
    ? { kind: 'name', name: withoutExtension(nameOf(path)), configDir: folderOf(folder) }
    : { kind: 'file', path: found };
}

/** The names of all that `filter.d` offers, sorted: also what only an overlay (`x.local`, `x.d/…`) makes. */
export function filterNames(files: FileSystem, configDir: string): string[] {
  const folder = joinPath(configDir, 'filter.d');
  const names = files.readDirectory(folder).flatMap((entry) => {
    const stem = withoutExtension(entry);
    const path = joinPath(folder, entry);
    if (/\.(?:conf|local)$/.test(entry) && stem !== entry && files.isFile(path)) return [stem];
    return entry.endsWith('.d') && files.readDirectory(path).some((name) => /^[^.].*\.(?:conf|local)$/.test(name))
      ? [entry.slice(0, -2)]
      : [];
  });
  return [...new Set(names)].sort();
}

import {
  attempt,
  createSources,
  extractOptions,
  fallbackConfigDir,
  isBroken,
  isFailure,
  isRead,
  isTyped,
  isUnresolved,
  locateFilter,
  resolveFilter,
  resolveJail,
  type ConfigFailure,
  type FilterCommand,
  type FilterTarget,
  type Jail,
  type LocatedFilter,
  type ResolvedFilter,
} from '../config/resolve.ts';
import { filterModes } from '../analysis/analyse-filter.ts';
import { folderOf, joinPath, normalizePath } from '../config/paths.ts';
import type { FileSystem } from '../host/file-system.ts';
import { MappedText } from '../text/mapped-text.ts';
import { pythonRepr } from '../text/python-string.ts';
import { datePatternLines } from '../dates/date-pattern.ts';
import type { FilterRegexes } from '../matching/compile-filter.ts';
import { UsageError, type CommandContext } from './command.ts';
import { whatIsThere } from './what-is-there.ts';

/** What FILTER and IGNOREREGEX come to, and how fail2ban-regex announces it. */
export interface FilterUnderTest extends FilterRegexes {
  readonly maxlines: number | undefined;
  /** As sent, and its single patterns. */
  readonly datepattern: DatePattern | undefined;
  /** True where one or more regexes come from a file. */
  readonly isFile: boolean;
  readonly heading: readonly HeadingPart[];
  /** Warnings of the reader, for stderr. */
  readonly remarks: readonly string[];
  /** The filter's files; none for a regex. */
  readonly files?: readonly string[];
  /** The filter that was read, where it is one by itself or that of a jail. */
  readonly target?: FilterTarget;
}

export interface DatePattern {
  readonly text: string;
  readonly patterns: readonly string[];
}

/** A line of the report's head, or the place where the filter's own setting is announced. */
export type HeadingPart = { readonly line: string } | { readonly setting: 'maxlines' | 'datepattern' };

/** Reads FILTER as fail2ban-regex does: a filter's name or path, with options, or a regex. Throws UsageError. */
export function readFilterArgument(context: CommandContext, argument: string): FilterUnderTest {
  const { host, fail2ban } = context;
  const jail = fail2ban === '1.0' ? undefined : readJailArgument(context, argument);
  if (jail) return jail;
  const located = locateFilter({
    files: host.files,
    argument,
    configDir: configFolder(context),
    cwd: host.cwd,
    fail2ban,
  });
  if (located === undefined) return fromRegex(context, argument);
  return readLocatedFilter(context, located, argument);
}

/** Whether FILTER names a filter or a jail: any other word is a regex. */
export function namesFilter(context: CommandContext, argument: string): boolean {
  const { host, fail2ban } = context;
  const request = { files: host.files, argument, cwd: host.cwd, fail2ban };
  return (
    (fail2ban !== '1.0' && readJailArgument(context, argument) !== undefined) ||
    locateFilter({ ...request, configDir: configFolder(context) }) !== undefined
  );
}

/** A filter that was found. Throws UsageError where it cannot be loaded. */
export function readLocatedFilter(
  context: CommandContext,
  located: LocatedFilter | ConfigFailure,
  argument: string,
): FilterUnderTest {
  const { fail2ban } = context;
  if (isFailure(located)) throw new UsageError(`${located.error}, while parsing: ${argument}`);
  const resolved = load(context, located);
  // Since 1.1.0 fail2ban-regex takes the name of such a filter for a regex.
  if (resolved.commands.length === 0 && fail2ban !== '1.0')
    throw new UsageError(`${argument}: the filter sets nothing (and as a regex its name names no failure)`);
  return {
    ...regexesOf(resolved),
    maxlines: resolved.maxlines?.value,
    datepattern: datePatternOf(resolved.commands),
    isFile: true,
    heading: [
      ...fileHeading(located, fail2ban, context.values['config'] as string | undefined),
      ...settings(resolved.commands),
    ],
    remarks: resolved.problems.map(({ message }) => message),
    files: resolved.files,
    target: located.target,
  };
}

/** A filter in another of the modes that it offers. */
export interface OtherMode {
  readonly mode: string;
  /** As FILTER would be written for it. */
  readonly argument: string;
  readonly subject: FilterUnderTest;
}

/** The filter of an argument in each of its modes with other regexes than it has as it is written. */
export function readOtherModes(context: CommandContext, argument: string, subject: FilterUnderTest): OtherMode[] {
  const { host, fail2ban } = context;
  if (!subject.target) return [];
  const textsOf = ({ prefregex, failregex, ignoreregex }: FilterUnderTest): string =>
    JSON.stringify([prefregex?.text, ...[failregex, ignoreregex].map((list) => list.map(({ text }) => text))]);
  const seen = new Set([textsOf(subject)]);
  return filterModes(createSources(host.files), subject.target, fail2ban).flatMap((mode): OtherMode[] => {
    const written = withMode(argument, mode);
    const other = readableFilter(context, written);
    if (!other?.isFile || seen.has(textsOf(other))) return [];
    seen.add(textsOf(other));
    return [{ mode, argument: written, subject: other }];
  });
}

/** `sshd[mode=aggressive]` for `sshd`, and for `sshd[mode=ddos]`, too. */
function withMode(argument: string, mode: string): string {
  const replaced = argument.replace(
    /([[,]\s*mode\s*=)(?:"[^"]*"|'[^']*'|[^,\]]*)/,
    (_, before: string) => before + mode,
  );
  if (replaced !== argument) return replaced;
  return argument.endsWith(']') ? `${argument.slice(0, -1)},mode=${mode}]` : `${argument}[mode=${mode}]`;
}

function readableFilter(context: CommandContext, argument: string): FilterUnderTest | undefined {
  try {
    return readFilterArgument(context, argument);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** 1.1 takes a name for a jail's first, where the configuration has such a jail; options in brackets go to its filter. */
function readJailArgument(context: CommandContext, argument: string): FilterUnderTest | undefined {
  const { host, fail2ban } = context;
  if (!/^[^\s/[\]]+(?:\[[^]*\])?$/.test(argument) || /\.(?:conf|local)(?:\[|$)/.test(argument)) return undefined;
  const named = attempt(() => extractOptions(MappedText.builtin(argument, 'FILTER'), fail2ban));
  if (isFailure(named)) return undefined;
  const configDir = configFolder(context) ?? fallbackConfigDir;
  const jail = resolveJail({
    sources: createSources(host.files),
    configDir,
    fail2ban,
    name: named.name.text,
    filterOptions: named.options,
    backend: 'auto',
  });
  if (jail === undefined) return undefined;
  if (!isRead(jail))
    throw new UsageError(`Failed to get jail for '${argument}'${isBroken(jail) ? `: ${oneLine(jail.error)}` : ''}`);
  const heading: HeadingPart[] = [{ line: `Use             jail : ${named.name.text}` }];
  if (named.options.size > 0) heading.push({ line: `Use jail/flt options : ${reprOfOptions(named.options)}` });
  return {
    ...filterOfJail(jail, [...heading, ...settings(jail.filterCommands)]),
    ...(jail.filter ? { target: { kind: 'name', name: jail.filter.name.text, configDir } } : {}),
  };
}

/** The filter that a jail runs, with all that the jail adds to it. */
export function filterOfJail(jail: Jail, heading: readonly HeadingPart[] = []): FilterUnderTest {
  return {
    ...regexesOf(jail.effective),
    maxlines: jail.effective.maxlines?.value,
    datepattern: datePatternOf(jail.filterCommands),
    isFile: true,
    heading,
    remarks: jail.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
  };
}

/** Reads IGNOREREGEX: a filter file that exists, or a regex. Throws UsageError. */
export function readIgnoreArgument(
  context: CommandContext,
  argument: string,
): { ignoreregex: readonly MappedText[]; heading: readonly HeadingPart[] } {
  const { host, fail2ban } = context;
  const isFile = argument.includes('/') && host.files.isFile(normalizePath(joinPath(host.cwd, argument)));
  const located = isFile ? locateFilter({ files: host.files, argument, cwd: host.cwd, fail2ban }) : undefined;
  if (located === undefined || isFailure(located))
    return {
      ignoreregex: [MappedText.builtin(argument, 'IGNOREREGEX')],
      heading: [{ line: `Use ignoreregex line : ${shorten(argument)}` }],
    };
  return { ignoreregex: load(context, located).ignoreregex, heading: [{ line: `Use ignoreregex file : ${argument}` }] };
}

export function configFolder(context: CommandContext): string | undefined {
  return folderOption(context, 'config');
}

/** The folder that an option names; undefined where it is not given. Throws UsageError where there is no such folder. */
export function folderOption({ host, values }: CommandContext, option: 'config' | 'samples'): string | undefined {
  const given = values[option];
  if (typeof given !== 'string') return undefined;
  const folder = normalizePath(joinPath(host.cwd, given));
  if (!host.files.isDirectory(folder))
    throw new UsageError(
      `--${option} ${given}: ${whatIsThere(host.files, folder, 'folder') ?? 'there is no such folder'}`,
    );
  return folder;
}

function load({ host, fail2ban }: CommandContext, { target, options, name }: LocatedFilter): ResolvedFilter {
  const resolved = resolveFilter({ files: host.files, target, options, fail2ban, via: 'fail2ban-regex' });
  if (isUnresolved(resolved))
    throw new UsageError(`${name}: ${oneLine(resolved.error)}${whereAndWhy(host.files, resolved)}`);
  return resolved;
}

/** What fail2ban's own words leave out: the file at fault, and why it could not be read. */
function whereAndWhy(files: FileSystem, { error, place }: ConfigFailure): string {
  if (!place) return '';
  const source = createSources(files).read(place.file);
  const why =
    source === undefined
      ? ' (it cannot be opened: look at its permissions)'
      : source.decodeError
        ? ` (${source.decodeError.text}: save it as UTF-8)`
        : '';
  return `${error.includes(place.file) ? '' : ` (${place.file})`}${why}`;
}

export function oneLine(text: string): string {
  return text.split(/\s*\n\s*/).join(' ');
}

function regexesOf({
  prefregex,
  failregex,
  ignoreregex,
}: Pick<ResolvedFilter, 'prefregex' | 'failregex' | 'ignoreregex'>): FilterRegexes {
  return { failregex, ignoreregex, ...(prefregex ? { prefregex } : {}) };
}

function datePatternOf(commands: readonly FilterCommand[]): DatePattern | undefined {
  const value = commands.find(({ name }) => name === 'datepattern')?.values[0];
  if (value === undefined || isTyped(value)) return undefined;
  return { text: value.text, patterns: datePatternLines(value.text) };
}

function fromRegex({ host }: CommandContext, argument: string): FilterUnderTest {
  const looksLikeFile = /^[^\s<>()^$*+?|\\]*\/[^\s<>()^$*+?|\\]*\.(?:conf|local)$/.test(argument);
  if (/[^\w/.-]/.test(argument) && !argument.includes('<') && host.files.isFile(joinPath(host.cwd, argument)))
    throw new UsageError(
      `${argument}: there is such a file, but fail2ban-regex takes an argument with other characters than letters, digits and _ - . / for a regex (and as a regex it names no failure): give it another name`,
    );
  const instead = argument.includes('/') ? whatIsThere(host.files, joinPath(host.cwd, argument), 'file') : undefined;
  if (looksLikeFile || instead !== undefined)
    throw new UsageError(
      `${argument}: ${instead ?? `no such filter file in ${host.cwd}`} (and as a regex it names no failure)`,
    );
  return {
    failregex: [MappedText.builtin(argument, 'FILTER')],
    ignoreregex: [],
    maxlines: undefined,
    datepattern: undefined,
    isFile: false,
    heading: [{ line: `Use   failregex line : ${shorten(argument)}` }],
    remarks: [],
  };
}

/** As fail2ban-regex's `shortstr`. */
export function shorten(text: string, length = 53): string {
  const chars = Array.from(text);
  return chars.length > length ? `${chars.slice(0, length - 3).join('')}...` : text;
}

/** `configGiven`: the folder as the user wrote it, which fail2ban-regex prints as it is. */
function fileHeading(
  { target, name, options }: LocatedFilter,
  fail2ban: CommandContext['fail2ban'],
  configGiven: string | undefined,
): HeadingPart[] {
  const label =
    fail2ban !== '1.0'
      ? 'Use      filter file'
      : target.kind === 'name'
        ? 'Use   failregex filter file'
        : 'Use   failregex file';
  const baseDir = target.kind === 'name' && name.includes('/') ? folderOf(folderOf(name)) : undefined;
  const shown =
    target.kind === 'name' ? `${target.name}, basedir: ${baseDir ?? configGiven ?? target.configDir}` : name;
  const heading: HeadingPart[] = [{ line: `${label} : ${shown}` }];
  if (options.size > 0) heading.push({ line: `Use   filter options : ${reprOfOptions(options)}` });
  return heading;
}

function reprOfOptions(options: ReadonlyMap<string, MappedText>): string {
  return `{${[...options].map(([key, value]) => `${pythonRepr(key)}: ${pythonRepr(value.text)}`).join(', ')}}`;
}

/** fail2ban-regex announces each setting when it comes to it. */
function settings(commands: readonly FilterCommand[]): HeadingPart[] {
  return commands.flatMap(({ name }) => (name === 'maxlines' || name === 'datepattern' ? [{ setting: name }] : []));
}

import type { FileSystem } from '../host/file-system.ts';
import { MappedText } from '../text/mapped-text.ts';
import { isSpace } from '../text/unicode.ts';
import { combineOptions, createDefinition, readDefinition, type Definition } from './definition-reader.ts';
import { attempt, isFailure, type ConfigFailure, type ConfigProblem } from './errors.ts';
import type { Fail2banVersion } from './fail2ban-version.ts';
import { addFilterCommands, filterTemplate, type FilterCommand } from './filter-commands.ts';
import type { Overrides } from './interpolate.ts';
import type { Options } from './layers.ts';
import { joinPath } from './paths.ts';
import {
  createReadContext,
  isTyped,
  readConfig,
  readConfigFile,
  type ReadContext,
  type TypedValue,
} from './read-config.ts';
import { createSources, type LookedFor, type Sources } from './sources.ts';

/** By name in a configuration folder, with `N.d/` and `.local`; or one file with its `.local` and includes, wherever it lies. */
export type FilterTarget =
  | { readonly kind: 'name'; readonly name: string; readonly configDir: string }
  | { readonly kind: 'file'; readonly path: string };

export interface FilterRequest {
  /** What to read from; `sources` instead where several filters of one moment are resolved. */
  readonly files?: FileSystem;
  readonly sources?: Sources;
  readonly target: FilterTarget;
  /** Options given in brackets, from `extractOptions` or `bracketOptions`. */
  readonly options?: Options;
  /** `auto` unless told; a name that starts with `systemd` makes `logtype` `journal`. */
  readonly backend?: string;
  readonly fail2ban: Fail2banVersion;
  /**
   * `fail2ban-regex`: what that program loads. `jail`: what a server loads, where every option of `[Definition]` is
   * interpolated and `[Init]` beats `[Definition]` inside `%(…)s`.
   */
  readonly via: 'fail2ban-regex' | 'jail';
  /** Only for `jail`: what the jail itself sets, interpolated; these beat the filter's own options. */
  readonly jailOptions?: Overrides;
}

export interface ResolvedFilter {
  /** As configured, one entry a regex, tags such as `<HOST>` still in place. Empty where there is none. */
  readonly failregex: readonly MappedText[];
  readonly ignoreregex: readonly MappedText[];
  readonly prefregex?: MappedText;
  /** The single patterns, trimmed; an empty list where the option is set but empty. The text as sent is in `commands`. */
  readonly datepattern?: readonly MappedText[];
  readonly maxlines?: TypedValue & { readonly value: number };
  /** The words of each match. */
  readonly journalmatch?: readonly (readonly MappedText[])[];
  readonly usedns?: MappedText;
  /** In the order in which they are sent. */
  readonly commands: readonly FilterCommand[];
  /** Files merged, in order. */
  readonly files: readonly string[];
  /** Every file and folder that was asked for, also missing ones: when one of these changes, resolve again. */
  readonly lookedFor: readonly LookedFor[];
  readonly problems: readonly ConfigProblem[];
}

/** Why there is no filter: what fail2ban says, and where to look. */
export interface UnresolvedFilter extends ConfigFailure {
  readonly lookedFor: readonly LookedFor[];
}

/** What a filter becomes after includes, `.local`, `%(…)s`, `<tags>` and options. Never throws for bad configuration. */
export function resolveFilter(request: FilterRequest): ResolvedFilter | UnresolvedFilter {
  const sources = request.sources ?? createSources(request.files!);
  const resolved = attempt(() => resolve(createReadContext(sources, request.fail2ban), request));
  return { ...resolved, lookedFor: sources.lookedFor() };
}

export function isUnresolved(filter: ResolvedFilter | UnresolvedFilter): filter is UnresolvedFilter {
  return isFailure(filter);
}

/** Bracket options that come from plain data; `name` says where from (a command line, a test log). */
export function bracketOptions(options: Readonly<Record<string, string>>, name: string): Options {
  return new Map(Object.entries(options).map(([key, value]) => [key, MappedText.builtin(value, name)]));
}

function resolve(context: ReadContext, request: FilterRequest): Omit<ResolvedFilter, 'lookedFor'> {
  const { via, jailOptions, backend = 'auto' } = request;
  const filter = openFilter(context, request.target, request.options ?? new Map(), backend);
  if (via === 'jail') {
    readDefinition(filter, jailOptions, { all: true });
    combineOptions(filter);
  }
  readDefinition(filter, via === 'jail' ? jailOptions : undefined);
  const commands: FilterCommand[] = [];
  addFilterCommands(commands, combineOptions(filter), context.fail2ban);
  return { ...readCommands(commands), commands, files: filter.layers.files, problems: distinct(filter.problems) };
}

/** Reads a filter's files and sets `logtype`. Throws ConfigError. */
export function openFilter(context: ReadContext, target: FilterTarget, options: Options, backend: string): Definition {
  const layers =
    target.kind === 'name'
      ? readConfig(context, target.configDir, joinPath('filter.d', target.name))
      : readConfigFile(context, target.path);
  const filter = createDefinition(layers, filterTemplate, options, context.fail2ban);
  applyLogType(filter, backend);
  return filter;
}

/** A `logtype` of `[DEFAULT]` or `[Init]` does not count: only one in brackets or in `[Definition]` itself keeps the automatic one away. */
function applyLogType({ init, layers }: Definition, backend: string): void {
  if (init.get('logtype')?.text || layers.sections.get('Definition')?.has('logtype')) return;
  init.set('logtype', MappedText.builtin(backend.startsWith('systemd') ? 'journal' : 'file', 'logtype'));
}

/** What a list of commands leaves in a filter: lists add up, of single values the last one counts. */
export function readCommands(
  commands: readonly FilterCommand[],
): Pick<
  ResolvedFilter,
  'failregex' | 'ignoreregex' | 'prefregex' | 'datepattern' | 'maxlines' | 'journalmatch' | 'usedns'
> {
  const texts = (name: string) =>
    commands
      .filter((command) => command.name === name)
      .map(({ values }) => values.filter((value) => !isTyped(value)) as MappedText[]);
  const last = (name: string) => texts(name).at(-1)?.[0];
  const maxlines = commands.findLast(({ name }) => name === 'maxlines')?.values[0];
  const datepattern = last('datepattern');
  const journalmatch = texts('addjournalmatch');
  return definedOnly({
    failregex: texts('addfailregex').flat(),
    ignoreregex: texts('addignoreregex').flat(),
    prefregex: last('prefregex'),
    datepattern: datepattern && splitDatePattern(datepattern),
    maxlines: maxlines && isTyped(maxlines) ? (maxlines as TypedValue & { value: number }) : undefined,
    journalmatch: journalmatch.length > 0 ? journalmatch : undefined,
    usedns: last('usedns'),
  });
}

/** As the server takes a datepattern apart. */
function splitDatePattern(value: MappedText): MappedText[] {
  return value
    .split('\n')
    .map((line) => line.trim((char) => isSpace(char.charCodeAt(0))))
    .filter((line) => line.length > 0);
}

function definedOnly<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** A jail reads the same options twice; what it warns of is reported once. */
function distinct(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const told = new Set<string>();
  return problems.filter(({ message }) => !told.has(message) && told.add(message));
}

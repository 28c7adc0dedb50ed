import {
  createSources,
  fallbackConfigDir,
  filterNames,
  isFailure,
  isUnresolved,
  locateFilter,
  resolveFilter,
  type LocatedFilter,
  type ResolvedFilter,
  type Sources,
} from '../../config/resolve.ts';
import { joinPath } from '../../config/paths.ts';
import { expandRegex } from '../../matching/compile-regex.ts';
import type { UseDns } from '../../matching/failregex-tags.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { visible } from '../../text/visible.ts';
import { oneOf } from '../args.ts';
import { configFolder } from '../filter-under-test.ts';
import { whatIsThere } from '../what-is-there.ts';
import { UsageError, type Command, type CommandContext, type ExitCode } from '../command.ts';
import {
  findLinePosition,
  placeText,
  writeResolvedJson,
  writeResolvedText,
  type ResolvedEntry,
} from '../writers/resolve.ts';

/** `fail2ban-lens resolve`: what the server would really load. */
export const resolveCommand: Command = {
  name: 'resolve',
  usage: '[OPTIONS] [FILTER…]',
  summary: 'What fail2ban would really load: after includes, .local, %(…)s, <tags> and options.',
  help: [
    'FILTER is a name with options (sshd[mode=aggressive]) or a path. None: every filter of the folder.',
    '',
    "-c, --config DIR          fail2ban's configuration folder (default: the one that holds FILTER's filter.d, else /etc/fail2ban)",
    '--format text|json        json: one object, NAME -> values or {"error": …}',
    '--expanded                regexes as Python sees them: <HOST> and <F-…> expanded',
    '--origins                 where every piece of a value is written: file, line, column',
    '--via jail|fail2ban-regex as a jail loads the filter (default), or as fail2ban-regex does',
  ],
  options: {
    config: { type: 'string', short: 'c' },
    format: { type: 'string' },
    expanded: { type: 'boolean' },
    origins: { type: 'boolean' },
    via: { type: 'string' },
  },
  run: async (context) => run(context),
};

function run(context: CommandContext): ExitCode {
  const { host, values } = context;
  const format = oneOf('--format', values['format'], ['text', 'json'], 'text');
  const configDir = configFolder(context);
  const sources = createSources(host.files);
  const { found, missing } = wantedFilters(context, configDir);
  const entries = found.flatMap(([title, located]) => {
    const entry = resolveEntry(context, sources, located);
    return entry ? [[title, entry] as const] : [];
  });
  const options = { origins: values['origins'] === true, position: findLinePosition(sources) };
  // One JSON document whatever happens; for a reader of text the line on stderr is enough.
  const answers = missing.map(([title, error]) => [title, { error }] as const);
  host.out(
    format === 'json' ? writeResolvedJson([...entries, ...answers], options) : writeResolvedText(entries, options),
  );
  reportProblems(context, entries, options.position);
  for (const [title, error] of missing) host.err(`fail2ban-lens: resolve: ${title}: ${error}\n`);
  return missing.length > 0 ? 2 : 0;
}

interface WantedFilters {
  /** Title in the output and what to load. */
  readonly found: (readonly [string, LocatedFilter])[];
  /** Title and what is wrong. */
  readonly missing: (readonly [string, string])[];
}

function wantedFilters({ host, positionals, fail2ban }: CommandContext, configDir: string | undefined): WantedFilters {
  if (positionals.length === 0) return { found: allFilters(host.files, configDir ?? fallbackConfigDir), missing: [] };
  const wanted: WantedFilters = { found: [], missing: [] };
  for (const argument of positionals) {
    const located = locateFilter({ files: host.files, argument, configDir, cwd: host.cwd, fail2ban });
    if (!located)
      wanted.missing.push([
        argument,
        (argument.includes('/') ? whatIsThere(host.files, joinPath(host.cwd, argument), 'file') : undefined) ??
          `no such filter, neither in ${joinPath(configDir ?? fallbackConfigDir, 'filter.d')} nor as a path`,
      ]);
    else if (isFailure(located)) wanted.missing.push([argument, located.error]);
    else wanted.found.push([argument, located]);
  }
  return wanted;
}

function allFilters(files: CommandContext['host']['files'], configDir: string): WantedFilters['found'] {
  const names = filterNames(files, configDir);
  if (names.length === 0)
    throw new UsageError(
      `no filter in ${joinPath(configDir, 'filter.d')}: name the configuration folder with --config`,
    );
  return names.map((name) => [name, { target: { kind: 'name', name, configDir }, name, options: new Map() }]);
}

/** Undefined for a file that is no filter by itself, only included by others, where every filter was asked for. */
function resolveEntry(
  { positionals, values, fail2ban }: CommandContext,
  sources: Sources,
  { target, options }: LocatedFilter,
): ResolvedEntry | undefined {
  const via = oneOf('--via', values['via'], ['jail', 'fail2ban-regex'], 'jail');
  const resolved = resolveFilter({ sources, target, options, fail2ban, via });
  if (isUnresolved(resolved)) return resolved;
  if (positionals.length === 0 && resolved.problems.some(({ code }) => code === 'missing-section')) return undefined;
  return values['expanded'] === true
    ? expandAll(resolved, (regex) => expandRegex(regex, { useDns: useDnsOf(resolved), fail2ban }))
    : resolved;
}

function expandAll(filter: ResolvedFilter, expand: (regex: MappedText) => MappedText): ResolvedFilter {
  const { failregex, ignoreregex, prefregex } = filter;
  return {
    ...filter,
    failregex: failregex.map(expand),
    ignoreregex: ignoreregex.map(expand),
    ...(prefregex ? { prefregex: expand(prefregex) } : {}),
  };
}

/** As the server takes the option: a word it does not know means no. */
function useDnsOf({ usedns }: ResolvedFilter): UseDns {
  const word = usedns?.text.toLowerCase() ?? 'warn';
  return (['yes', 'warn', 'no', 'raw'] as const).find((known) => known === word) ?? 'no';
}

function reportProblems(
  { host }: CommandContext,
  entries: readonly (readonly [string, ResolvedEntry])[],
  position: ReturnType<typeof findLinePosition>,
): void {
  for (const [title, entry] of entries) {
    if ('error' in entry) continue;
    for (const { severity, message, place } of entry.problems) {
      host.err(`${title}: ${severity}: ${visible(message)}${place ? ` (${placeText(position(place))})` : ''}\n`);
    }
  }
}

import { createSources, filterNames, isUnresolved, locateFilterFile, resolveFilter } from '../../config/resolve.ts';
import { folderOf, joinPath, nameOf, normalizePath } from '../../config/paths.ts';
import {
  compareLines,
  type ComparedFilter,
  type LineComparison,
  type LineDifference,
} from '../../diff/compare-lines.ts';
import { createSpool } from '../../host/spool.ts';
import type { LineBlock } from '../../matching/line-block.ts';
import { createMatchRun, type MatchRun } from '../../matching/match-run.ts';
import { hasGoneOn } from '../../matching/search-block.ts';
import { oneOf } from '../args.ts';
import { UsageError, type Command, type CommandContext, type ExitCode } from '../command.ts';
import {
  namesFilter,
  oneLine,
  readFilterArgument,
  readLocatedFilter,
  type FilterUnderTest,
} from '../filter-under-test.ts';
import { isKnownRevision, isRevision, readRevision } from '../git-revision.ts';
import { openLog } from '../log-under-test.ts';
import { longLinesInWords, partInWords, stopReason } from '../run-limits.ts';
import { deadlineOf, prepare, readWhole, runOptions, type Setup } from '../run-setup.ts';
import { writeOut } from '../write-out.ts';
import { differenceJson, writeDiffJson } from '../writers/diff-json.ts';
import { writeDiffMarkdown } from '../writers/diff-markdown.ts';
import { DiffCollector, type DiffReport, type LogDifferences } from '../writers/diff-report.ts';
import { writeDiffText } from '../writers/diff-text.ts';

/** `fail2ban-lens diff`: the lines that two filters treat differently. */
export const diffCommand: Command = {
  name: 'diff',
  usage: '[OPTIONS] OLD NEW LOG…',
  summary: 'What an edit changes: the lines of a log that two filters treat differently.',
  help: [
    'OLD and NEW are filters as in test, or fail2ban configuration folders: then every filter that is in one of them and is not the same in both.',
    'Either may be as a git revision has it, REV:PATH, where PATH begins at the top of the repository (HEAD:filter.d/x.conf) or is ./PATH;',
    ':PATH is what is staged, and REV alone has the path of the other side.',
    'LOG is a file (plain or gzip), or - for standard input.',
    '',
    '--format text|json|markdown',
    '--limit N       how many lines of each kind are listed as text or Markdown (default 20)',
    'and of test: --config, --datepattern, --timezone, --encoding, --maxlines, --usedns, --no-check-all, --now, --regex-timeout,',
    'for both sides',
    '',
    'Exit code 1 where a line is treated differently.',
  ],
  options: { ...runOptions, format: { type: 'string' }, limit: { type: 'string' } },
  run: diff,
};

type Comparison = LineComparison<LineBlock, MatchRun>;

const defaultLimit = 20;

async function diff(context: CommandContext): Promise<ExitCode> {
  const { host, positionals, values } = context;
  if (positionals.length < 3) throw new UsageError('provide OLD, NEW and a LOG (see fail2ban-lens diff --help)');
  const [first, second, ...logs] = positionals as [string, string, ...string[]];
  const format = oneOf('--format', values['format'], ['text', 'json', 'markdown'], 'text');
  const limit = limitOf(values['limit'] as string | undefined);
  if (logs.filter((log) => log === '-').length > 1) throw new UsageError('standard input (-) can be read once only');
  for (const log of logs) refuseNoFile(context, log);
  const [old, edited] = withPaths(context, first, second);
  const pairs = pairsOf(readSide(context, old), readSide(context, edited));
  for (const failure of pairs.failures) host.err(`fail2ban-lens: diff: ${failure}\n`);

  const spool = createSpool();
  try {
    const collect = (): DiffCollector => new DiffCollector(spool, format === 'json' ? 0 : limit, differenceJson);
    const compared: LogDifferences[] = [];
    let stopped: ReturnType<typeof stopReason>;
    let isPart = false;
    for (const log of logs) {
      const one = await compareLog(context, pairs, log, collect);
      if (one.partial !== undefined) host.err(`fail2ban-lens: diff: ${one.partial}\n`);
      compared.push(one);
      isPart ||= one.partial !== undefined;
      stopped = stopReason(context);
      if (stopped) break;
    }
    const report: DiffReport = { old, edited, isFolder: pairs.isFolder, compared: pairs.all.length, logs: compared };
    await writeOut(host, { text: writeDiffText, json: writeDiffJson, markdown: writeDiffMarkdown }[format](report));
    if (stopped === 'Ctrl+C') return 130;
    if (pairs.failures.length > 0) return 2;
    if (isPart) return 3;
    return compared.some(({ differences }) => differences.total > 0) ? 1 : 0;
  } finally {
    spool.close();
  }
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return defaultLimit;
  if (!/^\d+$/.test(text)) throw new UsageError(`--limit ${text}: give a number of lines`);
  return Number(text);
}

/** A word that is no file would be compared as a log line: a path that is mistyped would find no difference. Throws UsageError. */
function refuseNoFile(context: CommandContext, log: string): void {
  if (log === '-' || context.host.files.isFile(normalizePath(joinPath(context.host.cwd, log)))) return;
  openLog(context, log, 1);
  throw new UsageError(`${log}: there is no such log file (a log line can be piped in: -)`);
}

/** OLD and NEW, a revision alone with the path of the other one. Throws UsageError. */
function withPaths(context: CommandContext, old: string, edited: string): [string, string] {
  const { host } = context;
  const isAlone = (argument: string): boolean =>
    !host.files.isDirectory(joinPath(host.cwd, argument)) &&
    !host.files.isFile(joinPath(host.cwd, argument)) &&
    !isRevision(host, argument) &&
    !namesFilter(context, argument) &&
    isKnownRevision(host, argument);
  const pathOf = (argument: string): string | undefined => {
    if (isRevision(host, argument)) return argument.slice(argument.indexOf(':') + 1);
    const path = joinPath(host.cwd, argument.replace(/\[[^]*$/, ''));
    if (!host.files.isFile(path) && !host.files.isDirectory(path)) return undefined;
    const written = argument.startsWith('/') ? relativePath(host.cwd, argument) : argument;
    return /^\.{1,2}(?:\/|$)/.test(written) ? written : `./${written}`;
  };
  const complete = (argument: string, other: string): string => {
    if (!isAlone(argument)) return argument;
    const path = isAlone(other) ? undefined : pathOf(other);
    if (path === undefined && /^[^<]*\/[^<]*$/.test(other))
      throw new UsageError(`${other}: there is no such file or folder`);
    if (path === undefined)
      throw new UsageError(
        `${argument} is a revision of git: say which filter or folder of it, e.g. ${argument}:filter.d/x.conf`,
      );
    return `${argument}:${path}`;
  };
  return [complete(old, edited), complete(edited, old)];
}

/** From one absolute path to another. */
function relativePath(from: string, to: string): string {
  const [here, there] = [from, to].map((path) => path.split('/').filter(Boolean)) as [string[], string[]];
  let common = 0;
  while (common < here.length && common < there.length && here[common] === there[common]) common++;
  return [...here.slice(common).map(() => '..'), ...there.slice(common)].join('/');
}

/** OLD or NEW: one filter, or the filters of a folder by their names. */
interface Side {
  /** As the user wrote it. */
  readonly argument: string;
  readonly isFolder: boolean;
  /** undefined for the one filter that is no folder's. */
  readonly names: readonly string[];
  /** A fresh state for each run. Throws UsageError. */
  setup(name: string | undefined): Setup;
}

function readSide(context: CommandContext, argument: string): Side {
  const { host } = context;
  const revision = isRevision(host, argument) ? readRevision(host, argument) : undefined;
  const from = revision?.argument ?? argument;
  const own = revision
    ? { ...context, host: Object.assign(Object.create(host) as typeof host, { files: revision.files }) }
    : context;
  const inWords = revision?.inWords ?? ((words: string): string => words);
  const named = normalizePath(joinPath(host.cwd, from));
  if (!own.host.files.isDirectory(named)) {
    const read = (): FilterUnderTest => readOne(own, from, revision !== undefined);
    const setup = (): Setup =>
      prepared(own, read, (words) => (words.includes(argument) ? words : `${argument}: ${words}`), inWords);
    setup();
    return { argument, isFolder: false, names: [], setup };
  }
  const folder = nameOf(named) === 'filter.d' ? folderOf(named) : named;
  const names = filtersOf(own, folder);
  if (names.length === 0)
    throw new UsageError(`${argument}: no filter in ${named === folder ? joinPath(argument, 'filter.d') : 'it'}`);
  const read = (name: string): FilterUnderTest => {
    const target = { kind: 'name', name, configDir: folder } as const;
    return readLocatedFilter(own, { target, name, options: new Map() }, name);
  };
  return {
    argument,
    isFolder: true,
    names,
    setup: (name) =>
      prepared(
        own,
        () => read(name!),
        (words) => `${argument}: filter ${words.startsWith(`${name!}: `) ? words : `${name!}: ${words}`}`,
        inWords,
      ),
  };
}

/** What `test` takes it for; a file of a revision, and a path that no regex is, by its path. */
function readOne(context: CommandContext, argument: string, isPath: boolean): FilterUnderTest {
  const { host, fail2ban } = context;
  const located =
    isPath || !namesFilter(context, argument)
      ? locateFilterFile({ files: host.files, argument, cwd: host.cwd, fail2ban })
      : undefined;
  if (located) return readLocatedFilter(context, located, argument);
  if (/^[^<]*\/[^<]*\.(?:conf|local)(?:\[[^]*)?$/.test(argument) && !namesFilter(context, argument))
    throw new UsageError(`${argument}: there is no such filter file`);
  return readFilterArgument(context, argument);
}

/** Without the files that are there for others to include: by themselves they set nothing, or cannot be loaded. */
function filtersOf({ host, fail2ban }: CommandContext, configDir: string): string[] {
  const sources = createSources(host.files);
  const loaded = filterNames(host.files, configDir).map((name) => {
    const target = { kind: 'name', name, configDir } as const;
    return { name, filter: resolveFilter({ sources, target, options: new Map(), fail2ban, via: 'fail2ban-regex' }) };
  });
  const includedBy = (name: string, file: string): boolean =>
    loaded.some((other) => other.name !== name && !isUnresolved(other.filter) && other.filter.files.includes(file));
  return loaded
    .filter(({ name, filter }) =>
      isUnresolved(filter)
        ? !includedBy(name, joinPath(configDir, `filter.d/${name}.conf`))
        : filter.commands.length > 0,
    )
    .map(({ name }) => name);
}

/** Throws UsageError that names the side. */
function prepared(
  context: CommandContext,
  read: () => FilterUnderTest,
  name: (words: string) => string,
  inWords: (words: string) => string,
): Setup {
  try {
    return prepare(context, read(), undefined);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(name(inWords(oneLine(error.message))));
  }
}

interface Pair {
  /** Of a folder's filter. */
  readonly name: string | undefined;
  readonly old: (() => Setup) | undefined;
  readonly edited: (() => Setup) | undefined;
}

interface Pairs {
  readonly isFolder: boolean;
  readonly all: readonly Pair[];
  /** Filters that could not be loaded, in words. */
  readonly failures: readonly string[];
}

/** Throws UsageError. */
function pairsOf(old: Side, edited: Side): Pairs {
  if (old.isFolder !== edited.isFolder) {
    const [folder, filter] = old.isFolder ? [old, edited] : [edited, old];
    throw new UsageError(
      `${folder.argument} is a folder and ${filter.argument} is not: compare two filters or two folders`,
    );
  }
  if (!old.isFolder)
    return {
      isFolder: false,
      all: [{ name: undefined, old: () => old.setup(undefined), edited: () => edited.setup(undefined) }],
      failures: [],
    };
  const failures: string[] = [];
  const all = [...new Set([...old.names, ...edited.names])].sort().flatMap((name): Pair[] => {
    const load = (side: Side): Setup | undefined | 'absent' => {
      if (!side.names.includes(name)) return 'absent';
      try {
        return side.setup(name);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        failures.push(error.message);
        return undefined;
      }
    };
    const [was, is] = [load(old), load(edited)];
    if (was === undefined || is === undefined || isSameFilter(was, is)) return [];
    return [
      {
        name,
        old: was === 'absent' ? undefined : () => old.setup(name),
        edited: is === 'absent' ? undefined : () => edited.setup(name),
      },
    ];
  });
  return { isFolder: true, all, failures };
}

async function compareLog(
  context: CommandContext,
  pairs: Pairs,
  argument: string,
  collect: () => DiffCollector,
): Promise<LogDifferences> {
  const differences = collect();
  const byFilter: { filter: string; differences: DiffCollector }[] = [];
  const comparisons = pairs.all.map(({ name, old, edited }) => {
    const [was, is] = [old?.(), edited?.()];
    const own = name === undefined ? undefined : collect();
    if (own) byFilter.push({ filter: name!, differences: own });
    const tell = (difference: LineDifference): void => {
      differences.add(difference, name);
      own?.add(difference, name);
    };
    return {
      name,
      comparison: compareLines(was && comparedOf(context, was), is && comparedOf(context, is), tell),
      maxLines: Math.max(was?.filter.maxLines ?? 1, is?.filter.maxLines ?? 1),
    };
  });
  const log = openLog(context, argument, Math.max(1, ...comparisons.map(({ maxLines }) => maxLines)));
  for (const remark of log.remarks) context.host.err(`fail2ban-lens: diff: ${oneLine(remark)}\n`);
  let lines = 0;
  const isWhole =
    (await readWhole(context, log, (block) => {
      lines += block.count;
      for (const collector of [differences, ...byFilter.map((one) => one.differences)]) collector.beginBlock();
      for (const { comparison } of comparisons) comparison.add(block);
    })) && !comparisons.some(({ comparison }) => comparison.isStopped);
  const stopped = isWhole ? undefined : stopReason(context);
  const lastLine = Math.min(...comparisons.flatMap(({ comparison }) => runsOf(comparison)).map((run) => run.lastLine));
  return {
    log: argument,
    lines,
    matched: pairs.isFolder ? undefined : matchedBy(comparisons[0]!.comparison),
    differences,
    byFilter,
    partial: stopped
      ? partInWords(stopped, lastLine)
      : (longLinesInWords(log.longLines) ?? overrunsInWords(comparisons.map(({ comparison }) => comparison))),
  };
}

/** True where both do the same with any line. */
function isSameFilter(old: Setup | 'absent', edited: Setup | 'absent'): boolean {
  if (old === 'absent' || edited === 'absent') return false;
  return settingsOf(old) === settingsOf(edited);
}

function settingsOf({ filter: { prefregex, failregex, ignoreregex, maxLines }, datepattern }: Setup): string {
  const texts = (regexes: Setup['filter']['failregex']): string[] => regexes.map(({ expanded }) => expanded.text);
  return JSON.stringify([prefregex?.expanded.text, texts(failregex), texts(ignoreregex), maxLines, datepattern?.text]);
}

function comparedOf(
  context: CommandContext,
  { filter, detector, datepattern, now }: Setup,
): ComparedFilter<LineBlock, MatchRun> {
  return {
    failregex: filter.failregex.map(({ expanded }) => expanded.text),
    start: (observer) =>
      createMatchRun({
        filter,
        dates: detector,
        fail2ban: context.fail2ban,
        checkAll: context.values['no-check-all'] !== true,
        now,
        observer,
        deadline: { ...deadlineOf(context), guardsDates: datepattern !== undefined },
      }),
  };
}

function runsOf({ old, edited }: Comparison): MatchRun[] {
  return [old, edited].filter((run) => run !== undefined);
}

function matchedBy({ old, edited }: Comparison): LogDifferences['matched'] {
  const matched = (run: MatchRun | undefined): number => run?.statistics.counts.matched ?? 0;
  return { old: matched(old), edited: matched(edited) };
}

function overrunsInWords(comparisons: readonly Comparison[]): string | undefined {
  const lines = comparisons
    .flatMap(runsOf)
    .flatMap(({ overruns }) => overruns.filter((overrun) => !hasGoneOn(overrun)).map(({ line }) => line));
  if (lines.length === 0) return undefined;
  return `A regex was stopped by the deadline, first in line ${Math.min(...lines)}: where it has no answer, nothing is compared (test names it).`;
}

import { joinPath, normalizePath } from '../../config/paths.ts';
import { createSources, fallbackConfigDir } from '../../config/resolve.ts';
import { countCoverage, type CoverageCounter, type FilterCoverage } from '../../samples/coverage.ts';
import { findMutants } from '../../mutants/find-mutants.ts';
import { createFilterCoverage, ownFiles } from '../../samples/filter-coverage.ts';
import { isTooLarge } from '../../samples/read-sample-file.ts';
import type { SampleMachine } from '../../samples/subject.ts';
import { passedOf, verifySample } from '../../samples/verify-sample.ts';
import type { Origin } from '../../text/mapped-text.ts';
import { visible } from '../../text/visible.ts';
import { oneOf } from '../args.ts';
import { UsageError, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { folderOption } from '../filter-under-test.ts';
import { findFiles } from '../find-files.ts';
import {
  filterOfFile,
  filterOfSample,
  samplesInFolder,
  samplesOfFilter,
  type FilterOfSamples,
  type FoundSample,
} from '../../samples/find-samples.ts';
import { atAPace, type Pace } from '../pace.ts';
import { secondsOf, stopReason } from '../run-limits.ts';
import { sampleMachine } from '../sample-setup.ts';
import { repeatOnChange } from '../watch.ts';
import { whatIsThere } from '../what-is-there.ts';
import { findLinePosition, type LinePosition } from '../writers/resolve.ts';
import { writeVerifyJson } from '../writers/verify-json.ts';
import { writeVerifyJunit } from '../writers/verify-junit.ts';
import {
  percentInWords,
  type CoverageRow,
  type FilterCoverageReport,
  type MutantsOfFilter,
  type VerifiedSample,
  type VerifyReport,
} from '../writers/verify-report.ts';
import { writeVerifyTap } from '../writers/verify-tap.ts';
import { writeVerifyText } from '../writers/verify-text.ts';

/** `fail2ban-lens verify`: samples with expectations, as fail2ban's own tests run them. */
export const verifyCommand: Command = {
  name: 'verify',
  usage: '[OPTIONS] [PATH…]',
  summary:
    'Samples with expectations (# failJSON: comments), run as fail2ban’s own tests run them, and what they cover.',
  help: [
    'PATH is a sample, a filter (its samples are looked for: samples/NAME[.log], testcases/NAME, tests/files/logs/NAME,',
    'a fail2ban-lens: log= comment) or a folder of either. None: the whole configuration folder.',
    'The clock stands at 2005-08-14 12:00 in Europe/Berlin, as in those tests, whatever this machine’s says.',
    '',
    "-c, --config DIR            fail2ban's configuration folder (default: the nearest filter.d, else /etc/fail2ban)",
    '--samples DIR               a folder of samples that are named like their filters',
    '--format text|json|junit|tap  how to write the report',
    '--coverage                  with text: name every regex and every branch of a | that no sample goes through',
    '--mutants                   name small changes of the regexes that no sample line notices, each with a line that would',
    '--mutant-time SECONDS       how long they are looked for in all (default: 30)',
    '--min-coverage N            exit 1 where the samples go through less than N percent of them',
    '--watch                     run again when a filter, what it includes or a sample changes; tells what does not hold, up to Ctrl+C',
    '--regex-timeout SECONDS     how long one regex may take on one line (default: 1)',
    '--overrun-budget SECONDS    what regexes that take longer may take in all (default 20 times as long)',
  ],
  options: {
    config: { type: 'string', short: 'c' },
    samples: { type: 'string' },
    format: { type: 'string' },
    coverage: { type: 'boolean' },
    mutants: { type: 'boolean' },
    'mutant-time': { type: 'string' },
    'min-coverage': { type: 'string' },
    watch: { type: 'boolean' },
    'regex-timeout': { type: 'string' },
    'overrun-budget': { type: 'string' },
  },
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const { values } = context;
  if (values['watch'] !== true) return verifyOnce(context);
  if ((values['format'] ?? 'text') !== 'text') throw new UsageError('--watch: its reports are text');
  const told = new Set<string>();
  return repeatOnChange(context, (again) => verifyOnce(again, told));
}

/** `told`: what was not looked at, and was said by a run before. */
async function verifyOnce(context: CommandContext, told = new Set<string>()): Promise<ExitCode> {
  const { host, values } = context;
  const format = oneOf('--format', values['format'], ['text', 'json', 'junit', 'tap'], 'text');
  const least = percentOf(values['min-coverage']);
  const { wanted, report, done } = await atAPace(context, async (pace) => {
    const wanted = await wantedSamples(context, pace);
    return { wanted, ...(await verifyAll(context, wanted, pace)) };
  });
  const say = (text: string): void => host.err(`fail2ban-lens: verify: ${visible(text)}\n`);
  wanted.unread.forEach(say);
  for (const reason of wanted.leftOut)
    if (!told.has(reason)) {
      told.add(reason);
      say(reason);
    }
  if (wanted.samples.length === 0 && wanted.unread.length === 0) say(nothingFound(wanted));
  const reason = done < wanted.samples.length ? (stopReason(context) ?? 'Ctrl+C') : undefined;
  if (reason)
    say(
      `stopped (${reason === 'budget' ? '--overrun-budget' : reason}): ${done} of ${wanted.samples.length} samples were run`,
    );

  host.out(write(format, report, { showsUncovered: values['coverage'] === true, isShort: values['watch'] === true }));
  const { percent } = report.coverage;
  const isThin = least !== undefined && (percent ?? 0) < least;
  if (isThin) say(`coverage ${percentInWords(report.coverage)}, less than --min-coverage ${least}`);
  if (reason) return reason === 'budget' ? 3 : 130;
  if (wanted.unread.length > 0 || wanted.samples.length === 0) return 2;
  return isThin || report.samples.some(({ tests }) => passedOf(tests) < tests.length) ? 1 : 0;
}

function write(
  format: 'text' | 'json' | 'junit' | 'tap',
  report: VerifyReport,
  text: Parameters<typeof writeVerifyText>[1],
): string {
  switch (format) {
    case 'json':
      return writeVerifyJson(report);
    case 'junit':
      return writeVerifyJunit(report);
    case 'tap':
      return writeVerifyTap(report);
    case 'text':
      return writeVerifyText(report, text);
  }
}

function percentOf(value: CommandContext['values'][string]): number | undefined {
  if (value === undefined) return undefined;
  const percent = Number(value);
  if (value === '' || !(percent >= 0 && percent <= 100))
    throw new UsageError(`--min-coverage ${String(value)}: give a number of percent, 0 to 100`);
  return percent;
}

interface WantedSamples {
  /** Each file once. */
  readonly samples: readonly FoundSample[];
  /** Arguments of which nothing can be run, and why. */
  readonly unread: readonly string[];
  /** What of the folders was not looked at, one sentence each. */
  readonly leftOut: readonly string[];
  /** Filters that were asked for and have no sample. */
  readonly withoutSamples: readonly FilterOfSamples[];
  /** The name to print: as the user wrote the argument that led to the file. */
  nameOf(path: string): string;
}

async function wantedSamples(context: CommandContext, pace: Pace): Promise<WantedSamples> {
  const { host, positionals, values } = context;
  const { files } = host;
  const absolute = (argument: string): string => normalizePath(joinPath(host.cwd, argument));
  const [config, folder] = [folderOption(context, 'config'), folderOption(context, 'samples')];
  const roots = (positionals.length > 0 ? positionals : [values['config'] ?? fallbackConfigDir]).map((argument) => ({
    argument: String(argument),
    path: absolute(String(argument)),
  }));
  const samples = new Map<string, FoundSample>();
  const unread: string[] = [];
  const leftOut: string[] = [];
  const without = new Map<string, FilterOfSamples>();
  const addSample = (path: string): boolean => {
    if (samples.has(path)) return true;
    const filter = filterOfSample(files, path, config, fallbackConfigDir);
    if (filter) samples.set(path, { path, filter });
    return filter !== undefined;
  };
  const addFilter = (filter: FilterOfSamples): void => {
    const found = samplesOfFilter(files, filter, folder);
    for (const sample of found) if (!samples.has(sample.path)) samples.set(sample.path, sample);
    if (found.length === 0) without.set(filter.path, filter);
  };
  for (const { argument, path } of roots) {
    if (/\.(?:conf|local)$/.test(path) && files.isFile(path)) {
      addFilter(filterOfFile(files, path));
    } else if (files.isFile(path) && isTooLarge(files, path)) {
      unread.push(`${argument}: it is larger than 32 MB: a log, not a sample`);
    } else if (files.isFile(path)) {
      if (!addSample(path)) unread.push(`${argument}: there is no filter of this name: name its folder with --config`);
    } else if (files.isDirectory(path)) {
      const found = await findFiles(files, path, pace, { leavesPacks: true });
      filtersAmong(files, found.files).forEach(addFilter);
      leftOut.push(...found.leftOut.map((reason) => `${argument}: ${reason}`));
      for (const sample of samplesInFolder(files, path))
        if (!addSample(sample))
          unread.push(`${sample}: there is no filter of this name: name its folder with --config`);
    } else
      unread.push(
        `${argument}: ${whatIsThere(files, joinPath(host.cwd, argument), 'either') ?? 'there is no such file or folder'}`,
      );
  }
  const nameOf = (path: string): string => {
    const root = roots.find((one) => path === one.path || path.startsWith(`${one.path.replace(/\/$/, '')}/`));
    if (root) return root.argument.replace(/(.)\/+$/, '$1') + path.slice(root.path.length);
    return path.startsWith(`${host.cwd}/`) ? path.slice(host.cwd.length + 1) : path;
  };
  return { samples: [...samples.values()], unread, leftOut, withoutSamples: [...without.values()], nameOf };
}

/** The filters among the files of a folder: what stands in a `filter.d`. What only others include is none. */
function filtersAmong(files: CommandContext['host']['files'], found: readonly string[]): FilterOfSamples[] {
  const filters = found
    .filter((file) => /\/filter\.d\/[^/]+\.(?:conf|local)$/.test(file) && !/common\.(?:conf|local)$/.test(file))
    .map((file) => filterOfFile(files, file));
  return [...new Map(filters.map((filter) => [filter.path, filter])).values()];
}

function nothingFound({ withoutSamples, leftOut }: WantedSamples): string {
  return withoutSamples.length === 0
    ? `there is neither a filter nor a sample with expectations${leftOut.length > 0 ? ' besides' : ''}`
    : `no sample with expectations was found for ${withoutSamples.map(({ name }) => name).join(', ')}: put one into samples/NAME beside the filter, or name a folder with --samples`;
}

/** A filter, its samples that were run, and what they go through. */
interface SamplesOfFilter {
  readonly filter: FilterOfSamples;
  readonly counter: CoverageCounter;
  readonly paths: string[];
}

/** Runs them one by one, up to Ctrl+C or the end of the budget. */
async function verifyAll(
  context: CommandContext,
  { samples, withoutSamples, nameOf }: WantedSamples,
  pace: Pace,
): Promise<{ report: VerifyReport; done: number }> {
  const { host, python } = context;
  const machine = sampleMachine(context);
  const placeOf = findLinePosition(createSources(host.files));
  const byFilter = new Map<string, SamplesOfFilter>();
  const groupOf = (filter: FilterOfSamples): SamplesOfFilter => {
    const known = byFilter.get(filter.path);
    if (known) return known;
    const counter = createFilterCoverage(filter, python, (place) => placeOf(place).line ?? place.span.start);
    const fresh = { filter, counter, paths: [] };
    byFilter.set(filter.path, fresh);
    return fresh;
  };
  const verified: VerifiedSample[] = [];
  for (const { path, filter } of samples) {
    pace.show(verified.length, samples.length);
    await pace.turn();
    if (stopReason(context)) break;
    const { name, target } = filter;
    const { counter, paths } = groupOf(filter);
    const tests = verifySample({ ...machine, path, name, target, observe: counter.observe });
    // What was stopped on the way is no verdict.
    if (stopReason(context)) break;
    paths.push(path);
    verified.push({ file: nameOf(path), filter: name, tests });
  }
  const coverages = [...byFilter.values()].map(({ filter, counter }) => ({ filter, coverage: counter.read() }));
  const showPlace = (origin: Origin): LinePosition => {
    const place = placeOf(origin);
    return { ...place, file: nameOf(place.file) };
  };
  const mutants =
    context.values['mutants'] === true && !stopReason(context)
      ? await mutantsOf(context, machine, [...byFilter.values()], pace, showPlace)
      : undefined;
  return {
    done: verified.length,
    report: {
      ...(mutants ? { mutants } : {}),
      samples: verified,
      coverage: countCoverage(coverages.map(({ coverage }) => coverage)),
      filters: coverages.map(({ filter, coverage }) => coverageReport(filter.name, coverage, showPlace)),
      withoutSamples: withoutSamples.map(({ name }) => name),
      show: nameOf,
    },
  };
}

/** Of each filter over all of its samples, up to the end of the time for them. */
async function mutantsOf(
  context: CommandContext,
  machine: SampleMachine,
  groups: readonly SamplesOfFilter[],
  pace: Pace,
  showPlace: (origin: Origin) => LinePosition,
): Promise<MutantsOfFilter[]> {
  const { host, values } = context;
  const end = host.now() + 1000 * secondsOf('--mutant-time', values['mutant-time'] ?? '30');
  const isOver = (): boolean => host.now() > end || stopReason(context) !== undefined;
  const found: MutantsOfFilter[] = [];
  for (const { filter, paths } of groups) {
    pace.show(found.length, groups.length);
    await pace.turn();
    const { name, target } = filter;
    const { unnoticed, ...counts } = findMutants({
      ...machine,
      paths,
      name,
      target,
      isOwn: ownFiles(filter),
      isOver,
    });
    found.push({
      filter: name,
      ...counts,
      unnoticed: unnoticed.map((mutant) => ({ ...mutant, place: showPlace(mutant.place) })),
    });
  }
  return found;
}

function coverageReport(
  filter: string,
  coverage: FilterCoverage,
  placeOf: (origin: Origin) => CoverageRow['place'],
): FilterCoverageReport {
  const rows = [
    ...coverage.regexes.map(({ role, pattern, place, hits }) => ({
      kind: role,
      text: pattern,
      place: place && placeOf(place),
      hits,
    })),
    ...coverage.branches.map(({ text, place, hits }) => ({ kind: 'branch', text, place: placeOf(place), hits })),
  ];
  return { filter, ...countCoverage([coverage]), rows };
}

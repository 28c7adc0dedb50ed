import { matchesName } from '../analysis/glob.ts';
import { folderOf, normalizePath } from '../config/paths.ts';
import { fallbackConfigDir } from '../config/resolve.ts';
import { recordFiles, type FileSnapshot } from '../host/recorded-files.ts';
import type {
  CheckFailure,
  CoverageRow,
  FilterVerdict,
  LensRequests,
  ListedTests,
  Location,
  SampleTests,
} from '../protocol.ts';
import type { FilterCoverage } from '../samples/coverage.ts';
import { packAround } from '../pack/is-pack.ts';
import {
  filterOfFile,
  filterOfSample,
  isSample,
  samplesOfFilter,
  type FilterOfSamples,
} from '../samples/find-samples.ts';
import { readSampleFile } from '../samples/read-sample-file.ts';
import { expectationJson } from '../samples/record/expectation.ts';
import { readSampleFiles } from '../samples/read-sample-files.ts';
import { readFilesOf, type VerifiedFilter } from '../samples/verify-filter.ts';
import type { Origin } from '../text/mapped-text.ts';
import { toLocation } from './convert.ts';
import { filterToRun } from './filter-to-run.ts';
import { UserError } from './guard.ts';
import type { SampleRunner } from './sample-runner.ts';
import { folderOfSetting, type Session } from './session.ts';
import { pathOfUri, uriOfPath } from './uri.ts';

/**
 * The filters that filter files and samples stand for, each once, with the samples that lie where the filter looks for them. A pack that lies in the workspace
 * is left out, but for files of it that are open.
 */
export async function filterTests(session: Session, uris: readonly string[]): Promise<ListedTests> {
  const packs = new Set<string>();
  const found = new Map<string, { filter: FilterOfSamples; samples: Set<string> }>();
  for (const path of uris.map(pathOfUri)) {
    const { files } = session;
    const isFilter = /\.(?:conf|local)$/.test(path);
    const filter = isFilter
      ? files.isFile(path) && filterOfFile(files, path)
      : isSample(session.plainFiles, path) && filterOf(session, path);
    if (!filter) continue;
    const pack = session.documents.get(path) ? undefined : packOf(session, path);
    if (pack !== undefined) {
      packs.add(pack);
      continue;
    }
    const known = found.get(filter.path) ?? { filter, samples: new Set(samplesOf(session, filter)) };
    if (!isFilter) known.samples.add(path);
    if (known.samples.size > 0) found.set(filter.path, known);
    // There may be hundreds: what the user types is heard in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    filters: [...found.values()].map(({ filter, samples }) => ({
      filter: addressOf(session, filter.path),
      name: filter.name,
      samples: [...samples].map((path) => testsOf(session, path)),
    })),
    packs: [...packs].map((folder) => addressOf(session, folder)),
  };
}

/** The pack that a file lies in, below its folder of the workspace. */
function packOf(session: Session, path: string): string | undefined {
  const root = session.folderOf(path)?.path;
  return root === undefined ? undefined : packAround(session.plainFiles, path, root);
}

function filterOf(session: Session, sample: string): FilterOfSamples | undefined {
  const { configDir } = session.settings.of(sample);
  const given = configDir === '' ? undefined : folderOfSetting(configDir, session.folderOf(sample));
  return filterOfSample(session.files, sample, given, fallbackConfigDir);
}

/** The sample files of a filter, those that the settings name among them. */
export function samplesOf(session: Session, filter: FilterOfSamples): string[] {
  const { samples } = session.settings.of(filter.path);
  const folder = session.folderOf(filter.path)?.path;
  const set = Object.entries(samples)
    .filter(([pattern]) => matchesName(filter.name, pattern))
    .flatMap(([, logs]) => logs)
    // A log of the machine is no sample, and may be long.
    .flatMap((log) => (log.startsWith('/') || folder === undefined ? [] : [`${folder}/${log}`]));
  return samplesOfFilter(session.plainFiles, filter, undefined, set).map(({ path }) => path);
}

function testsOf(session: Session, path: string): SampleTests {
  const lines = readSampleFiles(session.plainFiles, path).flatMap(({ file, items = [] }) =>
    items.flatMap((item) =>
      item.kind === 'line'
        ? [
            {
              uri: addressOf(session, file),
              line: item.line - 1,
              isCommented: item.isCommented,
              text: item.text,
              matches: Boolean(item.expected['match']),
              description: typeof item.expected['desc'] === 'string' ? item.expected['desc'] : null,
            },
          ]
        : [],
    ),
  );
  return { uri: addressOf(session, path), lines };
}

/** Runs samples of a filter over the files as they stand in the editor now. */
export async function verify(
  session: Session,
  runner: SampleRunner,
  params: LensRequests['verify']['params'],
  signal: AbortSignal,
): Promise<LensRequests['verify']['result']> {
  const { filter, machine } = filterToRun(session, params.filter);
  const samples = params.samples.map(pathOfUri);
  const { files, snapshot } = recordFiles(session.files);
  readFilesOf(files, filter, samples, machine.fail2ban);
  const verified = await runner.verify({ ...machine, filter, samples, files: snapshot }, signal);
  return { ...toVerdict(session, verified), files: addressesOf(session, snapshot) };
}

/** What was read or looked for, each by its own address and by that of what stands in for it. */
function addressesOf(session: Session, { texts, files }: FileSnapshot): string[] {
  const paths = [...texts.keys(), ...files.keys()].flatMap((path) => [normalizePath(path), session.files.locate(path)]);
  return [...new Set(paths)].flatMap((path) => (path === null ? [] : [addressOf(session, path)]));
}

/** Makes a sample of a log, with the filter as it stands in the editor now. It belongs to the filter's first sample, or becomes that. */
export async function record(
  session: Session,
  runner: SampleRunner,
  { filter: uri, text, firstLine, pick, options = {} }: LensRequests['record']['params'],
  signal: AbortSignal,
): Promise<LensRequests['record']['result']> {
  const { filter, machine } = filterToRun(session, uri);
  const [known] = samplesOf(session, filter);
  const target = known ?? `${folderOf(filter.path)}/samples/${filter.name}`;
  const isThere = session.files.isFile(target);
  const existing = isThere ? readSampleFile(session.files, target) : undefined;
  const { files, snapshot } = recordFiles(session.files);
  readFilesOf(files, filter, [], machine.fail2ban, options);
  const recording = await runner.record(
    {
      ...machine,
      filter,
      text: text.endsWith('\n') ? text : `${text}\n`,
      pick,
      options,
      existing,
      files: snapshot,
    },
    signal,
  );
  if (typeof recording === 'string')
    throw new UserError(
      `Nothing is recorded: the filter does not load. ${recording.replaceAll(/\s*\n\s*/g, ' ').trim()}`,
    );
  return {
    uri: addressOf(session, target),
    isThere,
    text: recording.sample,
    lines: recording.lines.length,
    matching: recording.lines.filter(({ expected }) => expected['match'] === true).length,
    uncovered: recording.uncovered,
    leftOut: recording.leftOut.map(({ line, reason }) => ({ line: line - 1 + firstLine, reason })),
  };
}

function toVerdict(session: Session, { samples, coverage }: VerifiedFilter): Omit<FilterVerdict, 'files'> {
  return {
    samples: samples.map(({ path, tests }) => ({
      uri: addressOf(session, path),
      checks: tests.map(({ file, line, title, failures, fitting, place }) => ({
        uri: addressOf(session, file),
        line: line === null ? null : line - 1,
        title,
        failures: failures.map(({ message, expected, got, options, why }): CheckFailure => ({
          message,
          expected,
          got,
          options,
          why,
        })),
        fitting: fitting && expectationJson(fitting),
        location: place && toLocation(session, place),
      })),
    })),
    coverage: toRows(session, coverage),
  };
}

/** What is written in no file that the client can open has no place to be shown at. */
function toRows(session: Session, { regexes, branches }: FilterCoverage): CoverageRow[] {
  const at = (place: Origin | undefined): Location | null => (place ? toLocation(session, place) : null);
  return [
    ...regexes.map(({ role, pattern, place, hits }) => ({ kind: role, text: pattern, location: at(place), hits })),
    ...branches.map(({ text, place, hits }) => ({ kind: 'branch' as const, text, location: at(place), hits })),
  ].flatMap(({ location, ...row }) => (location ? [{ ...row, location }] : []));
}

export function addressOf(session: Session, path: string): string {
  return session.uriOf(path) ?? uriOfPath(path);
}

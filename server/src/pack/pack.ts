import { folderOf, nameOf, normalizePath } from '../config/paths.ts';
import {
  attempt,
  canNameFilter,
  createSources,
  getOption,
  isFailure,
  isRead,
  isUnresolved,
  resolveFilter,
  resolveJails,
} from '../config/resolve.ts';
import { includedFiles } from '../analysis/includes-of.ts';
import type { FileSystem } from '../host/file-system.ts';
import { createFilterCoverage, lineStarts } from '../samples/filter-coverage.ts';
import type { FilterOfSamples } from '../samples/find-samples.ts';
import { readSampleFiles } from '../samples/read-sample-files.ts';
import { countCoverage } from '../samples/coverage.ts';
import { createSubject, type SampleMachine, type SampleSubject, type SubjectObserver } from '../samples/subject.ts';
import { verifySample } from '../samples/verify-sample.ts';
import type { MappedText, Origin } from '../text/mapped-text.ts';
import { checkedFilter, installScript } from './install-script.ts';
import type { Pack, PackedFile, PackedJail } from './packed.ts';
import { writeReadme } from './readme.ts';
import { remark, type Remark } from './remark.ts';

export interface PackRequest extends SampleMachine {
  readonly filter: FilterOfSamples;
  readonly samples: readonly string[];
  /** Where a file that the filter's folder lacks is lent from: a path, or null for a text of ours. Undefined: it lies there itself. */
  readonly lentFrom?: (file: string) => string | null | undefined;
}

/** What of a filter and its jails is written in files: all of a pack that needs no run. */
export interface PackContent {
  /** Those that go into the configuration folder. */
  readonly files: readonly PackedFile[];
  readonly jails: readonly PackedJail[];
  /** Where the files lie that are packed as they are. */
  readonly sources: readonly PackedSource[];
  readonly remarks: readonly Remark[];
}

/** What running the samples gives. */
export interface PackChecks extends Pick<Pack, 'tests' | 'checks' | 'coverage'> {
  readonly remarks: readonly Remark[];
}

/** Throws PackError where the filter cannot be packed. */
export function createPack(request: PackRequest): Pack {
  return assemblePack(request, gatherPack(request), checkPack(request));
}

/** Reads all that is packed; runs nothing. Throws PackError. */
export function gatherPack(request: PackRequest): PackContent {
  const { files, filter } = request;
  if (/[\n\r/]/.test(filter.name)) throw new PackError(`${filter.name}: a filter of this name cannot be packed`);
  if (!filter.path.endsWith('.conf'))
    throw new PackError(`${nameOf(filter.path)}: a filter is packed by its .conf, and there is none beside it`);
  const remarks: Remark[] = [];
  const configuration = filterFiles(request, remarks);
  const jails = jailsOf(request, remarks);
  const sampleFiles = samplePlaces(request, remarks);
  const sources = unique([...configuration, ...sampleFiles]);
  const texts = sources.map(({ source, path }) => ({ path, text: textOf(files, source), mode: 0o644 }));
  return {
    files: [
      ...texts.slice(0, configuration.length),
      ...jails.map(({ file }) => file),
      ...texts.slice(configuration.length),
    ],
    jails: jails.map(({ name, options }) => ({ name, options })),
    sources,
    remarks,
  };
}

/** The folder of what was gathered and what the samples gave. */
export function assemblePack(
  { filter, fail2ban }: Pick<PackRequest, 'filter' | 'fail2ban'>,
  content: PackContent,
  { tests, checks, coverage, remarks: ofChecks }: PackChecks,
): Pack {
  const placed = content.files.map(({ path }) => path);
  const told = {
    name: filter.name,
    placed,
    jails: content.jails,
    checks,
    tests,
    coverage,
    remarks: [...content.remarks, ...ofChecks],
  };
  return {
    ...told,
    files: [
      { path: 'README.md', text: writeReadme({ ...told, fail2ban }), mode: 0o644 },
      { path: 'install.sh', text: installScript(filter.name, placed), mode: 0o755 },
      ...content.files,
      ...checks.flatMap(({ options, lines, ids }, i): PackedFile[] => [
        { path: `checks/${i + 1}.log`, text: linesOf(lines), mode: 0o644 },
        { path: `checks/${i + 1}.ids`, text: linesOf(ids), mode: 0o644 },
        { path: `checks/${i + 1}.options`, text: bracketText(options)!, mode: 0o644 },
      ]),
    ],
  };
}

/** Why a filter cannot be packed. */
export class PackError extends Error {
  constructor(
    message: string,
    /** Where the cause is written, where that is known. */
    readonly place?: Origin,
  ) {
    super(message);
  }
}

const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** A file that is packed as it is. */
export interface PackedSource {
  /** Its own path. */
  readonly source: string;
  /** Below the pack. */
  readonly path: string;
}

function unique(files: readonly PackedSource[]): PackedSource[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

function textOf(files: FileSystem, path: string): string {
  const bytes = files.readFile(path);
  const place = { file: path, span: { start: 0, end: 0 } };
  if (!bytes) throw new PackError(`${path}: it cannot be read`, place);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new PackError(`${path}: it is no UTF-8 text: save it as such`, place);
  }
}

/** Every file that was merged into the filter, below `filter.d` as it lies there. */
function filterFiles({ files, filter, fail2ban, lentFrom }: PackRequest, remarks: Remark[]): PackedSource[] {
  const sources = createSources(files);
  const resolved = resolveFilter({
    sources,
    target: filter.target,
    options: new Map(),
    fail2ban,
    via: 'fail2ban-regex',
  });
  if (isUnresolved(resolved)) throw new PackError(`${nameOf(filter.path)}: ${resolved.error}`, resolved.place);
  const base = folderOf(filter.path);
  const merged = unique(resolved.files.map((file) => ({ source: normalizePath(file), path: normalizePath(file) })));
  /** Where a file of the filter names another one. */
  const includeOf = (file: string): Origin | undefined => {
    for (const { source } of merged)
      for (const { path, span } of includedFiles(sources.read(source)?.tree))
        if (normalizePath(path) === file) return { file: source, span };
    return undefined;
  };
  return merged.map(({ source }) => {
    const lender = lentFrom?.(source);
    if (lender === null)
      throw new PackError(
        `${nameOf(source)}: the filter includes it, and it is not here: put fail2ban's own beside the filter first`,
        includeOf(source),
      );
    if (!source.startsWith(`${base}/`) || /[\n\r]/.test(source))
      throw new PackError(
        `${source}: the filter includes it, and it does not lie below ${base}: put it there first`,
        includeOf(source),
      );
    if (lender !== undefined)
      remarks.push(remark`${nameOf(source)} is that of ${folderOf(lender)}: the folder has none.`);
    return { source, path: `filter.d/${source.slice(base.length + 1)}` };
  });
}

/** Where samples are looked for in a configuration folder: each folder that samples lie in has a place of its own. */
const sampleFolders = ['filter.d/samples', 'filter.d/testcases', 'filter.d/tests/files/logs', 'tests/files/logs'];

/** The samples with the files that they add. A sample of another name is called as the filter is: so it is found. */
function samplePlaces({ files, filter, samples }: PackRequest, remarks: Remark[]): PackedSource[] {
  const folders = new Map<string, string>();
  const sourceAt = new Map<string, string>();
  const put = (source: string, places: readonly string[]): void => {
    const path = places.find((place) => (sourceAt.get(place) ?? source) === source);
    if (path === undefined)
      remarks.push(remark`${source} is not in the pack: its place is taken. Its lines are in the checks.`);
    else sourceAt.set(path, source);
  };
  for (const sample of samples) {
    const folder = folderOf(sample);
    const place = folders.get(folder) ?? sampleFolders[folders.size];
    if (place !== undefined) folders.set(folder, place);
    for (const { file, items } of readSampleFiles(files, sample)) {
      const names = file === sample ? sampleNames(filter.name, nameOf(sample)) : [file.slice(folder.length + 1)];
      if (items === undefined) remarks.push(remark`The sample ${file} is not in the pack: it cannot be read.`);
      else if (!file.startsWith(`${folder}/`))
        remarks.push(
          remark`${file}, which a sample adds, lies elsewhere: its lines are in the checks, the file is not packed.`,
        );
      else put(file, place === undefined ? [] : names.map((name) => `${place}/${name}`));
    }
  }
  return [...sourceAt].map(([path, source]) => ({ source, path }));
}

/** What a sample may be called in a pack. */
function sampleNames(filter: string, name: string): string[] {
  const names = [filter, `${filter}.log`];
  return names.includes(name) ? [name] : names;
}

/** The jails of the filter, each with the options of its own section as they are worth here. One that is lent with a whole file is somebody else's. */
function jailsOf(
  { files, filter, fail2ban, lentFrom }: PackRequest,
  remarks: Remark[],
): (PackedJail & { readonly file: PackedFile })[] {
  if (filter.target.kind !== 'name') return [];
  const found = resolveJails({
    sources: createSources(files),
    configDir: filter.target.configDir,
    fail2ban,
    force: true,
  });
  if (!('jails' in found)) return [];
  const isLent = (raw: MappedText): boolean =>
    raw.segments.every(({ origin }) => lentFrom !== undefined && lentFrom(origin.file) !== undefined);
  return found.jails.flatMap((jail) => {
    if (!isRead(jail) || jail.filter?.name.text !== filter.name) return [];
    const { name } = jail;
    if (/[\n\r/]/.test(name)) return [];
    const written = [...(found.layers.sections.get(name) ?? [])].filter(
      ([key]) => !key.startsWith('known/') && key !== '__name__',
    );
    if (written.length > 0 && written.every(([, raw]) => isLent(raw))) return [];
    const options = written.map(([key, raw]) => {
      const value = attempt(() => ({ text: getOption(found.layers, name, key)?.text }));
      if (isFailure(value)) remarks.push(remark`${key} of the jail ${name} is packed as it is written: ${value.error}`);
      return { key, value: isFailure(value) || value.text === undefined ? raw.text : value.text.replaceAll('%', '%%') };
    });
    const lines = options.map(({ key, value }) => `${key} = ${value.split('\n').join('\n    ')}`.trimEnd());
    const text = `# The jail of the filter ${filter.name}, as it was where it was packed.\n[${name}]\n${linesOf(lines)}`;
    return [{ name, options, file: { path: `jail.d/${name}.local`, text, mode: 0o644 } }];
  });
}

/** Runs the samples, and writes down what fail2ban finds under each set of options. Throws PackError. */
export function checkPack(request: PackRequest): PackChecks {
  const { files, python, filter, samples } = request;
  const remarks: Remark[] = [];
  const counter = createFilterCoverage(filter, python, lineStarts(files));
  const canBeAsked = canNameFilter(checkedFilter(filter.name));
  if (!canBeAsked && samples.length > 0)
    remarks.push(
      remark`install.sh checks no line: fail2ban-regex takes the filter’s name for a regex. A name of letters, digits, - and . would let it.`,
    );
  const checks: { options: Readonly<Record<string, string>>; lines: string[]; ids: string[] }[] = [];
  const observe = (subject: SampleSubject): SubjectObserver => {
    const counted = counter.observe(subject);
    const { options } = subject;
    const check = { options, lines: [] as string[], ids: [] as string[] };
    if (options['logtype'] === 'journal' || bracketText(options) === undefined)
      remarks.push(
        remark`Lines under ${JSON.stringify(options)} are in no check: fail2ban-regex cannot be asked for them so.`,
      );
    else if (canBeAsked) checks.push(check);
    let ids: string[] = [];
    return {
      finding: (finding) => {
        counted.finding?.(finding);
        ids.push(finding.id ?? 'None');
      },
      hit: counted.hit,
      line: (block, index, outcome, verdict) => {
        counted.line(block, index, outcome, verdict);
        check.lines.push(block.text.slice(block.starts[index], block.ends[index]));
        if (verdict === 'matched') check.ids.push(...ids);
        ids = [];
      },
    };
  };
  const { name, target } = filter;
  const tests = samples.flatMap((path) => verifySample({ ...request, path, name, target, observe }));
  if (samples.length === 0) {
    // Nobody else would say so before the server is to start with it.
    const loaded = createSubject({ ...request, target, options: {} });
    if (typeof loaded === 'string')
      throw new PackError(`${nameOf(filter.path)}: it does not load: ${loaded.replaceAll(/\s*\n\s*/g, ' ')}`);
    remarks.push(
      remark`The filter has no sample: nothing tells whether it does there what it does here (fail2ban-lens record).`,
    );
  }
  return {
    tests,
    checks: checks.filter(({ lines }) => lines.length > 0),
    coverage: countCoverage([counter.read()]),
    remarks,
  };
}

/** As it stands behind the filter's name; undefined where a value cannot be written so. */
function bracketText(options: Readonly<Record<string, string>>): string | undefined {
  const entries = Object.entries(options).map(([key, value]) => {
    if (/[\n\r]/.test(value)) return undefined;
    if (!value.includes('"')) return `${key}="${value}"`;
    return value.includes("'") ? undefined : `${key}='${value}'`;
  });
  if (entries.includes(undefined)) return undefined;
  return entries.length === 0 ? '' : `[${entries.join(', ')}]`;
}

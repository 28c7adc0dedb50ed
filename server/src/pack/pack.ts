import { folderOf, nameOf, normalizePath } from '../config/paths.ts';
import {
  attempt,
  createSources,
  getOption,
  isFailure,
  isRead,
  isUnresolved,
  resolveFilter,
  resolveJails,
} from '../config/resolve.ts';
import type { FileSystem } from '../host/file-system.ts';
import { createFilterCoverage, lineStarts } from '../samples/filter-coverage.ts';
import type { FilterOfSamples } from '../samples/find-samples.ts';
import { readSampleFiles } from '../samples/read-sample-files.ts';
import { countCoverage, type CoverageCounts } from '../samples/coverage.ts';
import type { SampleMachine, SampleSubject, SubjectObserver } from '../samples/subject.ts';
import { verifySample, type SampleTest } from '../samples/verify-sample.ts';
import { installScript } from './install-script.ts';
import { writeReadme } from './readme.ts';

/** A file of a pack. */
export interface PackedFile {
  /** Below the pack. E.g. `filter.d/sshd.conf` */
  readonly path: string;
  readonly text: string;
  readonly mode: number;
}

/** A folder to carry: a filter with all that it needs, what is expected of it, and a script that puts it in place. */
export interface Pack {
  readonly files: readonly PackedFile[];
  /** What goes into the configuration folder. */
  readonly placed: readonly string[];
  readonly jails: readonly string[];
  readonly checks: readonly PackedCheck[];
  /** Of the sample here and now. */
  readonly tests: readonly SampleTest[];
  readonly coverage: CoverageCounts;
  /** What the pack does not hold, in words. */
  readonly remarks: readonly string[];
}

/** Lines of the sample under one set of options, for `fail2ban-regex -o id`. */
export interface PackedCheck {
  /** In the filter's brackets. */
  readonly options: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
  /** One for each failure. */
  readonly ids: readonly string[];
}

export interface PackRequest extends SampleMachine {
  readonly filter: FilterOfSamples;
  readonly samples: readonly string[];
}

/** Throws PackError where the filter cannot be packed. */
export function createPack(request: PackRequest): Pack {
  const { files, filter, fail2ban, samples } = request;
  if (/[\n\r/]/.test(filter.name)) throw new PackError(`${filter.name}: a filter of this name cannot be packed`);
  const remarks: string[] = [];
  const configuration = filterFiles(request);
  const jails = jailsOf(request, remarks);
  const { tests, checks, coverage } = runSamples(request, remarks);
  const sampleFiles = samples.flatMap((sample) =>
    readSampleFiles(files, sample).flatMap(({ file, items }) => {
      const below = file.startsWith(`${folderOf(sample)}/`) ? file.slice(folderOf(sample).length + 1) : undefined;
      if (items === undefined || below === undefined) {
        remarks.push(`The sample ${file} is not in the pack: it cannot be read, or lies elsewhere.`);
        return [];
      }
      return [{ path: `filter.d/samples/${below}`, text: textOf(files, file), mode: 0o644 }];
    }),
  );
  const placed = [...configuration, ...jails.map(({ file }) => file), ...unique(sampleFiles)];
  const names = placed.map(({ path }) => path);
  const told = { placed: names, jails: jails.map(({ name }) => name), checks, tests, coverage, remarks };
  const readme = writeReadme({ ...told, name: filter.name, fail2ban });
  return {
    files: [
      { path: 'README.md', text: readme, mode: 0o644 },
      { path: 'install.sh', text: installScript(filter.name, names), mode: 0o755 },
      ...placed,
      ...checks.flatMap(({ options, lines, ids }, i): PackedFile[] => [
        { path: `checks/${i + 1}.log`, text: linesOf(lines), mode: 0o644 },
        { path: `checks/${i + 1}.ids`, text: linesOf(ids), mode: 0o644 },
        { path: `checks/${i + 1}.options`, text: bracketText(options)!, mode: 0o644 },
      ]),
    ],
    ...told,
  };
}

export class PackError extends Error {}

const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

function unique(files: readonly PackedFile[]): PackedFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

function textOf(files: FileSystem, path: string): string {
  const bytes = files.readFile(path);
  if (!bytes) throw new PackError(`${path}: it cannot be read`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new PackError(`${path}: it is no UTF-8 text: save it as such`);
  }
}

/** Every file that was merged into the filter, below `filter.d` as it lies there. */
function filterFiles({ files, filter, fail2ban }: PackRequest): PackedFile[] {
  const resolved = resolveFilter({ files, target: filter.target, options: new Map(), fail2ban, via: 'fail2ban-regex' });
  if (isUnresolved(resolved)) throw new PackError(`${nameOf(filter.path)}: ${resolved.error}`);
  const base = folderOf(filter.path);
  return [...new Set(resolved.files.map(normalizePath))].map((file) => {
    if (!file.startsWith(`${base}/`) || /[\n\r]/.test(file))
      throw new PackError(`${file}: the filter includes it, and it does not lie below ${base}: put it there first`);
    return { path: `filter.d/${file.slice(base.length + 1)}`, text: textOf(files, file), mode: 0o644 };
  });
}

/** The jails of the filter, each with the options of its own section as they are worth here. */
function jailsOf(
  { files, filter, fail2ban }: PackRequest,
  remarks: string[],
): { readonly name: string; readonly file: PackedFile }[] {
  if (filter.target.kind !== 'name') return [];
  const found = resolveJails({
    sources: createSources(files),
    configDir: filter.target.configDir,
    fail2ban,
    force: true,
  });
  if (!('jails' in found)) return [];
  return found.jails.flatMap((jail) => {
    if (!isRead(jail) || jail.filter?.name.text !== filter.name) return [];
    const { name } = jail;
    if (/[\n\r/]/.test(name)) return [];
    const lines: string[] = [];
    for (const [key, raw] of found.layers.sections.get(name) ?? []) {
      if (key.startsWith('known/') || key === '__name__') continue;
      const value = attempt(() => ({ text: getOption(found.layers, name, key)?.text }));
      if (isFailure(value)) remarks.push(`${key} of the jail ${name} is packed as it is written: ${value.error}`);
      const text = isFailure(value) || value.text === undefined ? raw.text : value.text.replaceAll('%', '%%');
      lines.push(`${key} = ${text.split('\n').join('\n    ')}`.trimEnd());
    }
    const text = `# The jail of the filter ${filter.name}, as it was where it was packed.\n[${name}]\n${linesOf(lines)}`;
    return [{ name, file: { path: `jail.d/${name}.local`, text, mode: 0o644 } }];
  });
}

/** Runs the samples, and writes down what fail2ban finds under each set of options. */
function runSamples(
  request: PackRequest,
  remarks: string[],
): { tests: SampleTest[]; checks: PackedCheck[]; coverage: CoverageCounts } {
  const { files, python, filter, samples } = request;
  const counter = createFilterCoverage(filter, python, lineStarts(files));
  const checks: { options: Readonly<Record<string, string>>; lines: string[]; ids: string[] }[] = [];
  const observe = (subject: SampleSubject): SubjectObserver => {
    const counted = counter.observe(subject);
    const { options } = subject;
    const check = { options, lines: [] as string[], ids: [] as string[] };
    if (options['logtype'] === 'journal' || bracketText(options) === undefined)
      remarks.push(
        `Lines under ${JSON.stringify(options)} are in no check: fail2ban-regex cannot be asked for them so.`,
      );
    else checks.push(check);
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
  if (samples.length === 0)
    remarks.push(
      'The filter has no sample: nothing tells whether it does there what it does here (fail2ban-lens record).',
    );
  return { tests, checks: checks.filter(({ lines }) => lines.length > 0), coverage: countCoverage([counter.read()]) };
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

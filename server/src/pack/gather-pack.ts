import { includedFiles } from '../analysis/includes-of.ts';
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
import { readSampleFiles } from '../samples/read-sample-files.ts';
import type { MappedText, Origin } from '../text/mapped-text.ts';
import { PackError, type PackRequest } from './pack-request.ts';
import type { PackedFile, PackedJail } from './packed.ts';
import { remark, type Remark } from './remark.ts';

/** What of a filter and its jails is written in files: all of a pack that needs no run. */
export interface PackContent {
  /** Those that go into the configuration folder. */
  readonly files: readonly PackedFile[];
  readonly jails: readonly PackedJail[];
  /** Where the files lie that are packed as they are. */
  readonly sources: readonly PackedSource[];
  readonly remarks: readonly Remark[];
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
    const head = [`# The jail of the filter ${filter.name}, as it was where it was packed.`, `[${name}]`];
    const text = [...head, ...lines, ''].join('\n');
    return [{ name, options, file: { path: `jail.d/${name}.local`, text, mode: 0o644 } }];
  });
}

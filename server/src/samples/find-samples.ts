import { filesOfFilter, readLogDirectives } from '../analysis/samples.ts';
import { folderOf, joinPath, nameOf, normalizePath, withoutExtension } from '../config/paths.ts';
import type { FilterTarget } from '../config/resolve.ts';
import type { FileSystem } from '../host/file-system.ts';
import { hasExpectations } from './read-sample.ts';
import { isUnreadable, readSampleFile } from './read-sample-file.ts';

/** A filter that samples are run with. */
export interface FilterOfSamples {
  readonly name: string;
  readonly target: FilterTarget;
  /** Its `.conf`, or its `.local` where that is all. */
  readonly path: string;
}

/** A sample file and the filter that it is for. */
export interface FoundSample {
  readonly path: string;
  readonly filter: FilterOfSamples;
}

/** The filter that a `.conf` or `.local` file is; it need not stand in a `filter.d`. */
export function filterOfFile(files: FileSystem, path: string): FilterOfSamples {
  const folder = folderOf(path);
  const name = withoutExtension(nameOf(path));
  const main = `${folder}/${name}.conf`;
  return {
    name,
    path: files.isFile(main) ? main : path,
    target:
      nameOf(folder) === 'filter.d' ? { kind: 'name', name, configDir: folderOf(folder) } : { kind: 'file', path },
  };
}

/**
 * The sample files of a filter: those that hold expectations, of all that its name or a comment of its own leads to, and those that cannot be read, which their
 * run tells. `set`: others that may be.
 */
export function samplesOfFilter(
  files: FileSystem,
  filter: FilterOfSamples,
  folder: string | undefined,
  set: readonly string[] = [],
): FoundSample[] {
  const { name, path, target } = filter;
  const configurationFolder = target.kind === 'name' ? target.configDir : null;
  // A comment that names the machine's own log names no sample, and such a log may be long.
  const named = readLogDirectives(readSampleFile(files, path) ?? '')
    .filter(({ log }) => !log.startsWith('/'))
    .map(({ log }) => normalizePath(joinPath(folderOf(path), log)));
  const found = [
    ...named,
    ...set,
    ...(folder === undefined ? [] : [`${folder}/${name}`, `${folder}/${name}.log`]),
    ...filesOfFilter({ path, names: [name], configurationFolder, files }),
  ];
  const isMeant = (file: string): boolean =>
    isSample(files, file) || (isNamedAsSample(file) && isUnreadable(files, file));
  return [...new Set(found)].filter(isMeant).map((file) => ({ path: file, filter }));
}

const isNamedAsSample = (path: string): boolean => !/\.(?:conf|local|gz)$/.test(path);

/** Whether a file says what is expected of its lines. */
export function isSample(files: FileSystem, path: string): boolean {
  if (!isNamedAsSample(path) || !files.isFile(path)) return false;
  const text = readSampleFile(files, path);
  return text !== undefined && hasExpectations(text);
}

/**
 * The filter that a sample is for, by its name: in the folder of configuration that was given, else in the nearest `filter.d` of the folders above the
 * sample (`config/filter.d` in fail2ban's own source tree), last in `fallback`.
 */
export function filterOfSample(
  files: FileSystem,
  path: string,
  given: string | undefined,
  fallback: string,
): FilterOfSamples | undefined {
  const stems = [...new Set([nameOf(path).replace(/\.log$/, ''), nameOf(path)])];
  const folders: string[] = given === undefined ? [] : [`${given}/filter.d`];
  for (let above = folderOf(path); ; above = folderOf(above)) {
    folders.push(...(nameOf(above) === 'filter.d' ? [above] : []), `${above}/filter.d`, `${above}/config/filter.d`);
    if (above === '/' || above === '' || above === folderOf(above)) break;
  }
  folders.push(`${fallback}/filter.d`);
  for (const folder of folders)
    for (const stem of stems)
      for (const extension of ['conf', 'local']) {
        const file = normalizePath(`${folder}/${stem}.${extension}`);
        if (files.isFile(file)) return filterOfFile(files, file);
      }
  return undefined;
}

/** The sample files that a folder holds, itself or where fail2ban and others keep them. */
export function samplesInFolder(files: FileSystem, folder: string): string[] {
  return ['', 'samples', 'testcases', 'tests/files/logs', 'fail2ban/tests/files/logs']
    .map((below) => joinPath(folder, below))
    .flatMap((place) =>
      files
        .readDirectory(place)
        .sort()
        .map((name) => normalizePath(`${place}/${name}`)),
    )
    .filter((path) => isSample(files, path));
}

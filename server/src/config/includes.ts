import type { Origin } from '../text/mapped-text.ts';
import { ConfigError, includesTooDeep, tooLarge, type ConfigProblem } from './errors.ts';
import { getOption } from './interpolate.ts';
import { createLayers, optionsBySection, type Layers } from './layers.ts';
import { folderOf, joinPath, withoutExtension } from './paths.ts';
import type { Source, Sources } from './sources.ts';

/** One reading's view of the include graph. */
export interface IncludeReading {
  readonly sources: Sources;
  readonly problems: ConfigProblem[];
  /**
   * Answers for a list of files, kept as fail2ban keeps them within a run: what a file in a loop expands to therefore
   * depends on which file was asked for first.
   */
  readonly known: Map<string, readonly string[]>;
}

/** Python's stack holds about this many nested includes. */
const deepestInclude = 490;

/** Where doubled includes (`a` names `b` twice, `b` names `c` twice, …) would fill the memory. */
const longestList = 200_000;

/**
 * The files to merge for a list of files, in order: for each, what its `before` names, itself, its `.local` sibling,
 * what its `after` names. Files that do not exist or are not UTF-8 drop out. Throws ConfigError where a file cannot be parsed.
 * Mirrors `SafeConfigParserWithIncludes._getIncludes`.
 */
export function expandIncludes(
  reading: IncludeReading,
  paths: readonly string[],
  ancestors: readonly string[] = [],
  place?: Origin,
): readonly string[] {
  if (ancestors.length > deepestInclude) throw includesTooDeep(place);
  const wanted = withLocals(reading.sources, paths);
  const key = wanted.join('\x01');
  const known = reading.known.get(key);
  if (known) return known;
  const expanded = concat(
    wanted.map((path) => expandOne(reading, path, ancestors)),
    place,
  );
  reading.known.set(key, expanded);
  return expanded;
}

/** Each file, and behind it its `.local` sibling where that exists and is not in the list by itself. */
function withLocals(sources: Sources, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const local = `${withoutExtension(path)}.local`;
    return !paths.includes(local) && sources.isFile(local) ? [path, local] : [path];
  });
}

function expandOne(reading: IncludeReading, path: string, ancestors: readonly string[]): readonly string[] {
  const source = reading.sources.read(path);
  if (!source) return [];
  if (source.error)
    throw new ConfigError(source.error.name, source.error.text, { file: path, span: source.error.span });
  if (source.decodeError) {
    reading.problems.push(undecodableFile(source));
    return [];
  }
  const own = ownIncludes(source);
  if (!own) return [path];
  const before = expandNamed(reading, own, 'before', path, ancestors);
  const after = expandNamed(reading, own, 'after', path, ancestors);
  return concat([before, [path], after], undefined);
}

/** The file alone as layers, where it has an `[INCLUDES]` section. */
function ownIncludes({ path, tree }: Source): Layers | undefined {
  if (!tree.sections.some(({ name }) => name === 'INCLUDES')) return undefined;
  const sections = optionsBySection(tree);
  const layers = createLayers([path], []);
  for (const [key, value] of sections.get('DEFAULT') ?? []) layers.defaults.set(key, value);
  sections.delete('DEFAULT');
  for (const [name, options] of sections) layers.sections.set(name, options);
  return layers;
}

function expandNamed(
  reading: IncludeReading,
  own: Layers,
  option: 'before' | 'after',
  path: string,
  ancestors: readonly string[],
): readonly string[] {
  if (!own.sections.get('INCLUDES')!.has(option) && !own.defaults.has(option)) return [];
  const value = getOption(own, 'INCLUDES', option)!;
  const lists: (readonly string[])[] = [];
  let at = 0;
  for (const name of value.text.split('\n')) {
    const place = value.whereToShow({ start: at, end: at + name.length })[0];
    at += name.length + 1;
    const included = joinPath(folderOf(path), name);
    if (ancestors.includes(included)) continue;
    const found = expandIncludes(reading, [included], [...ancestors, path], place);
    // An overlay that nobody wrote (`after = common.local`) is the usual case.
    if (found.length === 0 && name !== '' && !name.endsWith('.local'))
      reading.problems.push(missingInclude(included, place));
    lists.push(found);
  }
  return concat(lists, undefined);
}

function concat(lists: readonly (readonly string[])[], place: Origin | undefined): readonly string[] {
  let length = 0;
  for (const list of lists) length += list.length;
  if (length > longestList) throw tooLarge('the list of included files', place);
  return lists.flat();
}

function missingInclude(path: string, place: Origin | undefined): ConfigProblem {
  return {
    code: 'include-not-found',
    severity: 'warning',
    message: `included file '${path}' does not exist or cannot be read: fail2ban goes on without it`,
    place,
  };
}

function undecodableFile({ path, decodeError }: Source): ConfigProblem {
  return {
    code: 'undecodable-file',
    severity: 'error',
    message: `Error decoding config file '${path}': ${decodeError!.text}`,
    place: { file: path, span: { start: 0, end: 0 } },
  };
}

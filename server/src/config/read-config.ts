import type { MappedText } from '../text/mapped-text.ts';
import { pythonInt, pythonRepr } from '../text/python-string.ts';
import { ConfigError, tooLarge, type ConfigProblem } from './errors.ts';
import type { Fail2banVersion } from './fail2ban-version.ts';
import { expandIncludes } from './includes.ts';
import { getOption, type Overrides } from './interpolate.ts';
import { createLayers, mergeFile, type Layers } from './layers.ts';
import { joinPath } from './paths.ts';
import type { Source, Sources } from './sources.ts';

/** What readings share: files parsed once, and fail2ban's memory of include lists (which belongs to one run of it). */
export interface ReadContext {
  readonly sources: Sources;
  readonly fail2ban: Fail2banVersion;
  readonly includeLists: Map<string, readonly string[]>;
}

export function createReadContext(sources: Sources, fail2ban: Fail2banVersion): ReadContext {
  return { sources, fail2ban, includeLists: new Map() };
}

/**
 * Reads a configuration by its reader name (`jail`, `fail2ban`, `filter.d/sshd`, `action.d/x`) under a folder:
 * `N.conf`, `N.d/*.conf`, `N.local`, `N.d/*.local`, with all includes. Throws ConfigError: a file that cannot be
 * parsed, or `Missing` where nothing can be read. Mirrors `ConfigReaderUnshared.read`.
 */
export function readConfig(context: ReadContext, configDir: string, name: string): Layers {
  const { sources, fail2ban } = context;
  const base = configDir.replace(/\/+$/, '');
  if (!sources.exists(base)) throw new ConfigError('ValueError', `Base configuration directory ${base} does not exist`);
  const stem = joinPath(base, name);
  const listed = [
    `${stem}.conf`,
    ...sources.list(`${stem}.d`, '.conf'),
    `${stem}.local`,
    ...sources.list(`${stem}.d`, '.local'),
  ].filter((path) => sources.exists(path));
  const notFound = `Found no accessible config files for ${pythonRepr(name)}`;
  if (listed.length === 0) throw new ConfigError('Missing', `${notFound} under ${base}`);
  const layers = readFiles(context, listed);
  const missed = listed.filter((path) => !layers.files.includes(path));
  if (missed.length === 0) return layers;
  const unread = `Could not read config files: ${missed.join(', ')}`;
  // Up to 1.1.0 it goes on with what it could read.
  if (fail2ban === '1.1') throw new ConfigError('Missing', unread, startOf(missed[0]!));
  if (layers.files.length === 0) throw new ConfigError('Missing', `${notFound} under ${base}`, startOf(missed[0]!));
  return {
    ...layers,
    problems: [
      ...layers.problems,
      { code: 'unreadable-file', severity: 'error', message: unread, place: startOf(missed[0]!) },
    ],
  };
}

/** Reads one file with its `.local` sibling and its includes, as fail2ban-regex does for a file outside `filter.d`. Throws ConfigError. */
export function readConfigFile(context: ReadContext, path: string): Layers {
  const layers = readFiles(context, [path]);
  if (layers.files.length === 0)
    throw new ConfigError('Missing', `failed to load filter ${path}`, layers.problems[0]?.place);
  return layers;
}

/** Lines read again because their file stands in the list more than once. */
const mostRepeatedLines = 1 << 22;

function readFiles({ sources, includeLists }: ReadContext, paths: readonly string[]): Layers {
  const problems: ConfigProblem[] = [];
  const files = expandIncludes({ sources, problems, known: includeLists }, paths);
  const layers = createLayers(files, problems);
  const merged = new Set<Source>();
  let repeated = 0;
  for (const path of files) {
    const source = sources.read(path)!;
    // A list of hostile includes may name a large file very often.
    if (merged.has(source) && (repeated += source.tree.lines.length) > mostRepeatedLines)
      throw tooLarge('the list of included files', startOf(path));
    merged.add(source);
    mergeFile(layers, source.tree);
  }
  return layers;
}

function startOf(file: string): { file: string; span: { start: number; end: number } } {
  return { file, span: { start: 0, end: 0 } };
}

/** How a reader takes an option: its type, and the text that stands for it where it is not defined (null: nothing does). */
export interface OptionTemplate {
  readonly name: string;
  readonly type: 'string' | 'int' | 'bool';
  /** As Python prints it (`'auto'`, `False`), with the value that is then used. */
  readonly fallback: { readonly repr: string; readonly value: OptionValue } | null;
}

/** A value that is not text any more. `written` is the text that it was read from. */
export interface TypedValue {
  readonly type: 'int' | 'bool';
  readonly value: number | boolean;
  readonly written: MappedText;
}

/** null is Python's None. */
export type OptionValue = MappedText | TypedValue | null;

export function isTyped(value: OptionValue): value is TypedValue {
  return value !== null && 'type' in value;
}

/** As `_as_bool`: only these words are true, in any case; all else is false. */
export function asBool(text: string): boolean {
  return ['1', 'on', 'true', 'yes'].includes(text.toLowerCase());
}

/** Converts text to the option's type; undefined where the real reader warns and takes the fallback. */
export function convertOption(type: OptionTemplate['type'], text: MappedText): OptionValue | undefined {
  if (type === 'string') return text;
  if (type === 'bool') return { type, value: asBool(text.text), written: text };
  const value = pythonInt(text.text);
  return value === undefined ? undefined : { type, value: Number(value), written: text };
}

export interface GetOptionsRequest {
  readonly section: string;
  readonly template: readonly OptionTemplate[];
  /** Beat the section's own values inside `%(…)s`; an option named here is not read at all. */
  readonly overrides?: Overrides;
  /** A missing section is an error of its own (jails), not a line in the log for each option. */
  readonly mustExist?: boolean;
  /** False: leave all text as it is (filters and actions convert after tag substitution). */
  readonly convert: boolean;
  /** Warns of each option that is not set but has a default, as 1.0 does. */
  readonly warnsOfDefaults?: boolean;
}

/**
 * The options of a template that a section (or `[DEFAULT]`) sets, interpolated and converted, in the template's order.
 * Warnings go to `problems`. Throws ConfigError for interpolation errors. Mirrors `ConfigReaderUnshared.getOptions`.
 */
export function getOptions(
  layers: Layers,
  request: GetOptionsRequest,
  problems: ConfigProblem[],
): Map<string, OptionValue> {
  const { section, template, overrides, mustExist, convert, warnsOfDefaults } = request;
  const values = new Map<string, OptionValue>();
  for (const { name, type, fallback } of template) {
    if (overrides?.has(name)) continue;
    try {
      const text = getOption(layers, section, name, overrides);
      const value = convert && text !== null ? convertOption(type, text) : text;
      values.set(name, value === undefined ? (fallback?.value ?? null) : value);
      if (value === undefined)
        problems.push(
          wrongValue(
            name,
            `Wrong value for '${name}' in '${section}'. Using default one: '${fallback?.repr ?? 'None'}'`,
            text!,
          ),
        );
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (error.name === 'NoSectionError' && !mustExist) {
        if (!problems.some(({ message }) => message === error.message))
          problems.push({ code: 'missing-section', severity: 'error', message: error.message });
        values.set(name, fallback?.value ?? null);
      } else if (error.name === 'NoOptionError') {
        if (!fallback) continue;
        if (warnsOfDefaults)
          problems.push({
            code: 'default-used',
            severity: 'warning',
            message: `'${name}' not defined in '${section}'. Using default one: ${fallback.repr}`,
          });
        values.set(name, fallback.value);
      } else throw error;
    }
  }
  return values;
}

function wrongValue(option: string, message: string, value: MappedText): ConfigProblem {
  const place = value.whereToShow({ start: 0, end: value.length })[0];
  return { code: 'wrong-value', severity: 'warning', message, option, ...(place ? { place } : {}) };
}

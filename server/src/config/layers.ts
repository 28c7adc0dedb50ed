import type { IniFile } from '../ini/nodes.ts';
import type { MappedText } from '../text/mapped-text.ts';
import { wordRegex } from '../text/python-string.ts';
import type { ConfigProblem } from './errors.ts';

/** Raw values by option name, in the order in which they were first set. */
export type Options = Map<string, MappedText>;

/**
 * Several files laid over each other, as one parser of fail2ban holds them: values are raw, before any substitution.
 * `sections` also holds `KNOWN/<section>`: what the last overlay replaced.
 */
export interface Layers {
  readonly defaults: Options;
  readonly sections: Map<string, Options>;
  /** Files merged, in order; a file that was included twice stands twice. */
  readonly files: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

export function createLayers(files: readonly string[], problems: readonly ConfigProblem[]): Layers {
  return { defaults: new Map(), sections: new Map(), files, problems };
}

/** One file's own options by section, `[DEFAULT]` among them. */
export function optionsBySection(tree: IniFile): Map<string, Options> {
  const sections = new Map<string, Options>();
  for (const { name, options } of tree.sections) {
    const known = sections.get(name) ?? new Map<string, MappedText>();
    for (const { key, value } of options) known.set(key, value);
    sections.set(name, known);
  }
  return sections;
}

/** `[Init?family=inet6]`: options of `Init` that hold under a condition. The name part is `\w+`, so no hyphen. */
const conditionalName = wordRegex((word) => `^([${word}]+)(\\?.+)$`);

/** Splits `name?condition`; the condition keeps its `?`. Undefined for other names. */
export function splitConditional(name: string): { name: string; condition: string } | undefined {
  const match = conditionalName(name).exec(name);
  return match ? { name: match[1]!, condition: match[2]! } : undefined;
}

/**
 * Lays one file over what is there. Options that a later file sets again are kept in `KNOWN/<section>`, one level deep;
 * `[DEFAULT]` has no such memory.
 */
export function mergeFile(layers: Layers, tree: IniFile): void {
  for (const [name, options] of optionsBySection(tree)) {
    if (name === 'DEFAULT') overlay(layers.defaults, options);
    else mergeOverlay(layers, name, options);
  }
}

function mergeOverlay(layers: Layers, fullName: string, written: Options): void {
  const conditional = splitConditional(fullName);
  const name = conditional?.name ?? fullName;
  const options = conditional
    ? new Map([...written].map(([key, value]) => [key + conditional.condition, value]))
    : written;
  const earlier = layers.sections.get(name);
  if (!earlier) {
    layers.sections.set(name, new Map(options));
    return;
  }
  mergeSection(layers, `KNOWN/${name}`, new Map([...earlier].filter(([key]) => options.has(key))));
  overlay(earlier, options);
}

/**
 * Adds options to a section, which it makes where there is none. With a `prefix` only keys that do not carry it yet
 * are added, under the prefix (`known/` for a filter's options in a jail).
 */
export function mergeSection(
  layers: Layers,
  section: string,
  options: ReadonlyMap<string, MappedText>,
  prefix = '',
): void {
  let target = layers.sections.get(section);
  if (!target) layers.sections.set(section, (target = new Map()));
  for (const [key, value] of options) {
    if (prefix === '') target.set(key, value);
    else if (!key.startsWith(prefix) && key !== '__name__') target.set(prefix + key, value);
  }
}

function overlay(target: Options, options: Options): void {
  for (const [key, value] of options) target.set(key, value);
}

/** As `ConfigReader.sections`: without `[DEFAULT]` and the memory of replaced values. */
export function sectionNames(layers: Layers): string[] {
  return [...layers.sections.keys()].filter((name) => !name.startsWith('KNOWN/'));
}

import type { FileAnalysis } from '../analysis/workspace.ts';
import type { Layers, NameWithOptions } from '../config/resolve.ts';
import { findKnownOption, optionsOf } from '../config/vocabulary.ts';
import type { IniOption } from '../ini/nodes.ts';
import { escapeRegex } from '../text/escape-regex.ts';
import type { MappedText } from '../text/mapped-text.ts';
import { layersOf } from './facts.ts';

/**
 * Options of a filter that fail2ban does not know and that no value names, as `%(name)s` or `<name>`: neither in the file nor in those that it is read
 * with. Only of a filter that is not read into others.
 */
export function unusedVariablesIn(file: FileAnalysis): IniOption[] {
  const { source, kind, filter } = file;
  if (kind !== 'filter' || !filter?.variants.length || file.includedBy().length > 0) return [];
  const layers = layersOf(file);
  if (!layers) return [];
  const isUsed = createUseFinder([source.tree.text, ...valuesOf(layers)]);
  return source.tree.sections
    .filter(({ name }) => ['Definition', 'Init'].includes(name))
    .flatMap((section) => section.options.filter(({ key }) => !findKnownOption('filter', 'Definition', key)))
    .filter(({ key }) => /^[\w.-]+$/.test(key) && !isUsed(key));
}

/** All raw values of a filter or an action. */
function valuesOf({ defaults, sections }: Layers): string[] {
  return [defaults, ...sections.values()].flatMap((options) => [...options.values()].map((value) => value?.text ?? ''));
}

/** Tells of a name whether one of the values may use it: as `%(name)s`, `<name>` or a piece of it. In doubt it does. */
function createUseFinder(values: readonly string[]): (name: string) => boolean {
  const text = values.join('\n').toLowerCase();
  // `<mdre-<mode>>` and the like name options by a piece.
  const pieces = [...text.matchAll(/<([\w.-]*)<[\w./-]+>([\w.-]*)>/g)].map(([, start, end]) => [start!, end!] as const);
  return (name) => {
    const key = name.toLowerCase();
    return (
      ['%(NAME)', '/NAME)', '<NAME>', '/NAME>', '<NAME/'].some((form) => text.includes(form.replace('NAME', key))) ||
      pieces.some(([start, end]) => key.startsWith(start) && key.endsWith(end))
    );
  };
}

/** A parameter in brackets behind the name of a filter or an action that does nothing there. */
export interface UnusedParameter {
  readonly name: string;
  /** As it is written. */
  readonly written: MappedText;
  /** The names that do something: options that fail2ban reads, and those that a value uses. */
  readonly used: readonly string[];
}

/** What the server asks an action for, besides its own options. */
const askedOfActions: readonly string[] = ['name', 'actname', 'timeout', 'families', 'bantime'];

/**
 * Parameters that neither fail2ban reads nor a value of the filter or the action uses. `others`: values elsewhere that may use them, such as `%(known/name)s` in the jail.
 */
export function unusedParametersOf(
  kind: 'filter' | 'action',
  { options, names }: NameWithOptions,
  layers: Layers,
  others: readonly string[] = [],
): UnusedParameter[] {
  if (names.size === 0) return [];
  const given = [...options.values()].map((value) => value?.text ?? '');
  const isUsed = createUseFinder([...valuesOf(layers), ...given, ...others]);
  const read = [...optionsOf(kind, 'Definition').map(({ name }) => name), ...(kind === 'action' ? askedOfActions : [])];
  const own = [layers.defaults, layers.sections.get('Definition'), layers.sections.get('Init')].flatMap((set) => [
    ...(set?.keys() ?? []),
  ]);
  const used = [...new Set([...read, ...own.filter((name) => /^[\w.-]+$/.test(name) && isUsed(name))])];
  return [...names].flatMap(([name, written]) =>
    // A conditional one, `x?family=inet6`, may decide by being there.
    name.includes('?') || read.includes(name.toLowerCase()) || isUsed(name) ? [] : [{ name, written, used }],
  );
}

/** Where a variable's name is a whole branch of a regex: `(?:name)`, `(x|name)`. */
export function nameAsText(regex: string, name: string): { readonly start: number; readonly end: number } | undefined {
  const match = new RegExp(`(?<=(?:^|[^%\\\\])\\((?:\\?:)?(?:[^()]*\\|)?)${escapeRegex(name)}(?=[|)])`).exec(regex);
  return match ? { start: match.index, end: match.index + name.length } : undefined;
}

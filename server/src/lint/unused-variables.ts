import type { FileAnalysis } from '../analysis/workspace.ts';
import { findKnownOption } from '../config/vocabulary.ts';
import type { IniOption } from '../ini/nodes.ts';
import { escapeRegex } from '../text/escape-regex.ts';
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
  const values = [layers.defaults, ...layers.sections.values()].flatMap((options) => [...options.values()]);
  const text = [source.tree.text, ...values.map((value) => value?.text ?? '')].join('\n').toLowerCase();
  // `<mdre-<mode>>` and the like name options by a piece.
  const pieces = [...text.matchAll(/<([\w.-]*)<[\w./-]+>([\w.-]*)>/g)].map(([, start, end]) => [start!, end!] as const);
  const isUsed = (name: string): boolean =>
    ['%(NAME)', '/NAME)', '<NAME>', '/NAME>', '<NAME/'].some((form) => text.includes(form.replace('NAME', name))) ||
    pieces.some(([start, end]) => name.startsWith(start) && name.endsWith(end));
  return source.tree.sections
    .filter(({ name }) => ['Definition', 'Init'].includes(name))
    .flatMap((section) => section.options.filter(({ key }) => !findKnownOption('filter', 'Definition', key)))
    .filter(({ key }) => /^[\w.-]+$/.test(key) && !isUsed(key.toLowerCase()));
}

/** Where a variable's name is a whole branch of a regex: `(?:name)`, `(x|name)`. */
export function nameAsText(regex: string, name: string): { readonly start: number; readonly end: number } | undefined {
  const match = new RegExp(`(?<=(?:^|[^%\\\\])\\((?:\\?:)?(?:[^()]*\\|)?)${escapeRegex(name)}(?=[|)])`).exec(regex);
  return match ? { start: match.index, end: match.index + name.length } : undefined;
}

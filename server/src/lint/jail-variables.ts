import type { FileAnalysis } from '../analysis/workspace.ts';
import type { Layers } from '../config/resolve.ts';
import { readerTemplate } from '../config/vocabulary.ts';
import { escapeRegex } from '../text/escape-regex.ts';

/**
 * The options of a jail that count: those that fail2ban reads of it, those that their values name as `%(name)s`, and so on. `[DEFAULT]` stands behind the jail's
 * own section.
 */
export function namesThatCount({ versions }: FileAnalysis, layers: Layers, jail: string): ReadonlySet<string> {
  const names = new Set(readerTemplate('jail', '*', versions.fail2ban).map(({ name }) => name));
  // Names that are added on the way are looked at in turn.
  for (const name of names)
    for (const text of textsOf(layers, jail, name)) for (const used of namesIn(text)) names.add(used);
  return names;
}

/** The value that counts and, where that refers to what it replaces, those behind it. */
function textsOf({ sections, defaults }: Layers, jail: string, name: string): string[] {
  const own = sections.get(jail)?.get(name);
  const text = (own ?? defaults.get(name))?.text ?? '';
  if (!own || !/%\((?:known|default)\//i.test(text)) return [text];
  const behind = [sections.get(`KNOWN/${jail}`), defaults].map((options) => options?.get(name)?.text ?? '');
  return [text, ...behind];
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/%\((?:[^()/]*\/)?([^()/]+)\)s|<(?:[\w-]+\/)?([\w.-]+)>/g)].map(([, percent, tag]) =>
    (percent ?? tag!).toLowerCase(),
  );
}

/** Whether a value that takes the option from this section (`DEFAULT`: those that do not set it themselves) names it, in whichever jail. */
export function isNamedElsewhere(layers: Layers, name: string, section: string): boolean {
  const reference = (prefix: string) =>
    new RegExp(`%\\(${prefix}${escapeRegex(name)}\\)s|<(?:[\\w-]+/)?${escapeRegex(name)}>`, 'i');
  const [own, explicit] = [reference('(?:[^()/]*/)?'), reference(`${escapeRegex(section)}/`)];
  return [['DEFAULT', layers.defaults] as const, ...layers.sections].some(([other, options]) => {
    const takes = section === 'DEFAULT' ? !options.has(name) || other === 'DEFAULT' : other === section;
    return [...options].some(([key, { text }]) => !key.startsWith('known/') && (takes ? own : explicit).test(text));
  });
}

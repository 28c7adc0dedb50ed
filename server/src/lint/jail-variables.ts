import type { FileAnalysis } from '../analysis/workspace.ts';
import type { Layers } from '../config/resolve.ts';
import { readerTemplate } from '../config/vocabulary.ts';

/**
 * The options of a jail that count: those that fail2ban reads of it, those that their values name as `%(name)s`, and so on. `[DEFAULT]` stands behind the jail's
 * own section.
 */
export function namesThatCount({ versions }: FileAnalysis, layers: Layers, jail: string): ReadonlySet<string> {
  const names = new Set(readerTemplate('jail', '*', versions.fail2ban).map(({ name }) => name));
  // Names that are added on the way are looked at in turn.
  for (const name of names)
    for (const text of textsOf(layers, jail, name)) for (const used of namedIn(text)) names.add(used.name);
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

interface NamedInValue {
  /** In small letters, as `section`. */
  readonly name: string;
  /** Of `%(section/name)s`. */
  readonly section: string | undefined;
  readonly isTag: boolean;
}

/** `%(name)s`, `%(section/name)s`, `<name>`, `<section/name>` */
function namedIn(text: string): NamedInValue[] {
  return [...text.matchAll(/%\((?:([^()/]*)\/)?([^()/]+)\)s|<(?:[\w-]+\/)?([\w.-]+)>/g)].map(
    ([, section, percent, tag]) => ({
      name: (percent ?? tag!).toLowerCase(),
      section: section?.toLowerCase(),
      isTag: tag !== undefined,
    }),
  );
}

/**
 * Tells whether a value that takes the option from a section (`DEFAULT`: those that do not set it themselves) names it, in whichever jail. All values
 * are read once.
 */
export function createNameFinder({ sections, defaults }: Layers): (name: string, section: string) => boolean {
  const all = [['DEFAULT', defaults] as const, ...sections];
  const uses = new Map<string, (Omit<NamedInValue, 'name'> & { readonly from: string })[]>();
  for (const [from, options] of all)
    for (const [key, { text }] of options)
      for (const { name, ...use } of key.startsWith('known/') ? [] : namedIn(text)) {
        const known = uses.get(name) ?? [];
        uses.set(name, known);
        known.push({ ...use, from });
      }
  return (name, section) =>
    (uses.get(name.toLowerCase()) ?? []).some((use) => {
      const takes =
        section === 'DEFAULT' ? use.from === 'DEFAULT' || !sections.get(use.from)?.has(name) : use.from === section;
      return takes || use.isTag || use.section === section.toLowerCase();
    });
}

import type { JailAnalysis } from '../analysis/analyse-jails.ts';
import type { FileAnalysis } from '../analysis/workspace.ts';
import type { OptionValue } from '../config/resolve.ts';
import { isTyped } from '../config/resolve.ts';
import type { IniOption, IniSection } from '../ini/nodes.ts';
import { byName } from '../text/by-name.ts';
import type { MappedText } from '../text/mapped-text.ts';

/** A jail's section in the file that is looked at, with what the whole configuration makes of the jail. */
export interface JailSection {
  readonly section: IniSection;
  readonly analysed: JailAnalysis;
  /** The section's own option of a name; undefined where it sets none. */
  own(name: string): IniOption | undefined;
}

const regexOptions = new Set(['failregex', 'ignoreregex', 'prefregex', 'datepattern']);

export function jailSectionsIn({ jails, source }: FileAnalysis): JailSection[] {
  return source.tree.sections.flatMap((section) => {
    const analysed = jails && byName(jails.jails).get(section.name);
    return analysed
      ? [{ section, analysed, own: (name: string) => section.options.find(({ key }) => key === name) }]
      : [];
  });
}

/** Sections of a jail file that are written as a filter's. */
export function filterSectionsIn({ kind, source }: FileAnalysis): IniSection[] {
  return kind === 'jail'
    ? source.tree.sections.filter(
        ({ name, options }) => name === 'Definition' && options.some(({ key }) => regexOptions.has(key)),
      )
    : [];
}

/** A jail's option as text, with where it is written. */
export function textOfOption({ options }: JailAnalysis, name: string): MappedText | undefined {
  const value: OptionValue | undefined = options.get(name);
  return value && !isTyped(value) ? value : undefined;
}

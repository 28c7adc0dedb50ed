import type { JailAnalysis } from '../analysis/analyse-jails.ts';
import type { FileAnalysis } from '../analysis/workspace.ts';
import { isRead, isTyped, type Jail, type OptionValue } from '../config/resolve.ts';
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

/** The sections of jails that are switched on and have something to look for, but no logpath that names a file. */
export function sectionsWithoutLog(file: FileAnalysis): (JailSection & { readonly jail: Jail })[] {
  return jailSectionsIn(file).flatMap((one) => {
    const { jail, enabled } = one.analysed;
    const isIt = enabled && isRead(jail) && jail.effective.failregex.length > 0 && !namesLog(one.analysed);
    return isIt ? [{ ...one, jail }] : [];
  });
}

export function namesLog(analysed: JailAnalysis): boolean {
  return (textOfOption(analysed, 'logpath')?.text.trim() ?? '') !== '';
}

const watchers = new Set(['auto', 'pyinotify', 'polling', 'gamin']);

/** False where the jail reads the journal, and for a backend that there is not (`unknown-word` tells of it). */
export function watchesFiles(analysed: JailAnalysis): boolean {
  return watchers.has((textOfOption(analysed, 'backend')?.text ?? 'auto').trim().toLowerCase());
}

/** A jail's option as text, with where it is written. */
export function textOfOption({ options }: JailAnalysis, name: string): MappedText | undefined {
  const value: OptionValue | undefined = options.get(name);
  return value && !isTyped(value) ? value : undefined;
}

import { folderOf, joinPath } from '../config/paths.ts';
import type { IniFile } from '../ini/nodes.ts';
import type { Span } from '../text/span.ts';

/** A file that another one names in `[INCLUDES]`. */
export interface NamedInclude {
  readonly option: 'before' | 'after';
  /** As fail2ban joins it to the including file's folder; it may not exist. */
  readonly path: string;
  /** Where the name is written. */
  readonly span: Span;
}

/** The includes of one file, as far as they are written out (`%(x)s` in a name is left as it is). */
export function includedFiles(tree: IniFile | undefined): NamedInclude[] {
  if (!tree) return [];
  const folder = folderOf(tree.file);
  return tree.sections
    .filter(({ name }) => name === 'INCLUDES')
    .flatMap(({ options }) => options)
    .flatMap(({ key, valueLines }) => {
      if (key !== 'before' && key !== 'after') return [];
      return valueLines.flatMap((span) => {
        const name = tree.text.slice(span.start, span.end);
        return name === '' ? [] : [{ option: key, path: joinPath(folder, name), span } as const];
      });
    });
}

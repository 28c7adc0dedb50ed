import { folderOf, nameOf, withoutExtension } from '../config/paths.ts';
import { knownOptions, type FileKind } from '../config/vocabulary.ts';
import type { IniFile } from '../ini/nodes.ts';

/** Which reader of fail2ban takes a file, by the place where it lies. */
export interface FilePlace {
  readonly kind: FileKind;
  /** The folder that fail2ban is started with. */
  readonly configDir: string;
  /** The name under which a reader asks for it: `filter.d/sshd`, `jail`. */
  readonly readerName: string;
}

const folders: Readonly<Record<string, FileKind>> = { 'filter.d': 'filter', 'action.d': 'action' };
const mains: readonly FileKind[] = ['jail', 'fail2ban'];

/** Undefined where the path alone does not tell. E.g. `/etc/fail2ban/filter.d/sshd.local`, `…/filter.d/sshd.d/10-site.conf`, `…/jail.d/a.conf` */
export function placeOfFile(path: string): FilePlace | undefined {
  if (!/\.(?:conf|local)$/.test(path)) return undefined;
  const folder = folderOf(path);
  const folderName = nameOf(folder);
  const stem = withoutExtension(nameOf(path));
  const kind = folders[folderName];
  if (kind) return { kind, configDir: folderOf(folder), readerName: `${folderName}/${stem}` };
  const outer = nameOf(folderOf(folder));
  const outerKind = folders[outer];
  if (outerKind && folderName.endsWith('.d'))
    return {
      kind: outerKind,
      configDir: folderOf(folderOf(folder)),
      readerName: `${outer}/${folderName.slice(0, -2)}`,
    };
  const main = mains.find((name) => stem === name || folderName === `${name}.d`);
  return main && { kind: main, configDir: stem === main ? folder : folderOf(folder), readerName: main };
}

/** Options of `[Definition]` that only one kind of file has. */
const telling = new Map<string, FileKind>(
  ['filter', 'action', 'fail2ban'].flatMap((kind) =>
    knownOptions
      .filter((option) => option.kind === kind && option.section === 'Definition')
      .map(({ name }) => [name, kind as FileKind] as const),
  ),
);

/** The kind that a file's options speak for, wherever it lies; undefined where they say nothing. */
export function kindOfContent(tree: IniFile): FileKind | undefined {
  for (const { name, options } of tree.sections) {
    for (const { key } of options) {
      if (name === 'Definition' && telling.has(key)) return telling.get(key);
      if (name !== 'Definition' && name !== 'Init' && (key === 'enabled' || key === 'filter' || key === 'logpath'))
        return 'jail';
    }
  }
  return undefined;
}

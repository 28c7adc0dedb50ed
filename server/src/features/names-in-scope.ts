import { includedFiles } from '../analysis/includes-of.ts';
import { definitionsIn, usesIn, type Use } from '../analysis/names.ts';
import { layersOf } from '../analysis/workspace.ts';
import { folderOf, withoutExtension } from '../config/paths.ts';
import type { IniFile } from '../ini/nodes.ts';
import type { Origin } from '../text/mapped-text.ts';
import type { FeatureInput } from './answers.ts';
import { bracketUses } from './bracket-uses.ts';
import { mergedSection } from './values.ts';

type Input = Pick<FeatureInput, 'analysis' | 'workspace'>;

/** A place where a name is set. */
export interface PlacedDefinition {
  readonly place: Origin;
  readonly section: string;
  /** Key and value. */
  readonly whole: Origin;
}

/** Everything that one name means: where it is set and where it is used, in all files that are read together with this one. */
export interface NameInScope {
  readonly name: string;
  readonly definitions: readonly PlacedDefinition[];
  /** The name's own characters in `%(name)s`, `<name>` and `filter = x[name=…]`. */
  readonly uses: readonly Origin[];
  /** The files that were looked into. */
  readonly files: readonly string[];
}

/** Definitions of an option in the files that are read together, in reading order: the last one counts. */
export function definitionsOf({ analysis, workspace }: Input, section: string, name: string): PlacedDefinition[] {
  const files = layersOf(analysis)?.files ?? [analysis.path];
  const sections = visibleFrom(analysis.kind === 'jail', section);
  const found = [...new Set(files)].flatMap((file) =>
    definitionsInTree(workspace.source(file)?.tree, name).filter((one) => sections(one.section)),
  );
  // [DEFAULT] counts only where the section itself does not set the name.
  return [...found.filter((one) => one.section === 'DEFAULT'), ...found.filter((one) => one.section !== 'DEFAULT')];
}

function visibleFrom(isJail: boolean, section: string): (other: string) => boolean {
  const own = mergedSection(section);
  if (isJail || own === 'INCLUDES' || own === 'Thread') return (other) => other === own || other === 'DEFAULT';
  return (other) => ['Definition', 'Init', 'DEFAULT'].includes(mergedSection(other));
}

function definitionsInTree(tree: IniFile | undefined, name: string): PlacedDefinition[] {
  if (!tree) return [];
  return definitionsIn(tree)
    .filter(({ option }) => option.key === name)
    .map(({ section, option }) => ({
      section: section.name,
      place: { file: tree.file, span: option.keySpan },
      whole: { file: tree.file, span: option.span },
    }));
}

/**
 * The name as it is known in a section. In filters and actions `[Definition]`, `[Init]` and `[DEFAULT]` are one room; a jail's options
 * are its own unless `[DEFAULT]` sets them, too.
 */
export function nameInScope(input: Input, section: string, name: string): NameInScope {
  const key = name.toLowerCase();
  const isJail = input.analysis.kind === 'jail';
  const files = filesWithName(input, key);
  const trees = files.flatMap((file) => input.workspace.source(file)?.tree ?? []);
  const isShared =
    !isJail || trees.some((tree) => definitionsInTree(tree, key).some((one) => one.section === 'DEFAULT'));
  const own = mergedSection(section);
  const isInRoom = isShared
    ? (other: string) => mergedSection(other) !== 'INCLUDES' || own === 'INCLUDES'
    : (other: string) => mergedSection(other) === own;
  const definitions = trees.flatMap((tree) => definitionsInTree(tree, key)).filter((one) => isInRoom(one.section));
  // In a jail a `<tag>` is for its actions: it names no option of the jail.
  const uses = trees.flatMap((tree) =>
    usesIn(tree)
      .filter(
        (use) => use.name.toLowerCase() === key && (use.form === 'percent' || !isJail) && isInRoom(roomOfUse(use)),
      )
      .map(({ nameSpan }) => ({ file: tree.file, span: nameSpan })),
  );
  return { name: key, definitions, uses: [...uses, ...bracketUses(input.workspace, files, key)], files };
}

/** `%(sshd/port)s` looks into section `sshd`. */
function roomOfUse({ section, from }: Use): string {
  return from === undefined || from === 'known' ? section.name : from === 'default' ? 'DEFAULT' : from;
}

/** A file that is read together with one that names the key brings all that it is read with: `common.conf` may use what many files set. */
function filesWithName(input: Input, key: string): string[] {
  const known = new Set<string>();
  const queue = [input.analysis.path, ...(layersOf(input.analysis)?.files ?? [])];
  while (queue.length > 0) {
    const file = queue.pop()!;
    if (known.has(file)) continue;
    const tree = input.workspace.source(file)?.tree;
    if (!tree) continue;
    known.add(file);
    if (file !== input.analysis.path && !tree.text.toLowerCase().includes(key)) continue;
    queue.push(...neighbours(input, tree));
  }
  return [...known].sort();
}

/** Files that a file includes, that include it, and its overlays. */
function neighbours({ workspace }: Input, { file }: IniFile): string[] {
  const stem = withoutExtension(file);
  const including = workspace.includeGraph(folderOf(file)).including(file);
  const included = includedFiles(workspace.source(file)?.tree).flatMap(({ path }) => [
    path,
    `${withoutExtension(path)}.local`,
  ]);
  return [
    ...including,
    ...included,
    `${stem}.conf`,
    `${stem}.local`,
    ...overlayFolder(workspace, `${stem}.d`),
    ...ownerOf(file),
  ];
}

function overlayFolder({ files }: FeatureInput['workspace'], folder: string): string[] {
  return files.isDirectory(folder)
    ? files
        .readDirectory(folder)
        .filter((name) => /^[^.].*\.(?:conf|local)$/.test(name))
        .map((name) => `${folder}/${name}`)
    : [];
}

/** `sshd.d/10-site.conf` overlays `sshd.conf`; not so `filter.d/sshd.conf`, whose folder is no overlay of `filter.conf`. */
function ownerOf(file: string): string[] {
  const folder = folderOf(file);
  if (!folder.endsWith('.d') || /\/(?:filter|action)\.d$/.test(folder)) return [];
  return [`${folder.slice(0, -2)}.conf`, `${folder.slice(0, -2)}.local`];
}

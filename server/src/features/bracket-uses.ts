import { placeOfFile } from '../analysis/file-kind.ts';
import type { Workspace } from '../analysis/workspace.ts';
import { joinPath, nameOf } from '../config/paths.ts';
import type { IniFile } from '../ini/nodes.ts';
import type { Origin } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { targetsIn, targetTypeOf, type NamedTarget } from './brackets.ts';

/** The files that a configuration folder's jails are read from, without what they include. */
export function jailFiles({ files }: Workspace, configDir: string): string[] {
  const own = ['jail.conf', 'jail.local'].map((name) => joinPath(configDir, name));
  const folder = joinPath(configDir, 'jail.d');
  const added = files
    .readDirectory(folder)
    .filter((name) => /^[^.].*\.(?:conf|local)$/.test(name))
    .map((name) => joinPath(folder, name));
  return [...own, ...added.sort()].filter((path) => files.isFile(path));
}

/** Every `name[…]` that is written out in a jail file. */
export function targetsInTree({ sections, text }: IniFile): NamedTarget[] {
  return sections.flatMap(({ name, options }) =>
    options.flatMap((option) => {
      const type = targetTypeOf('jail', name, option.key);
      return type ? targetsIn(text, option, type) : [];
    }),
  );
}

/**
 * The places of jails that set an option of the filters and actions in `files`: `filter = x[name=…]`. A file that is only included has
 * its uses where the filters that include it are named.
 */
export function bracketUses(workspace: Workspace, files: readonly string[], key: string): Origin[] {
  const own = namedTargets(files);
  return bracketsWith(workspace, own, key).flatMap(({ file, target, spans }) =>
    own.some(({ type, name }) => type === target.type && name === target.name)
      ? spans.map((span) => ({ file, span }))
      : [],
  );
}

/** As `bracketUses`, where the filter or action is named by a variable: `%(__name__)s[mode=…]` reaches whatever has that name. */
export function sharedBracketUses(
  workspace: Workspace,
  files: readonly string[],
  key: string,
): { readonly file: string; readonly target: NamedTarget }[] {
  const own = namedTargets(files);
  return bracketsWith(workspace, own, key).filter(
    ({ target }) => target.name.includes('%(') && own.some(({ type }) => type === target.type),
  );
}

/** What jails call the filters and actions of some files. */
function namedTargets(
  files: readonly string[],
): { readonly configDir: string; readonly type: NamedTarget['type']; readonly name: string }[] {
  return files.flatMap((file) => {
    const place = placeOfFile(file);
    if (place?.kind !== 'filter' && place?.kind !== 'action') return [];
    return [
      {
        configDir: place.configDir,
        type: place.kind === 'filter' ? ('filter' as const) : ('actions' as const),
        name: nameOf(place.readerName),
      },
    ];
  });
}

function bracketsWith(
  workspace: Workspace,
  own: ReturnType<typeof namedTargets>,
  key: string,
): { file: string; target: NamedTarget; spans: Span[] }[] {
  const folders = [...new Set(own.map(({ configDir }) => configDir))];
  return folders
    .flatMap((configDir) => jailFiles(workspace, configDir))
    .flatMap((file) => {
      const tree = workspace.source(file)?.tree;
      return (tree ? targetsInTree(tree) : []).flatMap((target) => {
        const spans = target.parameters
          .filter(({ name }) => name.toLowerCase().split('?')[0] === key)
          .map(({ name, nameSpan }) => ({ start: nameSpan.start, end: nameSpan.start + name.split('?')[0]!.length }));
        return spans.length > 0 ? [{ file, target, spans }] : [];
      });
    });
}

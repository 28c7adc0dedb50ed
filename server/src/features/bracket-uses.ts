import type { Workspace } from '../analysis/workspace.ts';
import { joinPath, nameOf } from '../config/paths.ts';
import { findKnownOption } from '../config/vocabulary.ts';
import type { IniFile } from '../ini/nodes.ts';
import type { Origin } from '../text/mapped-text.ts';
import type { FeatureInput } from './answers.ts';
import { targetsIn, type NamedTarget } from './brackets.ts';

/** The files that a configuration folder's jails are read from, without what they include. */
export function jailFiles({ files }: Workspace, configDir: string): string[] {
  const own = ['jail.conf', 'jail.local'].map((name) => joinPath(configDir, name));
  const folder = joinPath(configDir, 'jail.d');
  const added = files.readDirectory(folder).filter((name) => /^[^.].*\.(?:conf|local)$/.test(name)).map((name) => joinPath(folder, name));
  return [...own, ...added.sort()].filter((path) => files.isFile(path));
}

/** Every `name[…]` that is written out in a jail file. */
export function targetsInTree({ sections, text }: IniFile): NamedTarget[] {
  return sections.flatMap(({ name, options }) =>
    options.flatMap((option) => {
      const type = findKnownOption('jail', name, option.key)?.type;
      return type === 'filter' || type === 'actions' ? targetsIn(text, option, type) : [];
    }),
  );
}

/** The jails' `filter = x[name=…]` that set an option of this filter or action. */
export function bracketUses({ analysis, workspace }: Pick<FeatureInput, 'analysis' | 'workspace'>, key: string): Origin[] {
  const { place } = analysis;
  if (!place || (place.kind !== 'filter' && place.kind !== 'action')) return [];
  const type = place.kind === 'filter' ? 'filter' : 'actions';
  const own = nameOf(place.readerName);
  return jailFiles(workspace, place.configDir).flatMap((file) => {
    const tree = workspace.source(file)?.tree;
    return (tree ? targetsInTree(tree) : [])
      .filter((target) => target.type === type && target.name === own)
      .flatMap(({ parameters }) => parameters.filter(({ name }) => name.toLowerCase() === key).map(({ nameSpan }) => ({ file, span: nameSpan })));
  });
}

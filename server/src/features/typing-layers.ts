import { includedFiles } from '../analysis/includes-of.ts';
import { layersOf } from '../analysis/workspace.ts';
import { withoutExtension } from '../config/paths.ts';
import { createLayers, mergeFile, type Layers } from '../config/layers.ts';
import type { FeatureInput } from './answers.ts';
import { jailFiles } from './bracket-uses.ts';

/**
 * The merged files, also where fail2ban could not read them: a line that is just being typed (`fai`) ends the real reading, and names
 * are wanted right then.
 */
export function layersWhileTyping(input: FeatureInput): Layers {
  const merged = layersOf(input.analysis);
  if (merged) return merged;
  const { analysis, workspace } = input;
  const stem = withoutExtension(analysis.path);
  const own =
    analysis.kind === 'jail' && analysis.place
      ? jailFiles(workspace, analysis.place.configDir)
      : [`${stem}.conf`, `${stem}.local`];
  const files: string[] = [];
  for (const path of own.includes(analysis.path) ? own : [...own, analysis.path])
    addWithIncludes(input, path, files, []);
  const layers = createLayers(files, []);
  for (const path of files) mergeFile(layers, workspace.source(path)!.tree);
  return layers;
}

function addWithIncludes(input: FeatureInput, path: string, files: string[], above: readonly string[]): void {
  const tree = input.workspace.source(path)?.tree;
  if (!tree || above.includes(path) || files.includes(path)) return;
  const includes = includedFiles(tree);
  const add = (option: 'before' | 'after') => {
    for (const include of includes)
      if (include.option === option) addWithIncludes(input, include.path, files, [...above, path]);
  };
  add('before');
  files.push(path);
  add('after');
}

import type { ActionAnalysis } from '../analysis/analyse-action.ts';
import type { FilterAnalysis } from '../analysis/analyse-filter.ts';
import type { FilePlace } from '../analysis/file-kind.ts';
import type { FileAnalysis, Workspace } from '../analysis/workspace.ts';
import { joinPath, withoutExtension } from '../config/paths.ts';
import type { Layers } from '../config/resolve.ts';
import { findKnownOption } from '../config/vocabulary.ts';
import type { FeatureInput } from './answers.ts';
import type { BracketPart, NamedTarget } from './brackets.ts';
import { code, paragraphs, plain } from '../text/markdown.ts';
import { describePlace } from './places-text.ts';
import { describeOption } from './documentation.ts';

/** The filters and actions that a jail names. */

/** A filter or action as analysed; undefined where the file belongs to no configuration folder. `name`: with `%(…)s` resolved. */
export function analysedTarget(
  { analysis, workspace }: Pick<FeatureInput, 'analysis' | 'workspace'>,
  type: NamedTarget['type'],
  name: string,
): FilterAnalysis | ActionAnalysis | undefined {
  const configDir = analysis.place?.configDir;
  if (configDir === undefined || name === '' || name.includes('%') || name.endsWith('.py')) return undefined;
  const place: FilePlace =
    type === 'filter'
      ? { kind: 'filter', configDir, readerName: `filter.d/${name}` }
      : { kind: 'action', configDir, readerName: `action.d/${name}` };
  return type === 'filter' ? workspace.filter(place) : workspace.action(place);
}

/**
 * What a target's name comes to: `%(__name__)s` is the section, another variable what the jails set: `%(mta)s-whois`. As written where
 * that is not known.
 */
export function nameOfTarget({ jails }: FileAnalysis, section: string, { name }: Pick<NamedTarget, 'name'>): string {
  const layers = jails?.layers;
  const valueOf = (variable: string): string | undefined =>
    variable === '__name__'
      ? section
      : (layers?.sections.get(section)?.get(variable) ?? layers?.defaults.get(variable))?.text;
  return name.replace(/%\(([^)]+)\)s/g, (written, variable: string) => valueOf(variable.toLowerCase()) ?? written);
}

/** Where a filter's or action's file lies; undefined where there is none. */
export function fileOfTarget(
  { analysis, workspace }: Pick<FeatureInput, 'analysis' | 'workspace'>,
  type: NamedTarget['type'],
  name: string,
): string | undefined {
  const configDir = analysis.place?.configDir;
  if (configDir === undefined || name === '' || name.includes('%')) return undefined;
  const stem = joinPath(configDir, `${type === 'filter' ? 'filter.d' : 'action.d'}/${name}`);
  return (name.endsWith('.py') ? [stem] : [`${stem}.conf`, `${stem}.local`]).find((path) =>
    workspace.files.isFile(path),
  );
}

/** The names of actions in a configuration folder, those in Python with their extension. */
export function actionNames({ files }: Workspace, configDir: string): string[] {
  const names = files.readDirectory(joinPath(configDir, 'action.d')).flatMap((name) => {
    if (name.endsWith('.py')) return [name];
    return /^[^.].*\.(?:conf|local)$/.test(name) ? [withoutExtension(name)] : [];
  });
  return [...new Set(names)].sort();
}

export interface ParameterOf {
  readonly name: string;
  /** As the file sets it, raw; empty where it only uses it. */
  readonly value: string;
}

/** Options that a jail may give in brackets: those of `[Init]`, and those of `[Definition]` that other options use. */
export function parametersOf(type: NamedTarget['type'], layers: Layers): ParameterOf[] {
  const own = layers.sections.get('Definition') ?? new Map<string, { text: string }>();
  const init = layers.sections.get('Init') ?? new Map<string, { text: string }>();
  const all = [...own.values(), ...init.values(), ...layers.defaults.values()].map(({ text }) => text).join('\n');
  const isUsed = (name: string) =>
    all.includes(`<${name}>`) || all.includes(`%(${name})s`) || all.includes(`<known/${name}>`);
  const readByName = (name: string) =>
    findKnownOption(type === 'filter' ? 'filter' : 'action', 'Definition', name) !== undefined;
  const names = [
    ...[...init.keys()].map((name) => name.split('?')[0]!),
    ...[...own.keys()].filter((name) => isUsed(name) && !readByName(name) && !name.includes('?')),
    ...(type === 'filter' ? ['mode', 'logtype'].filter((name) => all.includes(`<${name}>`)) : []),
  ];
  return [...new Set(names)]
    .filter((name) => !name.startsWith('known/'))
    .map((name) => ({ name, value: (init.get(name) ?? own.get(name))?.text ?? '' }));
}

/** The modes that a filter offers. */
export function modesOfTarget(target: FilterAnalysis | ActionAnalysis | undefined): string[] {
  return target && 'variants' in target
    ? [...new Set(target.variants.flatMap(({ mode }) => (mode === undefined ? [] : [mode])))]
    : [];
}

/** What a name in a `filter` or `action` value stands for. */
export function targetWords(
  input: FeatureInput,
  section: string,
  { target, parameter, part }: BracketPart,
): string | undefined {
  const name = nameOfTarget(input.analysis, section, target);
  const found = analysedTarget(input, target.type, name);
  const file = fileOfTarget(input, target.type, name);
  const kind = target.type === 'filter' ? 'filter' : 'action';
  if (part === 'name') {
    if (file === undefined) return undefined;
    const parameters = found?.layers ? parametersOf(target.type, found.layers).map((one) => code(one.name)) : [];
    const modes = modesOfTarget(found).map(code);
    return paragraphs(
      `**${kind} ${plain(name)}** — ${describePlace(input.workspace, { file, span: { start: 0, end: 0 } })}`,
      modes.length > 0 && `Modes: ${modes.join(', ')}`,
      parameters.length > 0 && `Options to set in brackets: ${parameters.join(', ')}`,
      found?.failure && `Cannot be read: ${plain(found.failure.error)}`,
    );
  }
  if (!parameter || !found?.layers) return undefined;
  const known = findKnownOption(kind, 'Definition', parameter.name) ?? findKnownOption(kind, 'Init', parameter.name);
  const own = parametersOf(target.type, found.layers).find((one) => one.name === parameter.name);
  const modes = parameter.name === 'mode' ? modesOfTarget(found) : [];
  return paragraphs(
    known ? describeOption(known) : `**${plain(parameter.name)}** — an option of the ${kind} ${code(name)}`,
    own ? `Without brackets: ${code(own.value)}` : !known && `The ${kind} does not use it by this name.`,
    modes.length > 0 && `One of ${modes.map(code).join(', ')}.`,
  );
}

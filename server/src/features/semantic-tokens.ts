import { usesIn, type Use } from '../analysis/names.ts';
import { layersOf } from '../analysis/workspace.ts';
import { actionTags } from '../config/vocabulary-tags.ts';
import { findKnownOption, isKnownIn, knownSections, type KnownOption } from '../config/vocabulary.ts';
import { timeInSeconds } from '../config/time-value.ts';
import type { Layers } from '../config/resolve.ts';
import type { IniOption, IniSection } from '../ini/nodes.ts';
import { tagTable } from '../matching/failregex-tags.ts';
import type { Span } from '../text/span.ts';
import type { FeatureInput, TokenAnswer } from './answers.ts';
import { targetsIn, targetTypeOf } from './brackets.ts';
import { mergedSection } from './values.ts';

/** What a grammar cannot know: which names mean something here. None overlap. */
export function semanticTokens(input: FeatureInput): TokenAnswer[] {
  const { tree } = input.analysis.source;
  const names = tree.sections.flatMap((section) => [
    ...headerToken(input, section),
    ...section.options.flatMap((option) => optionTokens(input, section, option)),
  ]);
  const tags = new Set(tagTable({ useDns: 'warn', fail2ban: input.analysis.versions.fail2ban }).keys());
  const layers = layersOf(input.analysis);
  return withoutOverlaps([...usesIn(tree).flatMap((use) => useToken(input, layers, tags, use)), ...names]);
}

function withoutOverlaps(tokens: readonly TokenAnswer[]): TokenAnswer[] {
  const sorted = [...tokens].filter(({ span }) => span.start < span.end).sort((a, b) => a.span.start - b.span.start);
  const out: TokenAnswer[] = [];
  for (const token of sorted) if (token.span.start >= (out.at(-1)?.span.end ?? 0)) out.push(token);
  return out;
}

function headerToken({ analysis }: FeatureInput, { name, nameSpan }: IniSection): TokenAnswer[] {
  const isKnown = knownSections.some(
    (section) => section.name === mergedSection(name) && (!analysis.kind || section.kinds.includes(analysis.kind)),
  );
  if (isKnown) return [{ span: nameSpan, type: 'namespace', modifiers: ['defaultLibrary'] }];
  return analysis.kind === 'jail' ? [{ span: nameSpan, type: 'type', modifiers: ['declaration'] }] : [];
}

function optionTokens(input: FeatureInput, section: IniSection, option: IniOption): TokenAnswer[] {
  const { kind, versions } = input.analysis;
  if (!kind) return [];
  const known = findKnownOption(kind, section.name, option.key);
  const targets = targetTypeOf(kind, section.name, option.key);
  const named = targets ? targetTokens(input.analysis.source.tree.text, targets, option) : [];
  if (!known) return [{ span: option.keySpan, type: 'variable', modifiers: ['definition'] }, ...named];
  const key: TokenAnswer = {
    span: option.keySpan,
    type: 'property',
    modifiers: isKnownIn(known, versions.fail2ban) ? ['defaultLibrary'] : ['deprecated'],
  };
  return [key, ...(targets ? named : valueTokens(input, known, option))];
}

function valueTokens({ analysis }: FeatureInput, known: KnownOption, option: IniOption): TokenAnswer[] {
  const { text } = analysis.source.tree;
  if (option.valueLines.length !== 1) return [];
  const [span] = option.valueLines as [Span];
  const value = text.slice(span.start, span.end);
  if (known.type === 'int' && /^[+-]?\d+$/.test(value)) return [{ span, type: 'number' }];
  if (known.type === 'time' && timeInSeconds(value) !== undefined) return [{ span, type: 'number' }];
  const values = known.values ?? (known.type === 'bool' ? ['true', 'false', 'yes', 'no', 'on', 'off', '1', '0'] : []);
  return values.includes(value.toLowerCase()) ? [{ span, type: 'enumMember' }] : [];
}

function targetTokens(text: string, type: 'filter' | 'actions', option: IniOption): TokenAnswer[] {
  return targetsIn(text, option, type).flatMap(({ name, nameSpan, parameters }): TokenAnswer[] => [
    ...(name.includes('%') ? [] : [{ span: nameSpan, type: 'type' as const }]),
    ...parameters.map((parameter) => ({ span: parameter.nameSpan, type: 'parameter' as const })),
  ]);
}

const runtimeTags = new Set(actionTags.map(({ text }) => text.slice(1, -1)));

function useToken(
  { analysis }: FeatureInput,
  layers: Layers | undefined,
  tags: ReadonlySet<string>,
  { form, section, name, from, nameSpan, span }: Use,
): TokenAnswer[] {
  const isSet = from !== undefined || name === '__name__' || isOption(layers, section.name, name);
  if (form === 'percent') return isSet ? [{ span: nameSpan, type: 'variable' }] : [];
  if (analysis.kind !== 'jail' && isSet) return [{ span, type: 'variable' }];
  if (analysis.kind === 'action' && (runtimeTags.has(name) || name.startsWith('F-')))
    return [{ span, type: 'macro', modifiers: ['defaultLibrary'] }];
  return tags.has(name) || name === 'SKIPLINES' || /^F-[A-Z0-9_-]+$/.test(name)
    ? [{ span, type: 'macro', modifiers: ['defaultLibrary'] }]
    : [];
}

function isOption(layers: Layers | undefined, section: string, name: string): boolean {
  if (!layers) return false;
  const key = name.toLowerCase();
  const sections =
    mergedSection(section) === 'Definition' || mergedSection(section) === 'Init'
      ? ['Definition', 'Init']
      : [mergedSection(section)];
  return layers.defaults.has(key) || sections.some((one) => layers.sections.get(one)?.has(key));
}

import { filterNames } from '../config/resolve.ts';
import { findKnownOption } from '../config/vocabulary.ts';
import type { CompletionAnswer, FeatureInput } from './answers.ts';
import { targetsIn, targetTypeOf } from './brackets.ts';
import type { ValueCursor } from './completion-cursor.ts';
import { code } from '../text/markdown.ts';
import { actionNames, analysedTarget, modesOfTarget, nameOfTarget, parametersOf } from './targets.ts';
import { describeOption } from './documentation.ts';

/** Filter and action names in jails, and in their brackets the options and values they take. */
export function completeTargets(input: FeatureInput, cursor: ValueCursor): CompletionAnswer[] | undefined {
  const { analysis } = input;
  if (cursor.option.key === 'mode' && (analysis.kind === 'jail' || analysis.kind === 'filter')) {
    const target = analysis.kind === 'jail' ? filterOfJail(input, cursor.section.name) : analysis.filter;
    return modes(target, wordSpan(cursor, /[\w-]*$/, /^[\w-]*/));
  }
  const type = targetTypeOf(analysis.kind, cursor.section.name, cursor.option.key);
  if (!type) return undefined;
  const { tree } = analysis.source;
  // Only what stands before the cursor tells where it is: behind it anything may follow.
  const upToCursor = {
    ...cursor.option,
    valueSpan: { start: cursor.option.valueSpan.start, end: Math.max(cursor.option.valueSpan.start, cursor.offset) },
  };
  const target = targetsIn(tree.text, upToCursor, type).at(-1);
  const isOpen =
    target !== undefined &&
    tree.text[target.nameSpan.end] === '[' &&
    target.nameSpan.end < cursor.offset &&
    !(tree.text[cursor.offset - 1] === ']' && target.span.end === cursor.offset) &&
    target.span.end >= cursor.offset;
  if (!isOpen) return names(input, cursor, type);
  const name = nameOfTarget(analysis, cursor.section.name, target);
  const last = target.parameters.at(-1);
  if (last?.valueSpan && cursor.offset <= last.valueSpan.end) {
    const span = wordSpan(cursor, /[\w.-]*$/, /^[\w.-]*/);
    if (last.name === 'mode') return modes(analysedTarget(input, type, name), span);
    const known = findKnownOption(type === 'filter' ? 'filter' : 'action', 'Definition', last.name);
    const value = parametersNamed(input, type, name).find((parameter) => parameter.name === last.name)?.value;
    const values = known?.values ?? (value ? [value] : []);
    return values.map((text) => ({ label: text, kind: 'value', text, span }));
  }
  return parameterAnswers(
    input,
    cursor,
    type,
    name,
    new Set(
      target.parameters.filter(({ nameSpan }) => nameSpan.end < cursor.offset).map((parameter) => parameter.name),
    ),
  );
}

function parametersNamed(
  input: FeatureInput,
  type: 'filter' | 'actions',
  name: string,
): ReturnType<typeof parametersOf> {
  const layers = analysedTarget(input, type, name)?.layers;
  return layers ? parametersOf(type, layers) : [];
}

function filterOfJail(input: FeatureInput, section: string): ReturnType<typeof analysedTarget> {
  const layers = input.analysis.jails?.layers;
  const written = (layers?.sections.get(section)?.get('filter') ?? layers?.defaults.get('filter'))?.text ?? section;
  return analysedTarget(
    input,
    'filter',
    nameOfTarget(input.analysis, section, { name: written.split('[')[0]!.trim() }),
  );
}

function wordSpan({ before, after, offset }: ValueCursor, left: RegExp, right: RegExp): CompletionAnswer['span'] {
  return { start: offset - left.exec(before)![0].length, end: offset + right.exec(after)![0].length };
}

function modes(target: ReturnType<typeof analysedTarget>, span: CompletionAnswer['span']): CompletionAnswer[] {
  return modesOfTarget(target).map((mode) => ({
    label: mode,
    kind: 'value',
    text: mode,
    span,
    detail: 'a mode of the filter',
  }));
}

function names(
  { analysis, workspace }: FeatureInput,
  cursor: ValueCursor,
  type: 'filter' | 'actions',
): CompletionAnswer[] {
  const configDir = analysis.place?.configDir;
  if (configDir === undefined) return [];
  const span = wordSpan(cursor, /[\w.-]*$/, /^[\w.-]*/);
  const isFilter = type === 'filter';
  // What stands on this option itself would go round in a circle.
  const own = cursor.option.key;
  const all = isFilter ? filterNames(workspace.files, configDir) : actionNames(workspace, configDir);
  const shared = isFilter
    ? ['%(__name__)s']
    : [...(analysis.jails?.layers?.defaults ?? [])]
        .filter(([name, { text }]) => name.startsWith('action_') && name !== own && !text.includes(`%(${own})s`))
        .map(([name]) => `%(${name})s`);
  return [
    ...shared.map((name): CompletionAnswer => ({ label: name, kind: 'variable', text: name, span, sort: `1${name}` })),
    ...all.map((name): CompletionAnswer => ({
      label: name,
      kind: isFilter ? 'filter' : 'action',
      text: name,
      span,
      sort: `2${name}`,
    })),
  ];
}

function parameterAnswers(
  input: FeatureInput,
  cursor: ValueCursor,
  type: 'filter' | 'actions',
  name: string,
  given: ReadonlySet<string>,
): CompletionAnswer[] {
  const span = wordSpan(cursor, /[\w.-]*$/, /^[\w.-]*/);
  const kind = type === 'filter' ? 'filter' : 'action';
  const hasValue = cursor.after.slice(span.end - cursor.offset).startsWith('=');
  const own = parametersNamed(input, type, name);
  const extra = type === 'actions' ? [{ name: 'actname', value: '' }] : [];
  return [...own, ...extra]
    .filter((parameter) => !given.has(parameter.name))
    .map((parameter) => {
      const known =
        findKnownOption(kind, 'Definition', parameter.name) ?? findKnownOption(kind, 'Init', parameter.name);
      return {
        label: parameter.name,
        kind: 'parameter',
        text: hasValue ? parameter.name : `${parameter.name}=`,
        span,
        detail:
          parameter.value === '' ? `an option of ${name}` : `= ${parameter.value.replace(/\s+/g, ' ').slice(0, 60)}`,
        words: { markdown: known ? describeOption(known) : `An option of the ${kind} ${code(name)}` },
      };
    });
}

import { includedFiles } from '../analysis/includes-of.ts';
import type { DefinitionAnswer, FeatureInput } from './answers.ts';
import { atOffset, touches } from './at-offset.ts';
import { bracketPartAt, targetTypeOf } from './brackets.ts';
import { nameAt } from './name-at.ts';
import { definitionsOf, type PlacedDefinition } from './names-in-scope.ts';
import { fileOfTarget } from './targets.ts';

/** Where the thing under the cursor is set: the value that counts for a use, every other one for an option's own name. */
export function definition(input: FeatureInput, offset: number): DefinitionAnswer[] {
  return fileDefinition(input, offset) ?? nameDefinition(input, offset);
}

function nameDefinition(input: FeatureInput, offset: number): DefinitionAnswer[] {
  const named = nameAt(input, offset);
  if (!named) return [];
  const { analysis, section, name, span, from } = named;
  if (name === '__name__') {
    const header = input.analysis.source.tree.sections.find((one) => one.name === section);
    return header ? [{ from: span, to: { file: input.analysis.path, span: header.headerSpan } }] : [];
  }
  const all = definitionsOf({ analysis, workspace: input.workspace }, section, name);
  const isOwnKey = (one: PlacedDefinition) =>
    one.place.file === input.analysis.path && one.place.span.start === span.start;
  const chosen = all.some(isOwnKey) ? otherDefinitions(all, isOwnKey) : effective(all, from === 'known');
  return chosen.map(({ place }) => ({ from: span, to: place }));
}

function otherDefinitions(
  all: readonly PlacedDefinition[],
  isOwn: (one: PlacedDefinition) => boolean,
): PlacedDefinition[] {
  const others = all.filter((one) => !isOwn(one));
  return others.length > 0 ? others : all.filter(isOwn);
}

/** The last one counts; `known/x` is what it replaced. A value that holds under a condition only stands beside the plain one. */
function effective(all: readonly PlacedDefinition[], isKnown: boolean): PlacedDefinition[] {
  const plain = all.filter(({ section }) => !section.includes('?'));
  const conditional = all.filter(({ section }) => section.includes('?'));
  const one = plain.at(isKnown && plain.length > 1 ? -2 : -1);
  return [...(one ? [one] : []), ...(isKnown ? [] : conditional)];
}

/** An included file, a filter, an action. */
function fileDefinition({ analysis, workspace }: FeatureInput, offset: number): DefinitionAnswer[] | undefined {
  const { tree } = analysis.source;
  const start = { start: 0, end: 0 };
  const include = includedFiles(tree).find(({ span }) => touches(span, offset));
  if (include)
    return workspace.files.isFile(include.path)
      ? [{ from: include.span, to: { file: include.path, span: start } }]
      : [];
  const at = atOffset(tree, offset);
  if (at?.type !== 'value') return undefined;
  const type = targetTypeOf(analysis.kind, at.section.name, at.option.key);
  const part = type ? bracketPartAt(tree.text, at.option, type, offset) : undefined;
  if (part?.part !== 'name' || (part.target.name.includes('%') && part.target.name !== '%(__name__)s'))
    return undefined;
  const name = part.target.name === '%(__name__)s' ? at.section.name : part.target.name;
  const file = fileOfTarget({ analysis, workspace }, part.target.type, name);
  return file === undefined ? [] : [{ from: part.span, to: { file, span: start } }];
}

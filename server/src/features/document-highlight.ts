import { isRegexProblem, type ReadRegex } from '../analysis/analyse-regexes.ts';
import type { Node } from '../pyre/nodes.ts';
import { walk } from '../pyre/walk.ts';
import type { Span } from '../text/span.ts';
import type { FeatureInput } from './answers.ts';
import { touches } from './at-offset.ts';
import { linkedEditing } from './linked-editing.ts';
import { references } from './references.ts';
import { regexesAt } from './regex-at.ts';

/** Places of this file that belong together with what is written at an offset. */
export function documentHighlights(input: FeatureInput, offset: number): Span[] {
  const pair = linkedEditing(input, offset);
  if (pair) return [...pair.spans];
  const named = references(input, offset, { withDefinitions: true })
    .filter(({ file }) => file === input.analysis.path)
    .map(({ span }) => span);
  if (named.length > 0) return distinct(named);
  return distinct(
    regexesAt(input.analysis, offset).flatMap((regex) =>
      isRegexProblem(regex) ? [] : groupPlaces(regex, input.analysis.path, offset),
    ),
  );
}

/** A group's opening, its back-references and the conditionals that ask for it, where they are written as such in the file. */
function groupPlaces({ pattern, expanded }: ReadRegex, file: string, offset: number): Span[] {
  const places: { index: number; span: Span }[] = [];
  walk(pattern, (node) => {
    const told = groupOf(node);
    const place = told && expanded.whereToEdit(told.span);
    if (place?.file === file) places.push({ index: told!.index, span: place.span });
  });
  const at = places.find(({ span }) => touches(span, offset));
  return at ? places.filter(({ index }) => index === at.index).map(({ span }) => span) : [];
}

/** The group that a part opens or names, and the text that does so: `(?P<name>`, `(`, `\1`, `(?(name)`. */
function groupOf(node: Node): { readonly index: number; readonly span: Span } | undefined {
  const { start } = node.span;
  switch (node.type) {
    case 'CaptureGroup':
      return { index: node.index, span: { start, end: start + (node.name === undefined ? 1 : node.name.length + 5) } };
    case 'BackReference':
      return { index: node.index, span: node.span };
    case 'Conditional':
      return { index: node.index, span: { start, end: start + (node.name ?? String(node.index)).length + 4 } };
    default:
      return undefined;
  }
}

function distinct(spans: readonly Span[]): Span[] {
  return [...new Map(spans.map((span) => [`${span.start} ${span.end}`, span])).values()].sort(
    (a, b) => a.start - b.start,
  );
}

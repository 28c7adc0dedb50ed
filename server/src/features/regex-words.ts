import { isRegexProblem, type ReadRegex } from '../analysis/analyse-regexes.ts';
import { regexesIn } from '../analysis/regexes-in-use.ts';
import { findLineIn } from '../regex-words/find-line.ts';
import { regexInWords, type WordedPart } from '../regex-words/regex-in-words.ts';
import type { Span } from '../text/span.ts';
import type { FeatureInput } from './answers.ts';
import { atOffset } from './at-offset.ts';

/** A regex in words, and what of it is selected. */
export interface RegexWordsAnswer {
  readonly regex: ReadRegex;
  readonly told: WordedPart;
  /** From the outermost part to the one that is selected; empty where it is the whole. */
  readonly path: readonly WordedPart[];
  /** How many other regexes hold what is written there. */
  readonly others: number;
}

/** The regex in whose line a selection stands, the use of a variable in it included; undefined where Python takes none there. */
export function regexWordsAt(
  { analysis, workspace }: Pick<FeatureInput, 'analysis' | 'workspace'>,
  selection: Span,
): RegexWordsAnswer | undefined {
  const at = atOffset(analysis.source.tree, selection.start);
  if (at?.type !== 'value') return undefined;
  const isAt = (place: { readonly file: string; readonly span: Span }, within: Span): boolean =>
    place.file === analysis.path && within.start <= place.span.end && place.span.start <= within.end;
  const inLine = regexesIn(analysis).flatMap(({ regex }) =>
    !isRegexProblem(regex) && regex.configured.segments.some(({ origin }) => isAt(origin, at.line)) ? [regex] : [],
  );
  const all = [...new Map(inLine.map((regex) => [regex.expanded.text, regex])).values()];
  const touching = all.filter(({ configured }) => configured.segments.some(({ origin }) => isAt(origin, selection)));
  const [regex] = touching.length > 0 ? touching : all;
  if (!regex) return undefined;
  const told = regexInWords(
    regex,
    findLineIn((file) => workspace.source(file)),
  );
  return { regex, told, path: pathTo(told, analysis.path, selection), others: Math.max(1, touching.length) - 1 };
}

/**
 * The way to the smallest part that holds the selection; to the outermost of several that are as small. What a tag became is
 * written nowhere. A cursor between two parts belongs to the one behind it, before a closing bracket to the one before it.
 */
function pathTo(told: WordedPart, file: string, { start: from, end: to }: Span): readonly WordedPart[] {
  let around: Found | undefined;
  let before: Found | undefined;
  const visit = (part: WordedPart, path: readonly WordedPart[]): void => {
    for (const inner of part.parts) {
      const here = [...path, inner];
      const span = inner.place?.file === file ? inner.place.span : undefined;
      if (span && span.start <= from && to <= span.end) {
        const found = { path: here, span };
        if (from === to && to === span.end) before = smaller(before, found);
        else around = smaller(around, found);
      }
      if (inner.kind !== 'tag') visit(inner, here);
    }
  };
  visit(told, []);
  const isInside = !around || (before && around.span.start <= before.span.start);
  return (isInside ? before : around)?.path ?? [];
}

interface Found {
  readonly path: readonly WordedPart[];
  readonly span: Span;
}

function smaller(known: Found | undefined, found: Found): Found {
  return known && known.span.end - known.span.start <= found.span.end - found.span.start ? known : found;
}

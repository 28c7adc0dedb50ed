import { isRegexProblem } from '../analysis/analyse-regexes.ts';
import type { FileAnalysis } from '../analysis/workspace.ts';
import { children } from '../pyre/walk.ts';
import type { Node } from '../pyre/nodes.ts';
import type { Span } from '../text/span.ts';
import type { FeatureInput, SelectionAnswer } from './answers.ts';
import { atOffset, matchAt, touches, useAt } from './at-offset.ts';
import { regexesAt } from './regex-at.ts';

/** From the piece under the cursor outwards: regex parts, value line, value, option, section, file. */
export function selectionRanges({ analysis }: FeatureInput, offset: number): SelectionAnswer {
  const { tree } = analysis.source;
  const whole = { start: 0, end: tree.text.length };
  const at = atOffset(tree, offset);
  if (!at)
    return growing([...tree.sections.filter(({ span }) => touches(span, offset)).map(({ span }) => span), whole]);
  const { section } = at;
  if (at.type === 'header') return growing([section.nameSpan, section.headerSpan, section.span, whole]);
  if (at.type === 'key') return growing([at.option.keySpan, at.option.span, section.span, whole]);
  const directive =
    at.option.key === 'datepattern' ? matchAt(tree.text, at.line, /%%(?:Ex)?[A-Za-z]/g, offset)?.span : undefined;
  const word = directive ?? matchAt(tree.text, at.line, /[\w-]+/g, offset)?.span;
  const use = useAt(tree, offset);
  return growing([
    ...(word ? [word] : []),
    ...(use ? [use.nameSpan, use.span] : []),
    ...regexParts(analysis, offset, at.line),
    at.line,
    at.option.valueSpan,
    at.option.span,
    section.span,
    whole,
  ]);
}

/** Each really larger than the one before, all around the cursor. */
function growing(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.end - a.start - (b.end - b.start))) {
    const last = out.at(-1);
    if (!last || (span.start <= last.start && span.end >= last.end && span.end - span.start > last.end - last.start))
      out.push(span);
  }
  return out;
}

/** The parts of the regex that hold the cursor, where they are written in one place of this line. */
function regexParts(analysis: FileAnalysis, offset: number, line: Span): Span[] {
  const regex = regexesAt(analysis, offset).find((one) => !isRegexProblem(one));
  if (!regex || isRegexProblem(regex)) return [];
  const spans: Span[] = [];
  const visit = (node: Node): void => {
    const places = regex.expanded.whereToShow(node.span);
    const own = places.filter(({ file }) => file === analysis.path);
    const start = Math.min(...own.map(({ span }) => span.start));
    const end = Math.max(...own.map(({ span }) => span.end));
    if (own.length === 0 || start < line.start || end > line.end) {
      for (const child of children(node)) visit(child);
      return;
    }
    if (!touches({ start, end }, offset)) return;
    spans.push({ start, end });
    for (const child of children(node)) visit(child);
  };
  visit(regex.pattern.body);
  return spans;
}

import type { Pattern } from '../pyre/nodes.ts';
import { walk } from '../pyre/walk.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { CountedPart } from './branch-counts.ts';
import { isRepeated, partsOf, type RegexPart } from './regex-parts.ts';

/**
 * The smallest part of a regex that is written at an offset of a file: a word, a class with its repeat, a whole `<HOST>`; on the brackets of
 * a named group, all of it. Between two parts it is the one behind. Undefined where the regex is not written there.
 */
export function partAt(
  { pattern, expanded, configured }: { pattern: Pattern; expanded: MappedText; configured: MappedText },
  path: string,
  offset: number,
): CountedPart | undefined {
  const at = placeIn(expanded, path, offset);
  if (!at) return undefined;
  const parts = [...partsOf(pattern, expanded, configured).flatMap(allParts), ...namedGroups(pattern)];
  return parts
    .filter(({ span }) => span.start <= at.start && at.end <= span.end && span.end > span.start)
    .sort((a, b) => rank(a.span, at) - rank(b.span, at) || lengthOf(a.span) - lengthOf(b.span))[0];
}

/** The place in an expanded regex of what is written at an offset of a file: of a tag, all that it became. */
export function placeIn(expanded: MappedText, path: string, offset: number): Span | undefined {
  let at = 0;
  let found: Span | undefined;
  for (const { text, origin, exact } of expanded.segments) {
    const start = at;
    at += text.length;
    const { span } = origin;
    if (origin.file !== path || offset < span.start || span.end < offset) continue;
    if (!exact) found = { start: found?.start ?? start, end: at };
    else {
      found ??= { start: start + offset - span.start, end: start + offset - span.start };
      // Where two pieces meet, the one behind counts: the loop goes on.
      if (offset < span.end) return { start: start + offset - span.start, end: start + offset - span.start };
    }
  }
  return found;
}

function allParts(part: RegexPart): CountedPart[] {
  const own = part.kind === 'start' || part.kind === 'end' ? [] : [{ span: part.whole, written: part.written }];
  return [...own, ...(isRepeated(part) ? [] : part.inner.flat().flatMap(allParts))];
}

function namedGroups(pattern: Pattern): CountedPart[] {
  const found: CountedPart[] = [];
  walk(pattern, (node) => {
    if (node.type === 'CaptureGroup' && node.name !== undefined)
      found.push({ span: node.span, written: pattern.source.slice(node.span.start, node.span.end) });
  });
  return found;
}

function rank({ end }: Span, at: Span): number {
  return at.start < end ? 0 : 1;
}

function lengthOf({ start, end }: Span): number {
  return end - start;
}

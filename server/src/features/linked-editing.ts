import { findKnownOption, isRegexOption } from '../config/vocabulary.ts';
import type { Span } from '../text/span.ts';
import type { FeatureInput, LinkedEditingAnswer } from './answers.ts';
import { atOffset, touches } from './at-offset.ts';

interface Tag {
  readonly isClosing: boolean;
  readonly name: string;
  readonly nameSpan: Span;
}

/** The names in `<F-X>` and its `</F-X>`: what is typed into one is typed into the other. */
export function linkedEditing({ analysis }: FeatureInput, offset: number): LinkedEditingAnswer | undefined {
  const { tree } = analysis.source;
  const at = atOffset(tree, offset);
  if (at?.type !== 'value') return undefined;
  const known = analysis.kind && findKnownOption(analysis.kind, at.section.name, at.option.key);
  // In a filter any variable may be a part of a regex.
  if (known ? !isRegexOption(known) : analysis.kind !== 'filter') return undefined;
  const pair = pairsIn(tree.text, at.option.valueLines).find((tags) =>
    tags.some(({ nameSpan }) => touches(nameSpan, offset)),
  );
  return pair && { spans: pair.map(({ nameSpan }) => nameSpan), wordPattern: '[A-Za-z][\\w-]*' };
}

/** Opening and closing tags of one name, in the order in which they nest. */
function pairsIn(text: string, lines: readonly Span[]): [Tag, Tag][] {
  const open: Tag[] = [];
  const pairs: [Tag, Tag][] = [];
  for (const line of lines) {
    for (const match of text.slice(line.start, line.end).matchAll(/<(\/?)(F-[\w-]*)>/g)) {
      const start = line.start + match.index + 1 + match[1]!.length;
      const tag: Tag = {
        isClosing: match[1] === '/',
        name: match[2]!,
        nameSpan: { start, end: start + match[2]!.length },
      };
      if (!tag.isClosing) open.push(tag);
      else {
        const i = open.findLastIndex(({ name }) => name === tag.name);
        if (i >= 0) pairs.push([open.splice(i, 1)[0]!, tag]);
      }
    }
  }
  return pairs;
}

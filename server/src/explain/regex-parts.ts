import { tagRuns, type TagRun } from '../matching/tag-runs.ts';
import type { Node, Pattern } from '../pyre/nodes.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';

/**
 * A piece of a regex that is tried as one: a run of letters, a class with its repeat, an alternation, a whole `<HOST>`.
 * Parts follow one another; what stands between two of them is only the brackets of groups.
 */
export interface RegexPart {
  /** Place in the expanded regex, UTF-16. */
  readonly span: Span;
  /** The same with the brackets of a group that holds nothing else. */
  readonly whole: Span;
  readonly kind: 'literal' | 'start' | 'end' | 'tag' | 'pattern';
  /** The text that a literal stands for; empty for every other kind. */
  readonly literal: string;
  /** What the part is as its author wrote it: `<HOST>` for a tag. */
  readonly written: string;
  /** How many fixed characters are lost when the part is relaxed. */
  readonly weight: number;
  /** It may be left out. */
  readonly isOptional?: boolean;
  /** Repeated often: with `.*?` inside, a search could take for ever. */
  readonly isLoop?: boolean;
  /** What stands in an alternation or a repeat, one list a branch; for a second, closer look. */
  readonly inner: readonly (readonly RegexPart[])[];
  /** Where each of these lists stands in the expanded regex, brackets and all. */
  readonly innerSpans: readonly Span[];
}

/** Cuts a regex into its parts, in order. `tagAt`: the tag from which the text at a place was made, where it was. */
export function partsOf(pattern: Pattern, expanded: MappedText, configured: MappedText): RegexPart[] {
  // `<F-USER>` and `</F-USER>` are the brackets of a group like any other.
  const tags = tagRuns(expanded, configured).filter(({ isOpening }) => !isOpening);
  return cut(pattern.body, pattern.source, tags);
}

function cut(node: Node, source: string, tags: readonly TagRun[]): RegexPart[] {
  const tag = tagOver(node, tags);
  if (tag) return [tagPart(tag)];
  switch (node.type) {
    case 'Sequence':
      return cutItems(node.items, source, tags);
    case 'CaptureGroup':
    case 'PlainGroup':
    case 'AtomicGroup': {
      const parts = cut(node.body, source, tags);
      return parts.length === 1 && node.body.type === 'Alternation'
        ? [{ ...parts[0]!, whole: node.span, written: source.slice(node.span.start, node.span.end) }]
        : parts;
    }
    case 'Literal':
      return cutItems([node], source, tags);
    case 'GlobalFlags':
    case 'Comment':
      return [];
    case 'Assertion':
      return [
        {
          ...plainPart(node, source),
          kind:
            node.kind === 'line-start' || node.kind === 'string-start'
              ? 'start'
              : node.kind === 'line-end' || node.kind === 'string-end'
                ? 'end'
                : 'pattern',
        },
      ];
    case 'Alternation':
      return [
        {
          ...plainPart(node, source),
          inner: node.branches.map((branch) => cut(branch, source, tags)),
          innerSpans: node.branches.map(({ span }) => span),
        },
      ];
    case 'Repeat':
      return [
        {
          ...plainPart(node, source),
          isOptional: node.min === 0,
          isLoop: node.max > 4,
          inner: [cut(node.item, source, tags)],
          innerSpans: [node.item.span],
        },
      ];
    default:
      return [plainPart(node, source)];
  }
}

/** Letters that follow one another are one part a word; a tag's own items are one part. */
function cutItems(items: readonly Node[], source: string, tags: readonly TagRun[]): RegexPart[] {
  const parts: RegexPart[] = [];
  for (let i = 0; i < items.length;) {
    const tag = tagOver(items[i]!, tags);
    if (tag) {
      parts.push(tagPart(tag));
      while (i < items.length && tagOver(items[i]!, tags) === tag) i++;
      continue;
    }
    const literals: { char: string; span: Span }[] = [];
    for (let item = items[i]; item?.type === 'Literal' && !tagOver(item, tags); item = items[++i])
      literals.push({ char: String.fromCodePoint(item.codePoint), span: item.span });
    if (literals.length > 0) parts.push(...words(literals, source));
    else parts.push(...cut(items[i++]!, source, tags));
  }
  return parts;
}

/** What looks like a tag or a variable, a word, a blank run, a mark. */
const wordPattern = /<\/?[\w-]+\/?>|[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu;

function words(literals: readonly { char: string; span: Span }[], source: string): RegexPart[] {
  const text = literals.map(({ char }) => char).join('');
  const offsets: number[] = [];
  literals.forEach(({ char }, i) => offsets.push(...Array<number>(char.length).fill(i)));
  return [...text.matchAll(wordPattern)].map(({ 0: literal, index }) => {
    const span = {
      start: literals[offsets[index]!]!.span.start,
      end: literals[offsets[index + literal.length - 1]!]!.span.end,
    };
    return {
      span,
      whole: span,
      kind: 'literal',
      literal,
      written: source.slice(span.start, span.end),
      weight: literal.length,
      inner: [],
      innerSpans: [],
    };
  });
}

function tagOver({ span }: Node, tags: readonly TagRun[]): TagRun | undefined {
  return tags.find((tag) => tag.span.start <= span.start && span.end <= tag.span.end && span.end > span.start);
}

function tagPart({ span, written }: TagRun): RegexPart {
  return { span, whole: span, kind: 'tag', literal: '', written, weight: 6, inner: [], innerSpans: [] };
}

function plainPart(node: Node, source: string): RegexPart {
  const written = source.slice(node.span.start, node.span.end);
  return {
    span: node.span,
    whole: node.span,
    kind: 'pattern',
    literal: '',
    written,
    weight: leastLength(node),
    inner: [],
    innerSpans: [],
  };
}

/** How many fixed characters a match of `node` holds at the least. */
function leastLength(node: Node): number {
  switch (node.type) {
    case 'Literal':
      return 1;
    case 'CharClass':
    case 'Category':
      return node.negated ? 0 : 0.5;
    case 'Sequence':
      return node.items.reduce((sum, item) => sum + leastLength(item), 0);
    case 'Alternation':
      return Math.min(...node.branches.map(leastLength));
    case 'Repeat':
      return Math.min(node.min, 20) * leastLength(node.item);
    case 'CaptureGroup':
    case 'PlainGroup':
    case 'AtomicGroup':
      return leastLength(node.body);
    default:
      return 0;
  }
}

/** Whether what is inside of a part is known only of the last turn: a repeat of more than one. */
export function isRepeated({ written, inner, isOptional, isLoop }: RegexPart): boolean {
  if (inner.length !== 1 || isOptional === undefined) return false;
  return isLoop === true || !(isOptional && /(?:^|[^}+*?])\?{1,2}$/.test(written));
}

/** The fixed characters of several parts. */
export function weightOf(parts: readonly RegexPart[]): number {
  return parts.reduce((sum, { weight }) => sum + weight, 0);
}

export function isEnd(part: RegexPart | undefined): boolean {
  return part?.kind === 'end';
}

/** It takes whatever comes: `.*`, `\S+`. */
export function isLoose(part: RegexPart | undefined): boolean {
  return part?.kind === 'pattern' && /^(?:\.|\\S)[*+]/.test(part.written);
}

/** Neither a letter nor a digit nor white space. */
export function isMark(literal: string): boolean {
  return /^[^\p{L}\p{N}\s]+$/u.test(literal);
}

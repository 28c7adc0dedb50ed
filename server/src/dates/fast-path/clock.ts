import { type CodePointSet, difference, intersect, rangesOf, setHas } from '../../text/code-point-set.ts';
import { createWidths } from '../../pyre/analysis/width.ts';
import type { Node, Pattern } from '../../pyre/nodes.ts';
import { digitSet } from '../../text/unicode.ts';
import { children } from '../../pyre/walk.ts';
import type { LeafSets } from './leaf-sets.ts';

/** What stands around `%H:%M:%S` in a pattern: enough to tell most lines without a match from their colons alone. */
export interface Clock {
  /** How many characters stand before the hour. */
  readonly prefix: { readonly min: number; readonly max: number };
  /** True where only the colons written for it can stand before the minute: it follows the same colon in every match. */
  readonly hasFixedColons: boolean;
  /** The ways in which the text before the hour can end: a match ends in one of them. */
  readonly tails: readonly Tail[];
}

/** Characters as sets, from the one before the hour leftwards: `tail[i]![code]` is 1 where the character fits. */
export type Tail = readonly Uint8Array[];

const maxTailLength = 7;
const maxTails = 48;
const colon = 0x3a;
const ascii: CodePointSet = [0, 128];

/** Undefined where the pattern does not hold an hour, minute and second of one or two digits with a colon between each. */
export function clockOf(body: Node, pattern: Pattern, leafOf: LeafSets): Clock | undefined {
  const items = body.type === 'Sequence' ? body.items : [body];
  const widthOf = createWidths(pattern);
  const isNumber = (node: Node | undefined, names: string): boolean =>
    node?.type === 'CaptureGroup' &&
    names.includes(node.name ?? '-') &&
    isAllDigits(node, leafOf) &&
    widthOf(node).min >= 1 &&
    widthOf(node).max <= 2;
  const isColon = (node: Node | undefined): boolean => node?.type === 'Literal' && node.codePoint === colon;
  const hour = items.findIndex(
    (item, i) =>
      isNumber(item, 'HI') &&
      isColon(items[i + 1]) &&
      isNumber(items[i + 2], 'M') &&
      isColon(items[i + 3]) &&
      isNumber(items[i + 4], 'S'),
  );
  if (hour === -1) return undefined;
  const before = items.slice(0, hour);
  const widths = before.map(widthOf);
  const sum = (of: 'min' | 'max'): number => widths.reduce((total, width) => total + width[of], 0);
  const tails = leftwards(before, [{ sets: [], isClosed: false }], leafOf);
  const hasFixedColons = before.every((item) => isColon(item) || !mayTakeColon(item, leafOf));
  const masks = new Map<CodePointSet, Uint8Array>();
  const maskOf = (set: CodePointSet): Uint8Array => {
    const mask = masks.get(set) ?? toMask(set);
    masks.set(set, mask);
    return mask;
  };
  return {
    prefix: { min: sum('min'), max: sum('max') },
    hasFixedColons,
    tails: tails.map(({ sets }) => sets.map(maskOf)),
  };
}

/** How many digits a match begins with at least, as far as that is plain. */
export function leadingDigits(body: Node, pattern: Pattern, leafOf: LeafSets): number {
  const widthOf = createWidths(pattern);
  let count = 0;
  for (const item of body.type === 'Sequence' ? body.items : [body]) {
    if (!isAllDigits(item, leafOf)) break;
    count += widthOf(item).min;
  }
  return count;
}

function mayTakeColon(node: Node, leafOf: LeafSets): boolean {
  const leaf = leafOf.node(node);
  // A reference repeats what its group took.
  return leaf ? setHas(leaf, colon) : children(node).some((child) => mayTakeColon(child, leafOf));
}

function isAllDigits(node: Node, leafOf: LeafSets): boolean {
  const leaf = leafOf.node(node);
  if (leaf) return difference(leaf, digitSet()).length === 0;
  switch (node.type) {
    case 'Sequence':
      return node.items.every((item) => isAllDigits(item, leafOf));
    case 'Alternation':
      return node.branches.every((branch) => isAllDigits(branch, leafOf));
    case 'CaptureGroup':
    case 'PlainGroup':
      return isAllDigits(node.body, leafOf);
    case 'Repeat':
      return isAllDigits(node.item, leafOf);
    default:
      return false;
  }
}

interface OpenTail {
  readonly sets: readonly CodePointSet[];
  /** Nothing is known of what stands further left. */
  readonly isClosed: boolean;
}

/** Lengthens tails by what stands to their left, last item first. */
function leftwards(items: readonly Node[], tails: readonly OpenTail[], leafOf: LeafSets): readonly OpenTail[] {
  let longer = tails;
  for (let i = items.length - 1; i >= 0; i--) longer = lengthen(items[i]!, longer, leafOf);
  return longer;
}

function lengthen(node: Node, tails: readonly OpenTail[], leafOf: LeafSets): readonly OpenTail[] {
  if (tails.every(({ isClosed }) => isClosed)) return tails;
  if (tails.length > maxTails) return tails.map(close);
  const leaf = leafOf.node(node);
  if (leaf) return lengthenByLeaf(leaf, tails);
  switch (node.type) {
    case 'Sequence':
      return leftwards(node.items, tails, leafOf);
    case 'Alternation':
      return node.branches.flatMap((branch) => lengthen(branch, tails, leafOf));
    case 'CaptureGroup':
    case 'PlainGroup':
      return lengthen(node.body, tails, leafOf);
    case 'Repeat': {
      if (node.max > 6) return tails.map(close);
      const lengths = Array.from({ length: node.max - node.min + 1 }, (_, i) => node.min + i);
      return lengths.flatMap((count) =>
        leftwards(
          Array.from({ length: count }, () => node.item),
          tails,
          leafOf,
        ),
      );
    }
    case 'BackReference': {
      const repeated = leafOf.ofGroup(node.index);
      return repeated ? lengthenByLeaf(repeated, tails) : tails.map(close);
    }
    case 'GlobalFlags':
    case 'Comment':
      return tails;
    default:
      return tails.map(close);
  }
}

function lengthenByLeaf(leaf: CodePointSet, tails: readonly OpenTail[]): readonly OpenTail[] {
  return tails.map((tail) =>
    tail.isClosed ? tail : { sets: [...tail.sets, leaf], isClosed: tail.sets.length + 1 >= maxTailLength },
  );
}

function close({ sets }: OpenTail): OpenTail {
  return { sets, isClosed: true };
}

function toMask(set: CodePointSet): Uint8Array {
  const mask = new Uint8Array(128);
  for (const [from, to] of rangesOf(intersect(set, ascii))) mask.fill(1, from, to);
  return mask;
}

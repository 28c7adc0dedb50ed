import type { Node, Pattern } from '../nodes.ts';
import { children } from '../walk.ts';

/** How many code points a match of a part may have; `max` is `limit` (or Infinity without one) where nothing bounds it. */
export interface Width {
  readonly min: number;
  readonly max: number;
}

export interface WidthOptions {
  /** Sums end here, as CPython's do (MAXREPEAT). */
  readonly limit?: Width;
}

/**
 * `SubPattern.getwidth` of `re/_parser.py`, for any part of `pattern`. Like CPython's it is a promise about what a part takes,
 * not exact where parts depend on each other. E.g. `(a|bb)\1`: 2 to 4
 */
export function createWidths(
  pattern: Pattern,
  { limit = { min: Infinity, max: Infinity } }: WidthOptions = {},
): (node: Node) => Width {
  let groups: Map<number, Node> | undefined;
  const groupOf = (index: number): Node => {
    if (!groups) collectGroups(pattern.body, (groups = new Map()));
    return groups.get(index)!;
  };
  const known = new Map<Node, Width>();
  const widthOf = (node: Node): Width => {
    let width = known.get(node);
    if (!width) {
      const { min, max } = compute(node);
      width = { min: Math.min(min, limit.min), max: Math.min(max, limit.max) };
      known.set(node, width);
    }
    return width;
  };
  const compute = (node: Node): Width => {
    switch (node.type) {
      case 'Literal':
      case 'AnyChar':
      case 'CharClass':
      case 'Category':
        return one;
      case 'Assertion':
      case 'LookAround':
      case 'GlobalFlags':
      case 'Comment':
        return none;
      case 'Sequence':
        return node.items.map(widthOf).reduce(sum, none);
      case 'Alternation':
        return node.branches.map(widthOf).reduce(either);
      case 'Repeat': {
        const { min, max } = widthOf(node.item);
        return { min: times(min, node.min), max: times(max, node.max) };
      }
      case 'CaptureGroup':
      case 'PlainGroup':
      case 'AtomicGroup':
        return widthOf(node.body);
      case 'BackReference':
        return widthOf(groupOf(node.index));
      case 'Conditional':
        return either(widthOf(node.yes), node.no ? widthOf(node.no) : none);
    }
  };
  return widthOf;
}

const none: Width = { min: 0, max: 0 };
const one: Width = { min: 1, max: 1 };

function sum(a: Width, b: Width): Width {
  return { min: a.min + b.min, max: a.max + b.max };
}

function either(a: Width, b: Width): Width {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

/** Where `0 * Infinity` is 0. */
function times(width: number, count: number): number {
  return width === 0 || count === 0 ? 0 : width * count;
}

function collectGroups(node: Node, groups: Map<number, Node>): void {
  if (node.type === 'CaptureGroup') groups.set(node.index, node);
  for (const child of children(node)) collectGroups(child, groups);
}

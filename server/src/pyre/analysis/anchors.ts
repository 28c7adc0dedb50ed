import type { Node, Pattern } from '../nodes.ts';
import { type FlagsInForce, flagsBelow, flagsOf } from '../walk.ts';
import { createWidths, type Width } from './width.ts';

/** Where every match must begin: at the very start of the text (`text`), or at the start of a line of it (`line`). */
export type Anchor = 'text' | 'line';

/** The anchor of all matches, or undefined where one may begin anywhere (as far as this sees). E.g. `^a|\Ab`: text */
export function anchorOf(pattern: Pattern): Anchor | undefined {
  return find(pattern.body, flagsOf(pattern), createWidths(pattern));
}

function find(node: Node, flags: FlagsInForce, widthOf: (node: Node) => Width): Anchor | undefined {
  switch (node.type) {
    case 'Assertion':
      if (node.kind === 'string-start') return 'text';
      return node.kind === 'line-start' ? (flags.multiline ? 'line' : 'text') : undefined;
    case 'Sequence': {
      let weaker: Anchor | undefined;
      for (const item of node.items) {
        const anchor = find(item, flags, widthOf);
        if (anchor === 'text') return 'text';
        weaker ??= anchor;
        if (widthOf(item).max > 0) break;
      }
      return weaker;
    }
    case 'Alternation':
      return weakest(node.branches.map((branch) => find(branch, flags, widthOf)));
    case 'Conditional':
      return node.no && weakest([find(node.yes, flags, widthOf), find(node.no, flags, widthOf)]);
    case 'Repeat':
      return node.min > 0 ? find(node.item, flags, widthOf) : undefined;
    case 'PlainGroup':
      return find(node.body, flagsBelow(node, flags), widthOf);
    case 'CaptureGroup':
    case 'AtomicGroup':
      return find(node.body, flags, widthOf);
    case 'LookAround':
      return node.direction === 'ahead' && !node.negated ? find(node.body, flags, widthOf) : undefined;
    default:
      return undefined;
  }
}

function weakest(anchors: readonly (Anchor | undefined)[]): Anchor | undefined {
  if (anchors.includes(undefined)) return undefined;
  return anchors.includes('line') ? 'line' : 'text';
}

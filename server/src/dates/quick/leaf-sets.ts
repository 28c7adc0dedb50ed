import type { CodePointSet } from '../../pyre/code-point-set.ts';
import type { Node, Pattern } from '../../pyre/nodes.ts';
import { flagsOf } from '../../pyre/walk.ts';
import { leafSet } from '../../pyre/facts/leaf-set.ts';

/** `leafSet` for a pattern whose flags hold everywhere, worked out once for each node. */
export type LeafSets = (node: Node) => CodePointSet | undefined;

export function createLeafSets(pattern: Pattern): LeafSets {
  const flags = flagsOf(pattern);
  const known = new Map<Node, CodePointSet | undefined>();
  return (node) => {
    if (!known.has(node)) known.set(node, leafSet(node, flags));
    return known.get(node);
  };
}

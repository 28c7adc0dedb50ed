import type { CodePointSet } from '../../text/code-point-set.ts';
import { leafSet } from '../../pyre/analysis/leaf-set.ts';
import type { Node, Pattern } from '../../pyre/nodes.ts';
import { flagsOf, walk } from '../../pyre/walk.ts';

/** `leafSet` for a pattern whose flags hold everywhere, worked out once for each node. */
export interface LeafSets {
  node(node: Node): CodePointSet | undefined;
  /** Of what a reference to the group repeats. */
  ofGroup(index: number): CodePointSet | undefined;
}

export function createLeafSets(pattern: Pattern): LeafSets {
  const flags = flagsOf(pattern);
  const known = new Map<Node, CodePointSet | undefined>();
  const groups = new Map<number, Node>();
  walk(pattern, (node) => {
    if (node.type === 'CaptureGroup') groups.set(node.index, node.body);
  });
  const ofNode = (node: Node): CodePointSet | undefined => {
    if (!known.has(node)) known.set(node, leafSet(node, flags));
    return known.get(node);
  };
  return {
    node: ofNode,
    ofGroup(index) {
      const body = groups.get(index);
      return body && ofNode(body);
    },
  };
}

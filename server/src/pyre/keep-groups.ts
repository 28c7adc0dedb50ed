import type { Node, Pattern } from './nodes.ts';
import { walk } from './walk.ts';

/**
 * The same pattern without the capture groups that nobody reads: it has the same matches. Those that are kept, by number, and those that the pattern itself asks
 * for are numbered anew. E.g. `(a)(?P<b>b)`, 2 kept, becomes `(?:a)(?P<b>b)`
 */
export function keepGroups(pattern: Pattern, keep: ReadonlySet<number>): Pattern {
  const needed = new Set(keep);
  walk(pattern, (node) => {
    if (node.type === 'BackReference' || node.type === 'Conditional') needed.add(node.index);
  });
  const kept = Array.from({ length: pattern.groupCount }, (_, i) => i + 1).filter((group) => needed.has(group));
  if (kept.length === pattern.groupCount) return pattern;
  const numbers = new Map(kept.map((group, i) => [group, i + 1]));
  const names = [...pattern.groupNames].filter(([, group]) => numbers.has(group));
  return {
    ...pattern,
    groupCount: kept.length,
    groupNames: new Map(names.map(([name, group]) => [name, numbers.get(group)!])),
    body: renumber(pattern.body, numbers),
  };
}

function renumber(node: Node, numbers: ReadonlyMap<number, number>): Node {
  const below = (child: Node): Node => renumber(child, numbers);
  switch (node.type) {
    case 'Sequence':
      return { ...node, items: node.items.map(below) };
    case 'Alternation':
      return { ...node, branches: node.branches.map(below) };
    case 'Repeat':
      return { ...node, item: below(node.item) };
    case 'CaptureGroup': {
      const { span } = node;
      const index = numbers.get(node.index);
      const body = below(node.body);
      return index === undefined
        ? { type: 'PlainGroup', span, add: new Set(), remove: new Set(), body }
        : { ...node, index, body };
    }
    case 'PlainGroup':
    case 'AtomicGroup':
    case 'LookAround':
      return { ...node, body: below(node.body) };
    case 'BackReference':
      return { ...node, index: numbers.get(node.index)! };
    case 'Conditional':
      return {
        ...node,
        index: numbers.get(node.index)!,
        yes: below(node.yes),
        ...(node.no ? { no: below(node.no) } : {}),
      };
    default:
      return node;
  }
}

import type { Node, Pattern } from '../pyre/nodes.ts';
import { failureIdGroups } from './failregex-tags.ts';

/**
 * True where every match of the pattern holds one of the groups `fid`, `ip4`, `ip6`, `dns`. False says nothing. E.g. `a <HOST>`,
 * but not `a(?: <HOST>)?`.
 */
export function alwaysNamesFailure(pattern: Pattern): boolean {
  return alwaysCaptures(pattern, failureIdGroups);
}

/** The same of groups with these names. */
export function alwaysCaptures({ body, groupNames }: Pattern, names: readonly string[]): boolean {
  const groups = new Set(names.flatMap((name) => groupNames.get(name) ?? []));
  return groups.size > 0 && mustCapture(body, groups);
}

function mustCapture(node: Node, groups: ReadonlySet<number>): boolean {
  switch (node.type) {
    case 'CaptureGroup':
      return groups.has(node.index) || mustCapture(node.body, groups);
    case 'Sequence':
      return node.items.some((item) => mustCapture(item, groups));
    case 'Alternation':
      return node.branches.every((branch) => mustCapture(branch, groups));
    case 'Repeat':
      return node.min > 0 && mustCapture(node.item, groups);
    case 'PlainGroup':
    case 'AtomicGroup':
      return mustCapture(node.body, groups);
    case 'LookAround':
      return !node.negated && mustCapture(node.body, groups);
    case 'Conditional':
      return node.no !== undefined && mustCapture(node.yes, groups) && mustCapture(node.no, groups);
    default:
      return false;
  }
}

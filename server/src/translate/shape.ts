import { type CodePointSet, unite } from '../text/code-point-set.ts';
import type { Node, Pattern, PlainGroup } from '../pyre/nodes.ts';
import { oncePerPart } from '../pyre/once-per-part.ts';
import { type FlagsInForce as Flags, flagsBelow, flagsOf } from '../pyre/walk.ts';
import { leafSet } from '../pyre/analysis/leaf-set.ts';

/** Questions about a tree that translations ask. All answers err on the careful side. */

/** The code points that a match can begin with; undefined where a match can be empty (or may be, as far as this sees). */
export function firstSet(pattern: Pattern): CodePointSet | undefined {
  const { set, passes } = firstOf(pattern.body, flagsOf(pattern));
  return passes ? undefined : set;
}

/** What a match of a node can begin with. */
export interface First {
  readonly set: CodePointSet;
  /** True where the node can match without consuming anything. */
  readonly passes: boolean;
}

const nothing: First = { set: [], passes: true };

export function firstOf(node: Node, flags: Flags): First {
  const leaf = leafSet(node, flags);
  if (leaf) return { set: leaf, passes: false };
  switch (node.type) {
    case 'Sequence': {
      const sets: CodePointSet[] = [];
      for (const item of node.items) {
        const { set, passes } = firstOf(item, flags);
        sets.push(set);
        if (!passes) return { set: unite(...sets), passes: false };
      }
      return { set: unite(...sets), passes: true };
    }
    case 'Alternation':
      return either(node.branches.map((branch) => firstOf(branch, flags)));
    case 'Conditional':
      return either([firstOf(node.yes, flags), node.no ? firstOf(node.no, flags) : nothing]);
    case 'Repeat': {
      const { set, passes } = firstOf(node.item, flags);
      return node.max === 0 ? nothing : { set, passes: passes || node.min === 0 };
    }
    case 'PlainGroup':
      return firstOfGroup(node, flags);
    case 'CaptureGroup':
    case 'AtomicGroup':
      return firstOf(node.body, flags);
    case 'BackReference':
      return { set: [0, 0x110000], passes: true };
    default:
      return nothing;
  }
}

const firstOfGroup = oncePerPart((group: PlainGroup, flags) => firstOf(group.body, flagsBelow(group, flags)));

function either(options: readonly First[]): First {
  return { set: unite(...options.map(({ set }) => set)), passes: options.some(({ passes }) => passes) };
}

/** True where the node can match the empty string, as far as can be seen. */
export function canBeEmpty(node: Node): boolean {
  switch (node.type) {
    case 'Literal':
    case 'AnyChar':
    case 'CharClass':
    case 'Category':
      return false;
    case 'Sequence':
      return node.items.every(canBeEmpty);
    case 'Alternation':
      return node.branches.some(canBeEmpty);
    case 'Repeat':
      return node.min === 0 || canBeEmpty(node.item);
    case 'CaptureGroup':
    case 'PlainGroup':
    case 'AtomicGroup':
      return canBeEmpty(node.body);
    case 'Conditional':
      return canBeEmpty(node.yes) || !node.no || canBeEmpty(node.no);
    default:
      return true;
  }
}

/**
 * True where the node tries its empty match after all others, once. Then it makes no difference whether a loop around it
 * takes an empty last turn (Python) or refuses one (JavaScript). E.g. `a*b?`, not `|a`, not `a*?`, not `^|a`
 */
export function isEmptyLast(node: Node): boolean {
  if (!canBeEmpty(node)) return true;
  switch (node.type) {
    case 'Sequence':
      return node.items.every((item) => canBeEmpty(item)) && node.items.every(isEmptyLast);
    case 'Alternation':
      return node.branches.slice(0, -1).every((branch) => !canBeEmpty(branch)) && isEmptyLast(node.branches.at(-1)!);
    case 'Repeat':
      return node.mode !== 'lazy' && isEmptyLast(node.item);
    case 'CaptureGroup':
    case 'PlainGroup':
    case 'AtomicGroup':
      return isEmptyLast(node.body);
    case 'Assertion':
    case 'GlobalFlags':
    case 'Comment':
    case 'LookAround':
      return true;
    default:
      return false;
  }
}

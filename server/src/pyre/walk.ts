import type { FlagLetter, Node, Pattern } from './nodes.ts';

const noChildren: readonly Node[] = [];

/** The parts right below `node`, in the order in which they are written. */
export function children(node: Node): readonly Node[] {
  switch (node.type) {
    case 'Alternation':
      return node.branches;
    case 'Sequence':
      return node.items;
    case 'Repeat':
      return [node.item];
    case 'CaptureGroup':
    case 'PlainGroup':
    case 'AtomicGroup':
    case 'LookAround':
      return [node.body];
    case 'Conditional':
      return node.no ? [node.yes, node.no] : [node.yes];
    case 'Literal':
    case 'AnyChar':
    case 'CharClass':
    case 'Category':
    case 'Assertion':
    case 'BackReference':
    case 'GlobalFlags':
    case 'Comment':
      return noChildren;
  }
}

/** The flags that change what a part matches, at one place of the pattern. */
export interface FlagsInForce {
  readonly ascii: boolean;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

/** The flags in force at the top of `pattern`. */
export function flagsOf({ flags }: Pattern): FlagsInForce {
  return { ascii: flags.has('a'), ignoreCase: flags.has('i'), multiline: flags.has('m'), dotAll: flags.has('s') };
}

/** The flags in force right below `node` (`_combine_flags`): only `(?i-s:…)` changes them. `(?u:…)` takes ASCII away. */
export function flagsBelow(node: Node, flags: FlagsInForce): FlagsInForce {
  if (node.type !== 'PlainGroup' || (node.add.size === 0 && node.remove.size === 0)) return flags;
  const { add, remove } = node;
  const has = (letter: FlagLetter, before: boolean): boolean => (add.has(letter) || before) && !remove.has(letter);
  return {
    ascii: add.has('a') || (flags.ascii && !add.has('u')),
    ignoreCase: has('i', flags.ignoreCase),
    multiline: has('m', flags.multiline),
    dotAll: has('s', flags.dotAll),
  };
}

/** Visits every part of `pattern`, outer before inner, left before right, with the flags in force there. `false` skips what is below. */
export function walk(
  pattern: Pattern,
  visit: (node: Node, flags: FlagsInForce, parent: Node | undefined) => boolean | void,
): void {
  const descend = (node: Node, flags: FlagsInForce, parent: Node | undefined): void => {
    if (visit(node, flags, parent) === false) return;
    const below = flagsBelow(node, flags);
    for (const child of children(node)) descend(child, below, node);
  };
  descend(pattern.body, flagsOf(pattern), undefined);
}

import { difference, setSize, unite, type CodePointSet } from '../text/code-point-set.ts';
import { leafSet } from '../pyre/analysis/leaf-set.ts';
import type { Node, Pattern, PlainGroup, Repeat } from '../pyre/nodes.ts';
import { oncePerPart } from '../pyre/once-per-part.ts';
import { flagsBelow, flagsOf, walk, type FlagsInForce } from '../pyre/walk.ts';
import { firstOf } from './shape.ts';

/**
 * A pattern that matches somewhere in a text exactly where the given one does, and tells so sooner. Where it matches and what its groups hold may
 * differ: it is for tests alone. E.g. `.*a(\S+)b.*c *` becomes `a(?:\S+)b.*?c`
 * - what may be left out at its begin and end is left out: a match can begin later and end sooner;
 * - groups take nothing in;
 * - a loop that would run over what must follow it (`.*c`) stops at the first place where that follows: usually it stands near.
 * Backtracking tries every way in the end, so that none of this changes whether there is a match; what gives nothing back (atomic groups, possessive
 * loops, look-around) stays as it is, and so does all of a pattern that asks for its groups.
 */
export function toExistence(pattern: Pattern): Pattern {
  if (asksForGroups(pattern)) return pattern;
  const flags = flagsOf(pattern);
  const items = pattern.body.type === 'Sequence' ? pattern.body.items : [pattern.body];
  const needed = withoutEnd(withoutBegin(items, flags), flags);
  return {
    ...pattern,
    body: rewriteSequence({ type: 'Sequence', span: pattern.body.span, items: needed }, flags, unknown),
  };
}

function asksForGroups(pattern: Pattern): boolean {
  let asks = false;
  walk(pattern, ({ type }) => void (asks ||= type === 'BackReference' || type === 'Conditional'));
  return asks;
}

/**
 * Only loops over single characters: a loop of loops may backtrack without end, and then fail2ban does so in every such line. Whoever writes it is to be
 * told, so it must not disappear here.
 */
function isSimpleLoop(node: Node | undefined, flags: FlagsInForce): node is Repeat {
  return node?.type === 'Repeat' && leafSet(node.item, flags) !== undefined;
}

function withoutBegin(items: readonly Node[], flags: FlagsInForce): readonly Node[] {
  const [first, ...rest] = items;
  if (first?.type === 'GlobalFlags' || first?.type === 'Comment') return [first, ...withoutBegin(rest, flags)];
  // A possessive loop takes all that it can, wherever the match begins.
  if (!isSimpleLoop(first, flags) || first.mode === 'possessive') return items;
  return first.min === 0 ? withoutBegin(rest, flags) : [{ ...first, max: first.min }, ...rest];
}

function withoutEnd(items: readonly Node[], flags: FlagsInForce): readonly Node[] {
  const last = items.at(-1);
  if (!isSimpleLoop(last, flags)) return items;
  return last.min === 0 ? withoutEnd(items.slice(0, -1), flags) : [...items.slice(0, -1), { ...last, max: last.min }];
}

/** What stands behind a node: the characters that it can begin with, worked out when asked for; undefined where it may be empty. */
type Follow = () => CodePointSet | undefined;

const unknown: Follow = () => undefined;

/** More characters than this are met too soon. */
const fewCharacters = 8;

function rewrite(node: Node, flags: FlagsInForce, follow: Follow): Node {
  switch (node.type) {
    case 'Sequence':
      return rewriteSequence(node, flags, follow);
    case 'Alternation':
      // A choice between single characters is one set for V8.
      return leafSet(node, flags)
        ? node
        : { ...node, branches: node.branches.map((branch) => rewrite(branch, flags, follow)) };
    case 'CaptureGroup':
      return plainGroup(node.span, rewrite(node.body, flags, follow));
    case 'PlainGroup':
      return rewriteGroup(node, flags)(follow);
    case 'Repeat':
      return rewriteRepeat(node, flags, follow);
    default:
      return node;
  }
}

/** For what follows it; once for all where nothing in the group asks for that. */
const rewriteGroup = oncePerPart((group: PlainGroup, flags) => {
  let whatever: Node | undefined;
  return (follow: Follow): Node => {
    if (whatever) return whatever;
    let asks = false;
    const observed: Follow = () => {
      asks = true;
      return follow();
    };
    const rewritten = { ...group, body: rewrite(group.body, flagsBelow(group, flags), observed) };
    if (!asks) whatever = rewritten;
    return rewritten;
  };
});

function rewriteSequence(node: Node & { type: 'Sequence' }, flags: FlagsInForce, follow: Follow): Node {
  const items: Node[] = [];
  let behind = follow;
  for (const item of [...node.items].reverse()) {
    items.unshift(rewrite(item, flags, behind));
    behind = before(item, flags, behind);
  }
  return { ...node, items };
}

function before(item: Node, flags: FlagsInForce, behind: Follow): Follow {
  return () => {
    const { set, passes } = firstOf(item, flags);
    const further = passes ? behind() : undefined;
    return passes ? further && unite(set, further) : set;
  };
}

function rewriteRepeat(node: Repeat, flags: FlagsInForce, follow: Follow): Node {
  if (node.mode === 'possessive') return node;
  const set = leafSet(node.item, flags);
  if (!set) return { ...node, item: rewrite(node.item, flags, unknown) };
  if (node.max !== Infinity) return node;
  const next = follow();
  const runsOver =
    next !== undefined && next.length > 0 && setSize(next) <= fewCharacters && difference(next, set).length === 0;
  return runsOver ? { ...node, mode: 'lazy' } : node;
}

function plainGroup(span: PlainGroup['span'], body: Node): PlainGroup {
  return { type: 'PlainGroup', span, add: new Set(), remove: new Set(), body };
}

import type { Node, Pattern } from '../pyre/nodes.ts';
import { children } from '../pyre/walk.ts';
import { type Note, notes } from './notes.ts';
import { canBeEmpty, isEmptyLast } from './shape.ts';

/** What is known of a group where a back-reference or a conditional asks for it. */
export type GroupState = 'set' | 'maybe';

export interface GroupStates {
  /** By the node that asks. */
  readonly states: ReadonlyMap<Node, GroupState>;
  /** Groups that are asked for where they may be unset. */
  readonly doubtful: ReadonlySet<number>;
  /** Where a search in JavaScript might find another place than in Python. */
  readonly notes: readonly Note[];
  /**
   * Where only captures might differ: JavaScript forgets a loop's captures at each turn and refuses an empty turn, Python keeps
   * the ones and takes the other once.
   */
  readonly captureNotes: readonly Note[];
}

type Groups = ReadonlySet<number>;

/** Follows all ways through a tree to see which groups are set where. */
export function groupStates(pattern: Pattern): GroupStates {
  const states = new Map<Node, GroupState>();
  const doubtful = new Set<number>();
  const found: Note[] = [];
  const captureNotes: Note[] = [];
  const asked = groupsAskedFor(pattern.body);
  const open = new Set<number>();
  follow(pattern.body, new Set(), new Set());
  return { states, doubtful, notes: found, captureNotes };

  /** Gives the groups surely set behind the node. `looped`: the groups of all loops around it. */
  function follow(node: Node, before: Groups, looped: Groups): Groups {
    if (isWithoutGroups(node)) return before;
    switch (node.type) {
      case 'Sequence':
        return node.items.reduce((set, item) => follow(item, set, looped), before);
      case 'Alternation':
        return node.branches.map((branch) => follow(branch, before, looped)).reduce(both);
      case 'CaptureGroup': {
        open.add(node.index);
        const inside = follow(node.body, before, looped);
        open.delete(node.index);
        return new Set([...inside, node.index]);
      }
      case 'PlainGroup':
      case 'AtomicGroup':
        return follow(node.body, before, looped);
      case 'LookAround': {
        const inside = follow(node.body, before, looped);
        return node.negated ? before : inside;
      }
      case 'BackReference':
        ask(node, node.index, before, looped);
        return before;
      case 'Conditional': {
        ask(node, node.index, before, looped);
        const yes = follow(node.yes, new Set([...before, node.index]), looped);
        if (before.has(node.index)) return yes;
        const no = node.no ? follow(node.no, before, looped) : before;
        return both(yes, no);
      }
      case 'Repeat': {
        if (node.max <= 1) {
          const after = follow(node.item, before, looped);
          return node.min === 0 ? before : after;
        }
        const own = groupsIn(node.item);
        const after = follow(
          node.item,
          new Set([...before].filter((group) => !own.has(group))),
          new Set([...looped, ...own]),
        );
        const forCaptures = [...own].some((group) => asked.has(group)) ? found : captureNotes;
        for (const group of own)
          if (!after.has(group)) forCaptures.push({ span: node.span, reason: notes.captureOutlivesTurn(group) });
        if (node.mode === 'possessive') {
          if (own.size > 0) forCaptures.push({ span: node.span, reason: notes.possessiveCaptures() });
        } else if (node.max > node.min && canBeEmpty(node.item)) {
          if (!isEmptyLast(node.item)) found.push({ span: node.span, reason: notes.emptyTurn() });
          else if (own.size > 0) forCaptures.push({ span: node.span, reason: notes.emptyCapture() });
        }
        return node.min === 0 ? before : new Set([...before, ...after]);
      }
      default:
        return before;
    }
  }

  function ask(node: Node, group: number, before: Groups, looped: Groups): void {
    const state: GroupState = before.has(group) ? 'set' : 'maybe';
    states.set(node, state);
    if (state === 'set') return;
    doubtful.add(group);
    if (open.has(group)) found.push({ span: node.span, reason: notes.openGroup(group) });
    if (looped.has(group)) found.push({ span: node.span, reason: notes.referenceInLoop(group) });
  }
}

export function groupsIn(node: Node): Groups {
  const groups = new Set<number>();
  collect(node, groups, (part) => (part.type === 'CaptureGroup' ? part.index : undefined));
  return groups;
}

function groupsAskedFor(node: Node): Groups {
  const groups = new Set<number>();
  collect(node, groups, (part) =>
    part.type === 'BackReference' || part.type === 'Conditional' ? part.index : undefined,
  );
  return groups;
}

/** Nothing here takes in a group or asks for one, and no loop may take an empty turn: there is nothing to follow. */
export function isWithoutGroups(node: Node): boolean {
  switch (node.type) {
    case 'CaptureGroup':
    case 'BackReference':
    case 'Conditional':
      return false;
    case 'Repeat':
      return (node.max <= 1 || !canBeEmpty(node.item)) && isWithoutGroups(node.item);
    case 'PlainGroup': {
      const known = withoutGroups.get(node);
      if (known !== undefined) return known;
      const answer = isWithoutGroups(node.body);
      withoutGroups.set(node, answer);
      return answer;
    }
    default:
      return children(node).every(isWithoutGroups);
  }
}

const withoutGroups = new WeakMap<Node, boolean>();

function collect(node: Node, groups: Set<number>, groupOf: (node: Node) => number | undefined): void {
  const group = groupOf(node);
  if (group !== undefined) groups.add(group);
  for (const child of children(node)) collect(child, groups, groupOf);
}

function both(a: Groups, b: Groups): Groups {
  return new Set([...a].filter((group) => b.has(group)));
}

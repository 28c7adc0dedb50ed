import { type CodePointSet, everything } from '../../text/code-point-set.ts';
import type { LookAround, Node, Repeat } from '../nodes.ts';
import { type FlagsInForce, flagsBelow } from '../walk.ts';
import { leafSet } from './leaf-set.ts';

/** How many ways there are: none, one, or more. */
export type Ways = 0 | 1 | 2;

/** Where a character of a match can stand in the pattern (Glushkov's automaton: one position a leaf, no empty moves). */
export interface Position {
  readonly set: CodePointSet;
  /** Index of the outermost loop around it. All positions of a loop reach each other. */
  readonly loop: number | undefined;
  readonly next: Map<number, Ways>;
}

export interface Automaton {
  readonly positions: readonly Position[];
  /** What the search begins with. */
  readonly start: ReadonlyMap<number, Ways>;
  /** Where a match can end. */
  readonly end: ReadonlyMap<number, Ways>;
  /** Each outermost loop: its part of the pattern; undefined for the search itself, which may begin anywhere. */
  readonly loops: readonly { readonly node: Node | undefined; readonly positions: number[] }[];
  /** Look-around, whose bodies are not in the automaton. */
  readonly lookArounds: readonly { readonly node: LookAround; readonly flags: FlagsInForce }[];
}

export interface AutomatonOptions {
  /** Whether a match may begin anywhere, only behind line ends, or only at the start. */
  readonly begins: 'anywhere' | 'line' | 'text';
  /** Bounded repeats up to this are written out; longer ones become loops. */
  readonly unroll: number;
  readonly maxPositions: number;
  /** What a back-reference takes, where that is one character of a known set; else it counts as any text. */
  referenceTo?(group: number): CodePointSet | undefined;
}

/** Ways through a part of the pattern. */
interface Fragment {
  readonly empty: Ways;
  readonly first: ReadonlyMap<number, Ways>;
  readonly last: ReadonlyMap<number, Ways>;
}

const emptyFragment: Fragment = { empty: 1, first: new Map(), last: new Map() };

/**
 * The automaton of `body`, with the ways between positions counted: two ways mean that backtracking tries the same text twice.
 * It takes more than the pattern does (assertions and look-around always hold, a back-reference is any text, atomic groups are
 * plain), so it never has fewer ways. Undefined where it would have more than `maxPositions`.
 */
export function createAutomaton(
  body: Node,
  flags: FlagsInForce,
  { begins, unroll, maxPositions, referenceTo }: AutomatonOptions,
): Automaton | undefined {
  const positions: Position[] = [];
  const loops: { node: Node | undefined; positions: number[] }[] = [];
  const lookArounds: { node: LookAround; flags: FlagsInForce }[] = [];
  let isTooBig = false;

  const main = sequence([entry(), build(body, flags, undefined)]);
  return isTooBig ? undefined : { positions, start: main.first, end: main.last, loops, lookArounds };

  function entry(): Fragment {
    if (begins === 'text') return emptyFragment;
    const any = loop(openLoop(undefined), 0, (at) => leaf(everything, at));
    return begins === 'anywhere' ? any : optional(sequence([any, leaf([0x0a, 0x0b], undefined)]));
  }

  function build(node: Node, flags: FlagsInForce, at: number | undefined): Fragment {
    if (isTooBig) return emptyFragment;
    const set = leafSet(node, flags);
    if (set) return leaf(set, at);
    switch (node.type) {
      case 'Sequence':
        return sequence(node.items.map((item) => build(item, flags, at)));
      case 'Alternation':
        return alternation(node.branches.map((branch) => build(branch, flags, at)));
      case 'Conditional':
        return alternation([build(node.yes, flags, at), node.no ? build(node.no, flags, at) : emptyFragment]);
      case 'CaptureGroup':
      case 'AtomicGroup':
      case 'PlainGroup':
        return build(node.body, flagsBelow(node, flags), at);
      case 'Repeat':
        return repeat(node, flags, at);
      case 'BackReference': {
        const referred = referenceTo?.(node.index);
        return referred ? leaf(referred, at) : loop(at ?? openLoop(node), 0, (inside) => leaf(everything, inside));
      }
      case 'LookAround':
        lookArounds.push({ node, flags });
        return emptyFragment;
      default:
        return emptyFragment;
    }
  }

  function repeat(node: Repeat, flags: FlagsInForce, at: number | undefined): Fragment {
    const { min, max, item } = node;
    if (max === 0) return emptyFragment;
    if (max > unroll) return loop(at ?? openLoop(node), min, (inside) => build(item, flags, inside));
    let tail: Fragment = emptyFragment;
    // From the last turn to the first, so that each optional turn holds the later ones: a(a(a)?)?
    const turns = Array.from({ length: max }, () => build(item, flags, at));
    for (let turn = max - 1; turn >= 0; turn--) {
      tail = sequence([turns[turn]!, tail]);
      if (turn >= min) tail = optional(tail);
    }
    return tail;
  }

  function openLoop(node: Node | undefined): number {
    loops.push({ node, positions: [] });
    return loops.length - 1;
  }

  /** An empty turn ends a loop, but an empty turn of those that must be may come before others. */
  function loop(index: number, min: number, body: (inside: number) => Fragment): Fragment {
    const { empty, first, last } = body(index);
    connect(last, first, 1);
    const extra = add(1, empty);
    return {
      empty: min > 0 ? times(empty, empty === 0 ? 1 : extra) : add(1, empty),
      first: min > 0 ? scale(first, extra) : first,
      last: scale(last, extra),
    };
  }

  function leaf(set: CodePointSet, at: number | undefined): Fragment {
    const index = positions.length;
    if (index >= maxPositions) isTooBig = true;
    positions.push({ set, loop: at, next: new Map() });
    if (at !== undefined) loops[at]!.positions.push(index);
    return { empty: 0, first: new Map([[index, 1]]), last: new Map([[index, 1]]) };
  }

  function sequence(parts: readonly Fragment[]): Fragment {
    return parts.reduce((a, b) => {
      connect(a.last, b.first, 1);
      return {
        empty: times(a.empty, b.empty),
        first: merge(a.first, scale(b.first, a.empty)),
        last: merge(b.last, scale(a.last, b.empty)),
      };
    }, emptyFragment);
  }

  function connect(from: ReadonlyMap<number, Ways>, to: ReadonlyMap<number, Ways>, ways: Ways): void {
    for (const [p, a] of from)
      for (const [q, b] of to) positions[p]!.next.set(q, add(positions[p]!.next.get(q) ?? 0, times(times(a, b), ways)));
  }
}

function alternation(branches: readonly Fragment[]): Fragment {
  return branches.reduce((a, b) => ({
    empty: add(a.empty, b.empty),
    first: merge(a.first, b.first),
    last: merge(a.last, b.last),
  }));
}

function optional(part: Fragment): Fragment {
  return { ...part, empty: add(part.empty, 1) };
}

function add(a: Ways, b: Ways): Ways {
  return Math.min(2, a + b) as Ways;
}

function times(a: Ways, b: Ways): Ways {
  return Math.min(2, a * b) as Ways;
}

function scale(map: ReadonlyMap<number, Ways>, ways: Ways): ReadonlyMap<number, Ways> {
  if (ways === 1) return map;
  return ways === 0 ? new Map() : new Map([...map].map(([p, a]) => [p, times(a, ways)]));
}

function merge(a: ReadonlyMap<number, Ways>, b: ReadonlyMap<number, Ways>): ReadonlyMap<number, Ways> {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  const out = new Map(a);
  for (const [p, ways] of b) out.set(p, add(out.get(p) ?? 0, ways));
  return out;
}

import type { Span } from '../../text/span.ts';
import type { Node, Pattern } from '../nodes.ts';
import { children, type FlagsInForce, flagsOf } from '../walk.ts';
import { type Anchor, anchorOf } from './anchors.ts';
import { createAtoms, doMeet, intersectBits, uniteBits } from './atoms.ts';
import { type Automaton, createAutomaton } from './automaton.ts';
import { createWidths } from './width.ts';

/**
 * How the time of a backtracking search can grow with the length of a line, at worst. It may look worse here than it is
 * (assertions, look-around and atomic groups only ever help), never better.
 */
export interface Ambiguity {
  readonly kind: 'linear' | 'polynomial' | 'exponential';
  /** 1: linear, 2: quadratic …; Infinity: exponential. */
  readonly degree: number;
  /** The repeats that cause it; none where it is linear, or where only the free start of the search does. */
  readonly spans: readonly Span[];
}

/** Bounded repeats are written out up to the first number that keeps the automaton small. */
const unrolls = [64, 16, 4, 1];
const maxPositions = 4000;
/** Steps spent on one loop before it is taken for exponential. */
const maxSteps = 2_000_000;
/** Ways through the bounded parts of a pattern that are as bad as exponential. */
const maxWays = 10_000_000;

/** E.g. `^(a+)+$`: exponential; `^.*foo.*bar`: polynomial, degree 2; `^a+b+$`: linear; `a+b`: degree 2, since it begins anywhere */
export function ambiguityOf(pattern: Pattern): Ambiguity {
  const widthOf = createWidths(pattern);
  return measure(
    pattern.body,
    flagsOf(pattern),
    anchorOf(pattern) ?? 'anywhere',
    (node) => widthOf(node).max === Infinity,
  );
}

function measure(
  body: Node,
  flags: FlagsInForce,
  begins: Anchor | 'anywhere',
  isUnbounded: (node: Node) => boolean,
): Ambiguity {
  let automaton: Automaton | undefined;
  for (const unroll of unrolls) automaton ??= createAutomaton(body, flags, { begins, unroll, maxPositions });
  if (!automaton) return exponential([body.span]);
  const own = measureAutomaton(automaton, body);
  // A look-around is run anew at each place.
  const bodies = automaton.lookArounds.map((around) => ({
    around,
    inner: measure(around.node.body, around.flags, 'text', isUnbounded),
  }));
  const worst = bodies
    .filter(({ around, inner }) => inner.degree > 1 || isUnbounded(around.node.body))
    .sort((a, b) => b.inner.degree - a.inner.degree)[0];
  if (!worst) return own;
  const spans = [...own.spans, ...(worst.inner.spans.length > 0 ? worst.inner.spans : [worst.around.node.span])];
  return ofDegree(own.degree + worst.inner.degree, spans);
}

function measureAutomaton(automaton: Automaton, body: Node): Ambiguity {
  const bits = createAtoms(automaton.positions.map(({ set }) => set));
  const wild = automaton.loops.filter(({ positions }) => isExponentialLoop(automaton, bits, positions));
  if (wild.length > 0) return exponential(wild.flatMap(({ node }) => (node ? [node.span] : [])));
  if (waysThrough(automaton, bits) > maxWays) return exponential(boundedRepeats(body));
  return longestChain(automaton, bits);
}

function exponential(spans: readonly Span[]): Ambiguity {
  return { kind: 'exponential', degree: Infinity, spans };
}

function ofDegree(degree: number, spans: readonly Span[]): Ambiguity {
  if (degree === Infinity) return exponential(spans);
  return degree === 1 ? { kind: 'linear', degree, spans: [] } : { kind: 'polynomial', degree, spans };
}

/** The outermost bounded repeats of more than one character; all of `body` where there is none. */
function boundedRepeats(body: Node): readonly Span[] {
  const find = (node: Node): Span[] => {
    const isBounded = node.type === 'Repeat' && node.max > 1 && node.max < Infinity && children(node.item).length > 0;
    return isBounded ? [node.span] : children(node).flatMap(find);
  };
  const found = find(body);
  return found.length > 0 ? found : [body.span];
}

/**
 * True where two different ways lead from a position of the loop to the same one over the same text, so that each turn doubles
 * the work. Looks for two ways that part (forward from one position) and meet again (backward to one position).
 */
function isExponentialLoop({ positions }: Automaton, bits: readonly Uint32Array[], loop: readonly number[]): boolean {
  const size = loop.length;
  const local = new Map(loop.map((position, i) => [position, i]));
  const next = loop.map((p) => [...positions[p]!.next.keys()].flatMap((q) => local.get(q) ?? []));
  if (loop.some((p) => [...positions[p]!.next].some(([q, ways]) => ways > 1 && local.has(q)))) return true;
  const before: number[][] = loop.map(() => []);
  next.forEach((targets, p) => targets.forEach((q) => before[q]!.push(p)));
  const meets = (a: number, b: number): boolean => doMeet(bits[loop[a]!]!, bits[loop[b]!]!);
  let steps = 0;
  // A pair of positions is reached over one text only where both take the same character.
  const reach = (moves: readonly (readonly number[])[], backward: boolean): Uint8Array | undefined => {
    const seen = new Uint8Array(size * size);
    const open: number[] = [];
    const visit = (a: number, b: number): void => {
      if (seen[a * size + b]) return;
      seen[a * size + b] = 1;
      open.push(a * size + b);
    };
    for (let p = 0; p < size; p++) visit(p, p);
    for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
      const a = Math.floor(pair / size);
      const b = pair % size;
      if (backward && a !== b && !meets(a, b)) continue;
      for (const c of moves[a]!)
        for (const d of moves[b]!) {
          if (++steps > maxSteps) return undefined;
          if (backward || c === d || meets(c, d)) visit(c, d);
        }
    }
    return seen;
  };
  const forward = reach(next, false);
  const back = forward && reach(before, true);
  if (!forward || !back) return true;
  for (let a = 0; a < size; a++)
    for (let b = 0; b < size; b++) if (a !== b && forward[a * size + b] && back[a * size + b]) return true;
  return false;
}

/** How many ways a search can go over one text, at most, where a loop counts as one step: what bounded repeats multiply. */
function waysThrough({ positions, start, loops }: Automaton, bits: readonly Uint32Array[]): number {
  const ways = new Float64Array(positions.length);
  const inLoops = loops.map(() => 0);
  const leaving = (next: ReadonlyMap<number, number>, from: number | undefined): number => {
    const exits = [...next].filter(([q]) => from === undefined || positions[q]!.loop !== from);
    let most = 0;
    for (const [pivot] of exits) {
      let sum = 0;
      for (const [q, count] of exits) if (q === pivot || doMeet(bits[pivot]!, bits[q]!)) sum += count * ways[q]!;
      most = Math.max(most, sum);
    }
    return most;
  };
  // Ways lead to later positions, but within a loop: its positions share the largest value.
  for (let p = positions.length - 1; p >= 0; p--) {
    const { loop, next } = positions[p]!;
    if (loop === undefined) ways[p] = Math.max(1, leaving(next, undefined));
    else {
      const members = loops[loop]!.positions;
      if (p !== members.at(-1)) continue;
      inLoops[loop] = 1 + Math.max(0, ...members.map((member) => leaving(positions[member]!.next, loop)));
      for (const member of members) ways[member] = inLoops[loop]!;
    }
  }
  return leaving(start, undefined);
}

/**
 * Loops that share text in a row multiply: `a*a*` tries every split. The degree is one more than the longest chain of loops in
 * which each can hand on to the next over characters that both take.
 */
function longestChain({ positions, loops }: Automaton, bits: readonly Uint32Array[]): Ambiguity {
  const chars = loops.map((loop) => uniteBits(loop.positions.map((p) => bits[p]!)));
  const order = loops.map((_, i) => i).sort((a, b) => loops[a]!.positions[0]! - loops[b]!.positions[0]!);
  const chains: { length: number; loops: readonly number[] }[] = loops.map((_, i) => ({ length: 0, loops: [i] }));
  for (const from of order) {
    const reached = reachFrom(from);
    for (const to of order) {
      if (to === from || !reached.has(to)) continue;
      const chain = chains[from]!;
      const shared = intersectBits(chars[from]!, chars[to]!);
      const linked = shared.some((word) => word !== 0) && reachFrom(from, shared).has(to);
      const length = chain.length + (linked ? 1 : 0);
      if (length > chains[to]!.length) chains[to] = { length, loops: [...chain.loops, ...(linked ? [to] : [])] };
    }
  }
  const longest = chains.reduce((a, b) => (b.length > a.length ? b : a), { length: 0, loops: [] as readonly number[] });
  const spans = longest.loops.flatMap((i) => (loops[i]!.node ? [loops[i]!.node!.span] : []));
  return ofDegree(longest.length + 1, spans);

  /** The loops that can be reached from the loop `from` over positions that take one of `chars`. */
  function reachFrom(from: number, chars?: Uint32Array): Set<number> {
    const reached = new Set<number>();
    const seen = new Set(loops[from]!.positions);
    const open = [...seen];
    for (let p = open.pop(); p !== undefined; p = open.pop())
      for (const q of positions[p]!.next.keys()) {
        if (seen.has(q) || (chars && !doMeet(bits[q]!, chars))) continue;
        seen.add(q);
        open.push(q);
        if (positions[q]!.loop !== undefined) reached.add(positions[q]!.loop!);
      }
    return reached;
  }
}

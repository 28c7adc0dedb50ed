import { type CodePointSet, setHas } from '../src/text/code-point-set.ts';
import { leafSet } from '../src/pyre/analysis/leaf-set.ts';
import type { Node, Pattern, Repeat } from '../src/pyre/nodes.ts';
import { flagsBelow, type FlagsInForce, flagsOf } from '../src/pyre/walk.ts';

/** A plain backtracking matcher, as slow as its pattern makes it: the measure for facts about patterns. */
interface Run {
  readonly subject: string;
  readonly groups: Map<number, string>;
  /** The sets of the leaves, worked out once a pattern. */
  readonly leaves: Map<Node, CodePointSet | undefined>;
  steps: number;
  readonly budget: number;
}

class OutOfBudget extends Error {}

/** What the plain matcher answers; undefined where it would take too long: such a text tests nothing. */
export function withinBudget<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof OutOfBudget) return undefined;
    throw error;
  }
}

type Next = (at: number) => boolean;

export interface BruteForce {
  /** True where the pattern matches all of `subject` (assertions hold as they do there). Throws after `budget` steps: to be asked `withinBudget`. */
  matchesWhole(subject: string, budget: number): boolean;
  /** How many steps it takes to find that the pattern and then something impossible does not match at `begin`. */
  stepsToFail(subject: string, budget: number, begin: number): number;
}

export function bruteForce(pattern: Pattern): BruteForce {
  const leaves = new Map<Node, CodePointSet | undefined>();
  const run = (subject: string, budget: number): Run => ({ subject, groups: new Map(), leaves, steps: 0, budget });
  return {
    matchesWhole: (subject, budget) =>
      match(run(subject, budget), pattern.body, flagsOf(pattern), 0, (at) => at === subject.length),
    stepsToFail: (subject, budget, begin) => {
      const failing = run(subject, budget);
      match(failing, pattern.body, flagsOf(pattern), begin, () => false);
      return failing.steps;
    },
  };
}

function leafOf({ leaves }: Run, node: Node, flags: FlagsInForce): CodePointSet | undefined {
  if (!leaves.has(node)) leaves.set(node, leafSet(node, flags));
  return leaves.get(node);
}

function match(run: Run, node: Node, flags: FlagsInForce, at: number, next: Next): boolean {
  if (++run.steps > run.budget) throw new OutOfBudget();
  const set = leafOf(run, node, flags);
  if (set) return at < run.subject.length && setHas(set, run.subject.charCodeAt(at)) && next(at + 1);
  const below = flagsBelow(node, flags);
  switch (node.type) {
    case 'Sequence':
      return node.items.reduceRight<Next>((rest, item) => (from) => match(run, item, below, from, rest), next)(at);
    case 'Alternation':
      return node.branches.some((branch) => match(run, branch, below, at, next));
    case 'PlainGroup':
      return match(run, node.body, below, at, next);
    case 'CaptureGroup':
      return matchCapture(run, node.index, at, (close) => match(run, node.body, below, at, close), next);
    case 'Repeat':
      return matchRepeat(run, node, below, at, 0, next);
    case 'BackReference': {
      const text = run.groups.get(node.index);
      return text !== undefined && run.subject.startsWith(text, at) && next(at + text.length);
    }
    case 'Conditional':
      return run.groups.has(node.index)
        ? match(run, node.yes, below, at, next)
        : node.no
          ? match(run, node.no, below, at, next)
          : next(at);
    case 'LookAround':
      if (node.direction === 'behind') throw new Error('brute force knows no look-behind');
      return match(run, node.body, below, at, () => true) !== node.negated && next(at);
    case 'AtomicGroup': {
      let end = -1;
      return match(run, node.body, below, at, (to) => ((end = to), true)) && next(end);
    }
    case 'Assertion':
      return holds(node.kind, run.subject, at) && next(at);
    default:
      return next(at);
  }
}

function matchCapture(run: Run, index: number, at: number, body: (close: Next) => boolean, next: Next): boolean {
  const before = run.groups.get(index);
  const found = body((to) => {
    const outer = run.groups.get(index);
    run.groups.set(index, run.subject.slice(at, to));
    if (next(to)) return true;
    restore(run.groups, index, outer);
    return false;
  });
  if (!found) restore(run.groups, index, before);
  return found;
}

function restore(groups: Map<number, string>, index: number, text: string | undefined): void {
  if (text === undefined) groups.delete(index);
  else groups.set(index, text);
}

function matchRepeat(run: Run, node: Repeat, flags: FlagsInForce, at: number, turn: number, next: Next): boolean {
  const again = (): boolean =>
    turn < node.max &&
    match(run, node.item, flags, at, (to) =>
      to === at && turn >= node.min ? false : matchRepeat(run, node, flags, to, turn + 1, next),
    );
  if (turn < node.min) return again();
  return node.mode === 'lazy' ? next(at) || again() : again() || next(at);
}

function holds(kind: string, subject: string, at: number): boolean {
  if (kind === 'line-start' || kind === 'string-start') return at === 0;
  if (kind === 'line-end' || kind === 'string-end') return at === subject.length;
  const isWordAt = (i: number): boolean => /\w/.test(subject[i] ?? ' ');
  return (isWordAt(at - 1) !== isWordAt(at)) === (kind === 'word-boundary');
}

/** All strings over `alphabet` up to `length`. */
export function allStrings(alphabet: string, length: number): string[] {
  const out = [''];
  for (let i = 0; i < out.length; i++)
    if (out[i]!.length < length) out.push(...Array.from(alphabet, (char) => out[i] + char));
  return out;
}

/** Small patterns over a, b and c, the same ones for the same seed. */
export function smallPatterns(seed: number, count: number): string[] {
  let state = seed;
  const below = (n: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % n;
  };
  const pick = (from: readonly string[]): string => from[below(from.length)]!;
  const alternation = (depth: number): string =>
    Array.from({ length: below(3) === 0 ? 2 : 1 }, () => sequence(depth)).join('|');
  const sequence = (depth: number): string =>
    Array.from(
      { length: 1 + below(3) },
      () => atom(depth) + (below(5) < 2 ? pick(['*', '+', '?', '*?', '{2}', '{1,3}', '{,2}', '+?', '{1,}']) : ''),
    ).join('');
  const atom = (depth: number): string => {
    if (depth < 3 && below(3) === 0)
      return `${pick(['(', '(?:', '(?:', '(?i:', '(?>', '(?=', '(?!'])}${alternation(depth + 1)})`;
    return pick(['a', 'a', 'b', 'c', '[ab]', '[^a]', '.', 'ab', '\\b', 'B']);
  };
  return Array.from({ length: count }, () => pick(['', '^', '^', '(?i)']) + alternation(0) + pick(['', '$']));
}

import { setHas, type CodePointSet } from '../../text/code-point-set.ts';
import type { Node, Pattern } from '../nodes.ts';
import { type FlagsInForce, flagsBelow, flagsOf } from '../walk.ts';
import { leafSet } from './leaf-set.ts';

/** A piece of a pattern: sets of characters in a row, with choices and counted repeats, but nothing that goes on without end. */
export type Factor = Measures &
  (
    | { readonly kind: 'set'; readonly set: CodePointSet }
    | { readonly kind: 'sequence'; readonly items: readonly Factor[] }
    | { readonly kind: 'choice'; readonly branches: readonly Factor[] }
    | { readonly kind: 'repeat'; readonly item: Factor; readonly min: number; readonly max: number }
  );

interface Measures {
  /** In how many ways a backtracking engine may go through it. */
  readonly ways: number;
  /** How rare it is: minus the binary logarithm of the chance to meet it at a place of a log. A guess. */
  readonly bits: number;
}

/** A factor that could match in more ways than this at one place might take long to fail. */
const maxWays = 64;
const maxTurns = 40;
/** Repeats without end count as so many turns. */
const sureTurns = 4;
/** A piece is met once in 2 to the power of its bits; more common ones tell too little. */
const usualBits = 8;
const newline = 0x0a;

/**
 * A piece of which every match holds a copy, the rarest one in log lines; undefined where there is none that is rare enough. It never
 * takes in a line feed. What looks around, asserts, or gives nothing back is left out: the piece then only matches more texts.
 * E.g. `^.* query: (?:a|b\.org) .*$`: ` query: (?:a|b\.org) `
 */
export function requiredFactor(pattern: Pattern, minBits = usualBits): Factor | undefined {
  const best = bestOf(collect(pattern.body, flagsOf(pattern)));
  return best && best.bits >= minBits ? best : undefined;
}

/** The pieces found so far, and the one at hand. `isWhole`: nothing was left out up to here. */
interface Collector {
  readonly done: Factor[];
  run: Factor[];
  isWhole: boolean;
}

function collect(node: Node, flags: FlagsInForce): Factor[] {
  const collector: Collector = { done: [], run: [], isWhole: true };
  add(collector, node, flags);
  finish(collector);
  return collector.done;
}

/** The node as one piece, where it can be one. */
function wholeOf(node: Node, flags: FlagsInForce): Factor | undefined {
  const collector: Collector = { done: [], run: [], isWhole: true };
  add(collector, node, flags);
  return collector.isWhole ? sequenceOf(collector.run) : undefined;
}

function add(collector: Collector, node: Node, flags: FlagsInForce): void {
  const set = leafSet(node, flags);
  if (set) {
    // A subject has its line end as the last character, a text of many lines has others behind it.
    if (setHas(set, newline)) finish(collector);
    else append(collector, single(set));
    return;
  }
  switch (node.type) {
    case 'Sequence':
      for (const item of node.items) add(collector, item, flags);
      return;
    case 'CaptureGroup':
    case 'AtomicGroup':
    case 'PlainGroup':
      return add(collector, node.body, flagsBelow(node, flags));
    case 'Repeat':
      return addRepeat(collector, node, flags);
    case 'Alternation':
      return addChoice(collector, node.branches, flags);
    case 'Conditional':
      return node.no ? addChoice(collector, [node.yes, node.no], flags) : finish(collector);
    case 'BackReference':
      return finish(collector);
    default:
      return;
  }
}

function addRepeat(collector: Collector, { min, max, item }: Node & { type: 'Repeat' }, flags: FlagsInForce): void {
  const whole = max <= maxTurns ? wholeOf(item, flags) : undefined;
  if (whole) return append(collector, repeat(whole, min, max));
  for (let turn = 0; turn < Math.min(min, sureTurns); turn++) add(collector, item, flags);
  finish(collector);
}

function addChoice(collector: Collector, branches: readonly Node[], flags: FlagsInForce): void {
  const wholes = branches.map((branch) => wholeOf(branch, flags));
  if (!wholes.includes(undefined)) return append(collector, choice(wholes.map((branch) => branch!)));
  finish(collector);
  const bests = branches.map((branch) => bestOf(collect(branch, flags)));
  if (!bests.includes(undefined)) append(collector, choice(bests.map((branch) => branch!)));
  finish(collector);
}

function append(collector: Collector, factor: Factor): void {
  if (factor.ways > maxWays) return finish(collector);
  if (waysOf([...collector.run, factor]) > maxWays) finish(collector);
  collector.run.push(factor);
}

function finish(collector: Collector): void {
  if (collector.run.length > 0) collector.done.push(sequenceOf(collector.run));
  collector.run = [];
  collector.isWhole = false;
}

function single(set: CodePointSet): Factor {
  let factor = singles.get(set);
  if (!factor) singles.set(set, (factor = { kind: 'set', set, ways: 1, bits: -Math.log2(Math.min(1, chanceOf(set))) }));
  return factor;
}

/** The same few sets make all pieces, and a set can be long. */
const singles = new WeakMap<CodePointSet, Factor>();

function sequenceOf(items: readonly Factor[]): Factor {
  return items.length === 1
    ? items[0]!
    : { kind: 'sequence', items, ways: waysOf(items), bits: items.reduce((sum, { bits }) => sum + bits, 0) };
}

function choice(branches: readonly Factor[]): Factor {
  const ways = branches.reduce((sum, branch) => sum + branch.ways, 0);
  return {
    kind: 'choice',
    branches,
    ways,
    bits: -Math.log2(branches.reduce((chance, { bits }) => chance + 2 ** -bits, 0)),
  };
}

function repeat(item: Factor, min: number, max: number): Factor {
  let ways = 0;
  for (let turns = min; turns <= max && ways <= maxWays; turns++) ways += item.ways ** turns;
  return { kind: 'repeat', item, min, max, ways, bits: min * item.bits };
}

function waysOf(items: readonly Factor[]): number {
  return items.reduce((product, { ways }) => product * ways, 1);
}

function bestOf(factors: readonly Factor[]): Factor | undefined {
  return factors.reduce<Factor | undefined>(
    (best, factor) => (best && best.bits >= factor.bits ? best : factor),
    undefined,
  );
}

/** The chance of a character of the set at a place of a log line. */
function chanceOf(set: CodePointSet): number {
  let chance = 1e-4;
  for (let i = 0; i < set.length; i += 2) {
    const [start, end] = [set[i]!, set[i + 1]!];
    if (start < 128) chance += chanceBelow(Math.min(end, 128)) - chanceBelow(start);
    if (end > 128) chance += (end - Math.max(start, 128)) * chanceBeyondAscii;
  }
  return chance;
}

/** The chance of a character of ASCII below `codePoint`. */
function chanceBelow(codePoint: number): number {
  let sum = 0;
  for (const [start, end, chance] of chances) if (codePoint > start) sum += (Math.min(codePoint, end) - start) * chance;
  return sum;
}

const chances: readonly (readonly [start: number, end: number, chance: number])[] = [
  [0x20, 0x21, 0.12],
  [0x21, 0x2d, 0.002],
  [0x2d, 0x30, 0.02],
  [0x30, 0x3a, 0.02],
  [0x3a, 0x3b, 0.03],
  [0x3b, 0x41, 0.002],
  [0x41, 0x5b, 0.003],
  [0x5b, 0x61, 0.005],
  [0x61, 0x7b, 0.018],
  [0x7b, 0x7f, 0.0005],
];
const chanceBeyondAscii = 1e-8;

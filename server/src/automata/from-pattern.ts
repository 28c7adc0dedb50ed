import { anchorOf } from '../pyre/analysis/anchors.ts';
import { leafSet } from '../pyre/analysis/leaf-set.ts';
import type { Assertion, LookAround, Node, Pattern, Repeat } from '../pyre/nodes.ts';
import { type FlagsInForce, flagsBelow, flagsOf } from '../pyre/walk.ts';
import { type CodePointSet, complement, everything } from '../text/code-point-set.ts';
import { asciiWordSet, wordSet } from '../text/unicode.ts';
import type { Condition, Nfa, State } from './nfa.ts';

export interface NfaOptions {
  /** What to do with parts that no automaton can say (look-around of many characters, back-references, conditionals, atomic groups): take more texts than the pattern does, or fewer. */
  readonly error: 'more' | 'fewer';
  /** `search`: the texts in which a match is found; `whole`: the texts that are one (`re.fullmatch`). */
  readonly mode: 'search' | 'whole';
  /** Undefined is given for more. */
  readonly maxStates?: number;
  /** Anchors, boundaries and look-around hold everywhere: for a part that will stand in another text. */
  readonly withoutConditions?: boolean;
}

/** A part of a pattern with the flags in force there. */
export interface Part {
  readonly node: Node;
  readonly flags: FlagsInForce;
}

/** The automaton of a pattern; undefined where it would have too many states. */
export function createNfa(pattern: Pattern, options: NfaOptions): Nfa | undefined {
  return createNfaOf([{ node: pattern.body, flags: flagsOf(pattern) }], {
    ...options,
    isAnchored: anchorOf(pattern) === 'text',
  });
}

/** The automaton of parts one after the other. `isAnchored`: no match begins behind the text's start. */
export function createNfaOf(
  parts: readonly Part[],
  {
    error,
    mode,
    maxStates = 20_000,
    withoutConditions = false,
    isAnchored = false,
  }: NfaOptions & { readonly isAnchored?: boolean },
): Nfa | undefined {
  const builder = new Builder(error, maxStates, withoutConditions);
  try {
    let start = builder.sequence(parts, builder.add({ type: 'match' }));
    if (mode === 'search' && !isAnchored) start = builder.loop((again) => builder.character(everything, again), start);
    return { states: builder.states, start, isOpenEnded: mode === 'search', isExact: builder.isExact };
  } catch (error) {
    if (error instanceof TooManyStates) return undefined;
    throw error;
  }
}

class TooManyStates extends Error {}

const lineFeed: CodePointSet = [0x0a, 0x0b];

/** Each method gives the state that begins a part, made for the state behind it. */
class Builder {
  readonly states: State[] = [];
  isExact = true;
  private readonly error: NfaOptions['error'];
  private readonly maxStates: number;
  private readonly withoutConditions: boolean;

  constructor(error: NfaOptions['error'], maxStates: number, withoutConditions: boolean) {
    this.error = error;
    this.maxStates = maxStates;
    this.withoutConditions = withoutConditions;
  }

  add(state: State): number {
    if (this.states.length >= this.maxStates) throw new TooManyStates();
    return this.states.push(state) - 1;
  }

  character(set: CodePointSet, next: number): number {
    return this.add({ type: 'character', set, next });
  }

  sequence(parts: readonly Part[], next: number): number {
    return parts.reduceRight((behind, { node, flags }) => this.part(node, flags, behind), next);
  }

  /** Any number of turns, then `next`. */
  loop(turn: (again: number) => number, next: number): number {
    const again = this.add({ type: 'split', next: [] });
    this.states[again] = { type: 'split', next: [turn(again), next] };
    return again;
  }

  private split(next: readonly number[]): number {
    return next.length === 1 ? next[0]! : this.add({ type: 'split', next });
  }

  private condition(condition: Condition, next: number): number {
    return this.add({ type: 'condition', condition, next });
  }

  /** A part that is said otherwise than it is: by `more`, or by nothing at all. */
  private guess(more: () => number): number {
    this.isExact = false;
    return this.error === 'more' ? more() : this.split([]);
  }

  private part(node: Node, flags: FlagsInForce, next: number): number {
    const set = leafSet(node, flags);
    if (set) return this.character(set, next);
    const below = flagsBelow(node, flags);
    switch (node.type) {
      case 'Sequence':
        return node.items.reduceRight((behind, item) => this.part(item, below, behind), next);
      case 'Alternation':
        return this.split(node.branches.map((branch) => this.part(branch, below, next)));
      case 'CaptureGroup':
      case 'PlainGroup':
        return this.part(node.body, below, next);
      case 'AtomicGroup':
        return this.guess(() => this.part(node.body, below, next));
      case 'Repeat':
        return node.mode === 'possessive'
          ? this.guess(() => this.repeat(node, below, next))
          : this.repeat(node, below, next);
      case 'Assertion':
        return this.withoutConditions ? next : this.condition(conditionOf(node, flags), next);
      case 'LookAround':
        return this.withoutConditions ? next : this.lookAround(node, below, next);
      case 'BackReference':
        return this.guess(() => this.loop((again) => this.character(everything, again), next));
      case 'Conditional':
        return this.guess(() =>
          this.split([this.part(node.yes, below, next), node.no ? this.part(node.no, below, next) : next]),
        );
      default:
        return next;
    }
  }

  private repeat({ item, min, max }: Repeat, flags: FlagsInForce, next: number): number {
    let start = next;
    if (max === Infinity) start = this.loop((again) => this.part(item, flags, again), next);
    else for (let turn = min; turn < max; turn++) start = this.split([this.part(item, flags, start), next]);
    for (let turn = 0; turn < min; turn++) start = this.part(item, flags, start);
    return start;
  }

  /** Look-around of one character is exact; of a longer text, what its first character (or its last) says is kept. */
  private lookAround({ direction, negated, body }: LookAround, flags: FlagsInForce, next: number): number {
    const branches = branchesOf(body, flags);
    if (!negated) return this.split(branches.map((branch) => this.looksAt(branch, direction, next)));
    return branches.reduce((behind, branch) => this.looksNotAt(branch, direction, behind), next);
  }

  private looksAt({ node, flags }: Part, direction: LookAround['direction'], next: number): number {
    const items = itemsOf(node);
    if (items.length === 0) return next;
    const kind = direction === 'ahead' ? 'behind' : 'before';
    const near = direction === 'ahead' ? items[0]! : items.at(-1)!;
    const set = leafSet(near, flags);
    if (set && items.length === 1) return this.condition({ kind, set, orNothing: false }, next);
    if (set) return this.guess(() => this.condition({ kind, set, orNothing: false }, next));
    if (near.type === 'Assertion' && items.length === 1) return this.condition(conditionOf(near, flags), next);
    return this.guess(() => next);
  }

  private looksNotAt({ node, flags }: Part, direction: LookAround['direction'], next: number): number {
    const items = itemsOf(node);
    const kind = direction === 'ahead' ? 'behind' : 'before';
    const near = direction === 'ahead' ? items[0] : items.at(-1);
    const set = near && leafSet(near, flags);
    if (!set) return this.guess(() => next);
    if (items.length === 1) return this.condition({ kind, set: complement(set), orNothing: true }, next);
    this.isExact = false;
    // Nothing of the longer text can stand there where its first character does not.
    return this.error === 'more' ? next : this.condition({ kind, set: complement(set), orNothing: true }, next);
  }
}

function branchesOf(node: Node, flags: FlagsInForce): Part[] {
  if (leafSet(node, flags)) return [{ node, flags }];
  const below = flagsBelow(node, flags);
  if (node.type === 'Alternation') return node.branches.flatMap((branch) => branchesOf(branch, below));
  if (node.type === 'PlainGroup' || node.type === 'CaptureGroup') return branchesOf(node.body, below);
  const items = itemsOf(node);
  return node.type === 'Sequence' && items.length === 1 ? branchesOf(items[0]!, below) : [{ node, flags: below }];
}

/** What stands in a row, without what takes nothing and says nothing. */
function itemsOf(node: Node): readonly Node[] {
  const items = node.type === 'Sequence' ? node.items : [node];
  return items.filter(({ type }) => type !== 'Comment' && type !== 'GlobalFlags');
}

function conditionOf({ kind }: Assertion, { multiline, ascii }: FlagsInForce): Condition {
  switch (kind) {
    case 'string-start':
      return { kind: 'text-start' };
    case 'string-end':
      return { kind: 'text-end' };
    case 'line-start':
      return multiline ? { kind: 'before', set: lineFeed, orNothing: true } : { kind: 'text-start' };
    case 'line-end':
      return multiline ? { kind: 'behind', set: lineFeed, orNothing: true } : { kind: 'last-line-end' };
    case 'word-boundary':
    case 'not-word-boundary':
      return { kind: 'boundary', set: ascii ? asciiWordSet : wordSet(), negated: kind === 'not-word-boundary' };
  }
}

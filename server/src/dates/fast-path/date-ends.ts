import { intersect, setHas, type CodePointSet } from '../../text/code-point-set.ts';
import { createAutomaton, type Automaton } from '../../pyre/analysis/automaton.ts';
import type { Node, Pattern } from '../../pyre/nodes.ts';
import { children, flagsOf } from '../../pyre/walk.ts';
import type { LeafSets } from './leaf-sets.ts';

/**
 * Tells how far a match of a template hangs on what stands around it, so that the next line need not be searched where it reads the same.
 * All of it from the automaton of group 1, which never has fewer ways than the regex.
 */
export interface DateEnds {
  /** For a match of `cutText` with the character `next` behind it. `steady`: places of digits that may be others, up to `last` (a character). */
  around(
    cutText: string,
    next: number,
    steady: readonly { readonly at: number; readonly last: number }[],
  ): Surroundings;
  /** Whether a match may hold this character (below 128) at all. */
  mayHold(character: number): boolean;
}

export interface Surroundings {
  /** Whether the other digits lead to the same matches. */
  readonly isAnyDigit: boolean;
  /**
   * Which second character behind the match (below 128) would let a match go on there: 1 for each. Undefined where a longer match might be
   * found whatever follows.
   */
  readonly goesOn: Uint8Array | undefined;
}

const maxPositions = 400;
const codes = 128;
const zero = 0x30;
const digits: CodePointSet = [zero, 0x3a];

/** Undefined for a body that is too large to be looked through, or one that repeats a digit it found before. */
export function createDateEnds(body: Node, pattern: Pattern, leafOf: LeafSets): DateEnds | undefined {
  if (repeatsDigits(body, leafOf)) return undefined;
  const automaton = createAutomaton(body, flagsOf(pattern), {
    begins: 'text',
    unroll: 32,
    maxPositions,
    referenceTo: leafOf.ofGroup,
  });
  if (!automaton) return undefined;
  const asciiOf = createAsciiSets(automaton);
  /** Before each character of the text and behind the last: the positions that may take what comes next. */
  const walk = (text: string): number[][] => {
    const steps = [[...automaton.start.keys()]];
    for (let i = 0; i < text.length; i++)
      steps.push(
        followers(
          automaton,
          steps[i]!.filter((position) => asciiOf(position)[text.charCodeAt(i)] === 1),
        ),
      );
    return steps;
  };
  return {
    around(cutText, next, steady) {
      const steps = walk(cutText);
      const isAnyDigit = steady.every(({ at, last }) =>
        steps[at]!.every((position) => takesAllOrNone(asciiOf(position), last)),
      );
      return { isAnyDigit, goesOn: goingOn(next, steps.at(-1)!) };
    },
    mayHold: (character) => automaton.positions.some((_, position) => asciiOf(position)[character] === 1),
  };

  function goingOn(next: number, behind: readonly number[]): Uint8Array | undefined {
    const mask = new Uint8Array(codes);
    for (const position of behind) {
      if (asciiOf(position)[next] === 0) continue;
      if (automaton!.end.has(position)) return undefined;
      for (const later of automaton!.positions[position]!.next.keys())
        asciiOf(later).forEach((has, code) => (mask[code]! |= has));
    }
    return mask;
  }
}

/** The characters below 128 that each position takes: 1 for each. */
function createAsciiSets({ positions }: Automaton): (position: number) => Uint8Array {
  const known: (Uint8Array | undefined)[] = [];
  return (position) =>
    (known[position] ??= Uint8Array.from({ length: codes }, (_, code) =>
      setHas(positions[position]!.set, code) ? 1 : 0,
    ));
}

function repeatsDigits(node: Node, leafOf: LeafSets): boolean {
  if (node.type !== 'BackReference') return children(node).some((child) => repeatsDigits(child, leafOf));
  const referred = leafOf.ofGroup(node.index);
  return referred === undefined || intersect(referred, digits).length > 0;
}

function followers({ positions }: Automaton, reached: readonly number[]): number[] {
  if (reached.length === 1) return [...positions[reached[0]!]!.next.keys()];
  return [...new Set(reached.flatMap((position) => [...positions[position]!.next.keys()]))];
}

function takesAllOrNone(set: Uint8Array, last: number): boolean {
  for (let code = zero + 1; code <= last; code++) if (set[code] !== set[zero]) return false;
  return true;
}

import { intersect, setHas, type CodePointSet } from '../../text/code-point-set.ts';
import { createAutomaton, type Automaton } from '../../pyre/facts/automaton.ts';
import type { Node, Pattern } from '../../pyre/nodes.ts';
import { children, flagsOf } from '../../pyre/walk.ts';
import { isDigitCode, isWordCode } from './char-codes.ts';
import type { LeafSets } from './leaf-sets.ts';

/**
 * Tells how far a match of a template hangs on what stands around it, so that the next line need not be searched where it reads the same.
 * All of it from the automaton of group 1, which never has fewer ways than the regex.
 */
export interface DateEnds {
  /**
   * For a match of `cutText` with the character `next` behind it: which second character behind it (below 128) would let a match go on
   * there. Undefined where a longer match might be found whatever follows, or where the end does not depend on `next` alone.
   */
  goingOn(cutText: string, next: number): Uint8Array | undefined;
  /** Whether every digit (up to 5 for those at `tens`) in each of the places leads to the same matches. */
  isAnyDigit(cutText: string, places: readonly number[], tens: readonly number[]): boolean;
}

const maxPositions = 400;
const codes = 128;
const digits: CodePointSet = [0x30, 0x3a];

/** Undefined for a body that is too large to be looked through, or one that repeats a digit it found before. */
export function createDateEnds(body: Node, pattern: Pattern, leafOf: LeafSets): DateEnds | undefined {
  if (repeatsDigits(body, leafOf)) return undefined;
  const automaton = createAutomaton(body, flagsOf(pattern), { begins: 'text', unroll: 32, maxPositions, referenceTo: leafOf.ofGroup });
  if (!automaton) return undefined;
  const { positions } = automaton;
  /** The positions that may take the character behind those before, whether they take it or not. */
  const candidates = (text: string, at: number): number[] => {
    let reached: Iterable<number> = automaton.start.keys();
    for (let i = 0; i < at; i++) reached = followers(automaton, takers(automaton, reached, text.charCodeAt(i)));
    return [...reached];
  };
  return {
    goingOn(cutText, next) {
      if (isWordCode(next) || !isWordCode(cutText.charCodeAt(cutText.length - 1))) return undefined;
      const mask = new Uint8Array(codes);
      for (const position of takers(automaton, candidates(cutText, cutText.length), next)) {
        if (automaton.end.has(position)) return undefined;
        for (const later of positions[position]!.next.keys()) for (let code = 0; code < codes; code++) if (setHas(positions[later]!.set, code)) mask[code] = 1;
      }
      return mask;
    },
    isAnyDigit: (cutText, places, tens) =>
      places.every((place) => {
        const last = tens.includes(place) ? 0x35 : 0x39;
        return isDigitCode(cutText.charCodeAt(place)) && candidates(cutText, place).every((position) => takesAllOrNone(automaton, position, last));
      }),
  };
}

function repeatsDigits(node: Node, leafOf: LeafSets): boolean {
  if (node.type !== 'BackReference') return children(node).some((child) => repeatsDigits(child, leafOf));
  const referred = leafOf.ofGroup(node.index);
  return referred === undefined || intersect(referred, digits).length > 0;
}

function takers({ positions }: Automaton, reached: Iterable<number>, code: number): number[] {
  return [...reached].filter((position) => setHas(positions[position]!.set, code));
}

function followers({ positions }: Automaton, reached: readonly number[]): Set<number> {
  return new Set(reached.flatMap((position) => [...positions[position]!.next.keys()]));
}

function takesAllOrNone({ positions }: Automaton, position: number, last: number): boolean {
  const { set } = positions[position]!;
  const takesZero = setHas(set, 0x30);
  for (let code = 0x31; code <= last; code++) if (setHas(set, code) !== takesZero) return false;
  return true;
}

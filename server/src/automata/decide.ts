import type { Alphabet } from './alphabet.ts';
import { type Dfa, OutOfBudget } from './dfa.ts';

/** One automaton of a question, and whether the texts looked for are to be taken by it. */
export interface Wanted {
  readonly dfa: Dfa;
  readonly taken: boolean;
}

/** `found`: a shortest text; `none`: proved that there is none; `undecided`: the budget was spent. */
export type Answer = ({ readonly kind: 'found'; readonly text: string } | { readonly kind: 'none' | 'undecided' }) & {
  /** What it took. */
  readonly steps: number;
};

export interface DecideOptions {
  /** Steps that it may take. */
  readonly maxSteps?: number;
}

/**
 * Looks for a text that every automaton takes, or does not take, as it is wanted: breadth first over the states in which they are together. All of them
 * are of one alphabet. With this, emptiness is one automaton, intersection several, and inclusion of `a` in `b` one that is taken and one that is not.
 */
export function findText(
  wanted: readonly Wanted[],
  alphabet: Alphabet,
  { maxSteps = 500_000 }: DecideOptions = {},
): Answer {
  const spent = { steps: 0 };
  try {
    const text = search(wanted, alphabet, maxSteps, spent);
    return text === undefined ? { kind: 'none', ...spent } : { kind: 'found', text, ...spent };
  } catch (error) {
    if (error instanceof OutOfBudget) return { kind: 'undecided', ...spent };
    throw error;
  }
}

/** Whether a text is taken. */
export function takes(dfa: Dfa, alphabet: Alphabet, text: string): boolean {
  let state = dfa.start;
  for (const char of text) state = dfa.step(state, alphabet.classOf(char.codePointAt(0)!));
  return dfa.accepts(state);
}

interface Step {
  readonly states: readonly number[];
  readonly from: number;
  readonly character: number;
}

function search(
  wanted: readonly Wanted[],
  alphabet: Alphabet,
  maxSteps: number,
  spent: { steps: number },
): string | undefined {
  const steps: Step[] = [{ states: wanted.map(({ dfa }) => dfa.start), from: -1, character: 0 }];
  const seen = new Set<number | string>([keyOf(steps[0]!.states)]);
  for (let at = 0; at < steps.length; at++) {
    const { states } = steps[at]!;
    if (wanted.every(({ dfa, taken }, i) => dfa.accepts(states[i]!) === taken)) return textTo(steps, at, alphabet);
    for (let next = 0; next < alphabet.size; next++) {
      if ((spent.steps += wanted.length) > maxSteps) throw new OutOfBudget();
      const reached = wanted.map(({ dfa }, i) => dfa.step(states[i]!, next));
      if (wanted.some(({ dfa, taken }, i) => (taken ? dfa.isDead(reached[i]!) : dfa.isSettled(reached[i]!)))) continue;
      const key = keyOf(reached);
      if (seen.has(key)) continue;
      seen.add(key);
      steps.push({ states: reached, from: at, character: next });
    }
  }
  return undefined;
}

/** Three numbers of states fit into one number. */
function keyOf(states: readonly number[]): number | string {
  if (states.length > 3 || states.some((state) => state > 0x1ffff)) return states.join();
  return states.reduce((key, state) => key * 0x20000 + state, 0);
}

function textTo(steps: readonly Step[], last: number, { shown }: Alphabet): string {
  const codePoints: number[] = [];
  for (let at = last; steps[at]!.from >= 0; at = steps[at]!.from) codePoints.push(shown[steps[at]!.character]!);
  return String.fromCodePoint(...codePoints.reverse());
}

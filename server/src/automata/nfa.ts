import type { CodePointSet } from '../text/code-point-set.ts';

/** What holds between two characters, whatever is taken. */
export type Condition =
  /** Nothing stands before. */
  | { readonly kind: 'text-start' }
  /** Nothing stands behind. */
  | { readonly kind: 'text-end' }
  /** Nothing stands behind, or one line feed that is the last character: `$`. */
  | { readonly kind: 'last-line-end' }
  /** A character of the set stands before (or nothing does). */
  | { readonly kind: 'before'; readonly set: CodePointSet; readonly orNothing: boolean }
  /** A character of the set stands behind (or nothing does). */
  | { readonly kind: 'behind'; readonly set: CodePointSet; readonly orNothing: boolean }
  /** One neighbour is a character of the set and the other is not, or (negated) not so. Quirk: neither holds in an empty text. */
  | { readonly kind: 'boundary'; readonly set: CodePointSet; readonly negated: boolean };

export type State =
  | { readonly type: 'character'; readonly set: CodePointSet; readonly next: number }
  | { readonly type: 'split'; readonly next: readonly number[] }
  | { readonly type: 'condition'; readonly condition: Condition; readonly next: number }
  | { readonly type: 'match' };

/** A nondeterministic automaton: states by number. A split without ways on is a dead end. */
export interface Nfa {
  readonly states: readonly State[];
  readonly start: number;
  /** A match may be followed by any text. */
  readonly isOpenEnded: boolean;
  /** It takes just what the pattern takes; else it takes more or less, as it was asked for. */
  readonly isExact: boolean;
}

/** Every set of code points that an automaton asks for. */
export function setsOf({ states }: Nfa): CodePointSet[] {
  return states.flatMap((state) => {
    if (state.type === 'character') return [state.set];
    return state.type === 'condition' && 'set' in state.condition ? [state.condition.set] : [];
  });
}

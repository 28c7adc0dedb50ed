import { createAlphabet } from './alphabet.ts';
import { createDfa, type Dfa, OutOfBudget } from './dfa.ts';
import { type Nfa, setsOf } from './nfa.ts';

/** Tells whether an automaton takes a text, one look at each character and no way back: the time grows with the text's length alone. */
export interface TextTest {
  /** It may be stopped at any moment and asked again. Throws `OutOfBudget` where one step takes more states than there may be at a time. */
  takes(text: string): boolean;
}

export interface TextTestOptions {
  /** States that are held at a time; then all but the one at hand are forgotten. */
  readonly maxStates?: number;
}

/** What states are made of takes some 15 bytes each, their rows a few megabytes. */
const maxElements = 2_000_000;

export function createTextTest(nfa: Nfa, { maxStates = 10_000 }: TextTestOptions = {}): TextTest {
  return new TableTest(nfa, maxStates);
}

/** What stands in a table in place of the next state's row. */
const unknown = 0;
const dead = -1;
const settled = -2;

/** What is known of the states so far, replaced as a whole. State n's row begins at `(n + 1) * size`, and says for each class where the next state's row begins. */
interface Known {
  readonly dfa: Dfa;
  readonly table: Int32Array;
}

class TableTest implements TextTest {
  private known: Known;
  private readonly size: number;
  private readonly asciiClasses: Uint16Array;
  private readonly classOf: (codePoint: number) => number;

  constructor(nfa: Nfa, maxStates: number) {
    const alphabet = createAlphabet(setsOf(nfa));
    this.size = alphabet.size;
    this.classOf = alphabet.classOf;
    this.asciiClasses = Uint16Array.from({ length: 128 }, (_, code) => alphabet.classOf(code));
    const dfa = createDfa(nfa, alphabet, maxStates, maxElements);
    this.known = { dfa, table: new Int32Array((dfa.start + 2) * alphabet.size) };
  }

  takes(text: string): boolean {
    const { asciiClasses, size } = this;
    let { table } = this.known;
    let at = this.rowOf(this.known.dfa, this.known.dfa.start);
    if (at < 0) return at === settled;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      let characterClass: number;
      if (code < 128) characterClass = asciiClasses[code]!;
      else {
        const codePoint = text.codePointAt(i)!;
        if (codePoint > 0xffff) i++;
        characterClass = this.classOf(codePoint);
      }
      let next = table[at + characterClass]!;
      if (next === unknown) {
        next = this.learn(at / size - 1, characterClass);
        ({ table } = this.known);
      }
      if (next < 0) return next === settled;
      at = next;
    }
    return this.known.dfa.accepts(at / size - 1);
  }

  private rowOf(dfa: Dfa, state: number): number {
    if (dfa.isDead(state)) return dead;
    return dfa.isSettled(state) ? settled : (state + 1) * this.size;
  }

  /** Fills one place of a state's row, and gives what stands there. */
  private learn(state: number, characterClass: number): number {
    try {
      return this.fill(this.known, state, characterClass);
    } catch (error) {
      if (!(error instanceof OutOfBudget)) throw error;
      const { dfa, state: same } = this.known.dfa.renewed(state);
      return this.fill({ dfa, table: new Int32Array(0) }, same, characterClass);
    }
  }

  private fill({ dfa, table }: Known, state: number, characterClass: number): number {
    const { size } = this;
    const next = this.rowOf(dfa, dfa.stepOnce(state, characterClass));
    const place = (state + 1) * size + characterClass;
    const needed = Math.max(place - characterClass, next) + size;
    let filled = table;
    if (needed > table.length) {
      filled = new Int32Array(Math.max(needed, 2 * table.length));
      filled.set(table);
    }
    filled[place] = next;
    this.known = { dfa, table: filled };
    return next;
  }
}

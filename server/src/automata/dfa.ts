import type { Alphabet } from './alphabet.ts';
import type { Condition, Nfa } from './nfa.ts';

/** A deterministic automaton whose states are made when they are first asked for. States are numbers. */
export interface Dfa {
  readonly start: number;
  /** The state behind one more character of a class. Works out those of all classes at once, and keeps them. Throws `OutOfBudget`. */
  step(state: number, characterClass: number): number;
  /** The same, worked out for this class alone, each time anew. */
  stepOnce(state: number, characterClass: number): number;
  /** Whether the text read so far is taken, if it ends here. */
  accepts(state: number): boolean;
  /** Nothing is taken, whatever follows. It may be so elsewhere, too. */
  isDead(state: number): boolean;
  /** Everything is taken, whatever follows. It may be so elsewhere, too. */
  isSettled(state: number): boolean;
  /** The same automaton with no more states than its start and this one: to go on with where the budget is spent. */
  renewed(state: number): { readonly dfa: Dfa; readonly state: number };
}

/** The states or steps that one question may cost are spent: nothing is decided. */
export class OutOfBudget extends Error {}

/** What of a text is left behind a `$` that holds: nothing is known; one line feed and no more; nothing more. */
const Left = { anything: 0, lineFeed: 1, nothing: 2 } as const;
type Left = number;
const layers = 3;
/** What `next` is at the end of the text. */
const end = -1;

/** `maxElements`: how many numbers all states together may be lists of. */
export function createDfa(nfa: Nfa, alphabet: Alphabet, maxStates = 10_000, maxElements = Infinity): Dfa {
  return new LazyDfa(nfa, alphabet, maxStates, maxElements);
}

/**
 * Subsets of the NFA's states, each with what the character before was as far as conditions ask for it. An element is `state * layers + Left`;
 * splits are gone through when an element is added, conditions when the next character is known.
 */
class LazyDfa implements Dfa {
  readonly start: number;
  private readonly subsets: { readonly elements: readonly number[]; readonly before: number }[] = [];
  private readonly tables: (Int32Array | undefined)[] = [];
  private readonly accepting: (boolean | undefined)[] = [];
  private readonly known = new Map<string, number>();
  /** The classes that a character state takes. */
  private readonly members: (readonly number[] | undefined)[];
  /** The classes that conditions cannot tell apart as the next one have the same number; the line feed has one of its own. */
  private readonly nextKinds: Uint16Array;
  private readonly closures: (readonly number[] | undefined)[] = [];
  private readonly conditions: (CompiledCondition | undefined)[];
  /** What conditions can tell of the character before: each class's kind; the last kind is the text's start. */
  private readonly kinds: Uint16Array;
  private readonly startKind: number;

  private readonly nfa: Nfa;
  private readonly alphabet: Alphabet;
  private readonly maxStates: number;
  private readonly maxElements: number;
  private elementCount = 0;

  constructor(nfa: Nfa, alphabet: Alphabet, maxStates: number, maxElements: number) {
    this.nfa = nfa;
    this.alphabet = alphabet;
    this.maxStates = maxStates;
    this.maxElements = maxElements;
    const lists = new Map<Uint8Array, readonly number[]>();
    this.members = nfa.states.map((state) => {
      if (state.type !== 'character') return undefined;
      const members = alphabet.classesOf(state.set);
      const list = lists.get(members) ?? [...members.keys()].filter((one) => members[one] === 1);
      lists.set(members, list);
      return list;
    });
    const { kinds, count, examples } = kindsOf(nfa, alphabet, ['before', 'boundary']);
    this.nextKinds = kindsOf(nfa, alphabet, ['behind', 'boundary'], [alphabet.lineFeed]).kinds;
    this.kinds = kinds;
    this.startKind = count;
    this.conditions = nfa.states.map((state) =>
      state.type === 'condition' ? compileCondition(state.condition, alphabet, examples) : undefined,
    );
    const elements = new Set<number>();
    this.addElement(nfa.start * layers, elements);
    this.start = this.stateOf(elements, this.startKind);
  }

  step(state: number, characterClass: number): number {
    const table = (this.tables[state] ??= this.computeSteps(state));
    return table[characterClass]!;
  }

  stepOnce(state: number, characterClass: number): number {
    const { nfa, alphabet } = this;
    const elements = new Set<number>();
    for (const element of this.reachedAt(state, characterClass)) {
      const number = Math.floor(element / layers);
      const it = nfa.states[number]!;
      const left = leftBehind(element % layers, characterClass === alphabet.lineFeed);
      if (left === undefined) continue;
      if (it.type === 'character') {
        if (alphabet.classesOf(it.set)[characterClass] === 1) this.addElement(it.next * layers + left, elements);
      } else if (it.type === 'match' && nfa.isOpenEnded) this.addElement(number * layers + left, elements);
    }
    return this.stateOf(elements, this.kinds[characterClass]!);
  }

  accepts(state: number): boolean {
    return (this.accepting[state] ??= this.reachedAt(state, end).some(
      (element) =>
        this.nfa.states[Math.floor(element / layers)]!.type === 'match' && element % layers !== Left.lineFeed,
    ));
  }

  isDead(state: number): boolean {
    return this.subsets[state]!.elements.length === 0;
  }

  isSettled(state: number): boolean {
    const { elements } = this.subsets[state]!;
    return this.nfa.isOpenEnded && elements.length === 1 && this.isOpenMatch(elements[0]!);
  }

  /** The steps of a state over every class at once: most classes lead to the same few states. */
  private computeSteps(state: number): Int32Array {
    const { alphabet, nextKinds } = this;
    const table = new Int32Array(alphabet.size);
    const reached = new Map<number, number[][]>();
    const states = new Map<string, number>();
    for (let next = 0; next < alphabet.size; next++) {
      const nextKind = nextKinds[next]!;
      let targets = reached.get(nextKind);
      if (!targets) reached.set(nextKind, (targets = this.targetsOf(this.reachedAt(state, next), next)));
      const found = targets[next] ?? [];
      const kind = this.kinds[next]!;
      const key = `${kind}:${found.join()}`;
      let target = states.get(key);
      if (target === undefined) {
        const elements = new Set<number>();
        for (const element of found) this.addElement(element, elements);
        states.set(key, (target = this.stateOf(elements, kind)));
      }
      table[next] = target;
    }
    return table;
  }

  /** Where the elements lead, by class. `next`: one of the classes that conditions cannot tell apart as the next one. */
  private targetsOf(elements: readonly number[], next: number): number[][] {
    const { nfa, alphabet } = this;
    const isLineFeed = next === alphabet.lineFeed;
    const targets: number[][] = [];
    const add = (target: number, characterClass: number): void => void (targets[characterClass] ??= []).push(target);
    for (const element of elements) {
      const number = Math.floor(element / layers);
      const it = nfa.states[number]!;
      const left = leftBehind(element % layers, isLineFeed);
      if (left === undefined) continue;
      if (it.type === 'character') {
        for (const one of this.members[number]!) add(it.next * layers + left, one);
      } else if (it.type === 'match' && nfa.isOpenEnded)
        for (let one = 0; one < alphabet.size; one++) add(number * layers + left, one);
    }
    return targets;
  }

  /** The elements of a state, and those behind the conditions that hold before `next`. */
  private reachedAt(state: number, next: number): readonly number[] {
    const { elements, before } = this.subsets[state]!;
    const { states } = this.nfa;
    if (!elements.some((element) => states[Math.floor(element / layers)]!.type === 'condition')) return elements;
    const all = new Set(elements);
    // Elements that are added on the way are visited, too.
    for (const element of all) {
      const number = Math.floor(element / layers);
      const condition = this.conditions[number];
      const it = states[number]!;
      if (!condition || it.type !== 'condition') continue;
      const left = condition(before, next, element % layers);
      if (left !== undefined) this.addElement(it.next * layers + left, all);
    }
    return [...all];
  }

  private addElement(element: number, elements: Set<number>): void {
    const left = element % layers;
    for (const state of this.closureOf(Math.floor(element / layers))) elements.add(state * layers + left);
  }

  /** What a state comes to through splits. */
  private closureOf(state: number): readonly number[] {
    const known = this.closures[state];
    if (known) return known;
    const found: number[] = [];
    const seen = new Set<number>();
    const open = [state];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const it = this.nfa.states[at]!;
      if (it.type === 'split') open.push(...it.next);
      else found.push(at);
    }
    return (this.closures[state] = found);
  }

  private isOpenMatch(element: number): boolean {
    return element % layers === Left.anything && this.nfa.states[element / layers]!.type === 'match';
  }

  renewed(state: number): { dfa: Dfa; state: number } {
    const dfa = new LazyDfa(this.nfa, this.alphabet, this.maxStates, this.maxElements);
    const { elements, before } = this.subsets[state]!;
    return { dfa, state: dfa.stateOf(new Set(elements), before) };
  }

  private stateOf(found: ReadonlySet<number>, before: number): number {
    const open = this.nfa.isOpenEnded ? [...found].find((element) => this.isOpenMatch(element)) : undefined;
    const elements = open === undefined ? [...found].sort((a, b) => a - b) : [open];
    const asksBefore = elements.some((element) => this.conditions[Math.floor(element / layers)]);
    const kind = asksBefore ? before : this.startKind;
    const key = `${kind}:${elements.join()}`;
    let state = this.known.get(key);
    if (state === undefined) {
      state = this.subsets.length;
      if (state >= this.maxStates || this.elementCount + elements.length > this.maxElements) throw new OutOfBudget();
      this.elementCount += elements.length;
      this.subsets.push({ elements, before: kind });
      // Last: a search may be stopped at any point, and what is half made must not be found.
      this.known.set(key, state);
    }
    return state;
  }
}

/** What is left of the text where the condition holds; undefined where it does not. `before`: a kind; `next`: a class or the text's end. */
type CompiledCondition = (before: number, next: number, left: Left) => Left | undefined;

/** `examples`: a class of each kind; the kind behind the last one is the text's start. */
function compileCondition(condition: Condition, alphabet: Alphabet, examples: readonly number[]): CompiledCondition {
  const start = examples.length;
  switch (condition.kind) {
    case 'text-start':
      return (before, _next, left) => (before === start ? left : undefined);
    case 'text-end':
      return (_before, next, left) => (next === end ? left : undefined);
    case 'last-line-end':
      return (_before, next, left) => {
        if (next === end || left === Left.lineFeed) return left;
        return next === alphabet.lineFeed && left === Left.anything ? Left.lineFeed : undefined;
      };
    case 'before': {
      const members = alphabet.classesOf(condition.set);
      const { orNothing } = condition;
      return (before, _next, left) =>
        (before === start ? orNothing : members[examples[before]!] === 1) ? left : undefined;
    }
    case 'behind': {
      const members = alphabet.classesOf(condition.set);
      const { orNothing } = condition;
      return (_before, next, left) => ((next === end ? orNothing : members[next] === 1) ? left : undefined);
    }
    case 'boundary': {
      const members = alphabet.classesOf(condition.set);
      return (before, next, left) => {
        if (before === start && next === end) return undefined;
        const isBefore = before !== start && members[examples[before]!] === 1;
        const isBehind = next !== end && members[next] === 1;
        return (isBefore !== isBehind) !== condition.negated ? left : undefined;
      };
    }
  }
}

/** What is left of the text behind one more character; undefined where none may follow. */
function leftBehind(left: Left, isLineFeed: boolean): Left | undefined {
  if (left === Left.nothing || (left === Left.lineFeed && !isLineFeed)) return undefined;
  return left === Left.anything ? Left.anything : Left.nothing;
}

/** Classes in kinds that conditions of some kinds cannot tell apart; each of the `apart` has a kind of its own. With a class of each kind. */
function kindsOf(
  nfa: Nfa,
  alphabet: Alphabet,
  of: readonly Condition['kind'][],
  apart: readonly number[] = [],
): { kinds: Uint16Array; count: number; examples: number[] } {
  const asked = nfa.states.flatMap((state) => {
    if (state.type !== 'condition' || !of.includes(state.condition.kind) || !('set' in state.condition)) return [];
    return [alphabet.classesOf(state.condition.set)];
  });
  const sets = [...new Set(asked)];
  const known = new Map<string, number>();
  const examples: number[] = [];
  const kinds = Uint16Array.from({ length: alphabet.size }, (_, one) => {
    const key = apart.includes(one) ? `class ${one}` : sets.map((set) => set[one]).join('');
    let kind = known.get(key);
    if (kind === undefined) {
      kind = examples.length;
      known.set(key, kind);
      examples.push(one);
    }
    return kind;
  });
  return { kinds, count: examples.length, examples };
}

import { type Alphabet, createAlphabet } from '../../automata/alphabet.ts';
import { type Answer, findText, takes, type Wanted } from '../../automata/decide.ts';
import { createDfa, type Dfa, OutOfBudget } from '../../automata/dfa.ts';
import { createNfa, createNfaOf, type NfaOptions, type Part } from '../../automata/from-pattern.ts';
import { type Nfa, setsOf } from '../../automata/nfa.ts';
import type { Pattern } from '../../pyre/nodes.ts';
import type { CompiledRegex } from '../../matching/compile-filter.ts';
import { parsePattern } from '../../pyre/parser.ts';
import { memoize } from '../../text/memoize.ts';
import { once } from '../../text/once.ts';
import { tagsOf, textOf } from '../base-line.ts';
import { client } from '../danger.ts';
import { writeText } from '../written-text.ts';

/** The automata of a filter, over one alphabet, and what they are asked. Nothing is said where the budget does not suffice. */
export interface FilterAutomata {
  /** The texts in which the pattern finds something: at least these (`more`), or none but these (`fewer`). Undefined where that would be too many states. */
  of(pattern: Pattern, error: NfaOptions['error']): Dfa | undefined;
  /** The same of parts of the patterns; undefined also for a part that the automata of the patterns leave out. */
  ofParts(parts: readonly Part[], options: NfaOptions & { readonly isAnchored?: boolean }): Dfa | undefined;
  /** One of those that were told at the beginning. */
  ofNfa(nfa: Nfa): Dfa;
  /** A text that the regex may match, as it is searched; undefined where none was found. */
  example(regex: CompiledRegex): string | undefined;
  /** What fail2ban searches: any text with a line feed at its end. A journal's message may have more of them. */
  readonly searched: Dfa;
  /** Whether there is a text that is taken by all of them (or not taken, where that is wanted). */
  ask(wanted: readonly Wanted[]): Answer;
  /** True where it is proved that no text is taken by all of them (or not taken, where that is wanted). */
  isImpossible(wanted: readonly Wanted[]): boolean;
  /** A text that is taken as wanted; undefined where none was found. */
  find(wanted: readonly Wanted[]): string | undefined;
  takes(dfa: Dfa, text: string): boolean | undefined;
}

/** Steps for one question, and for all of a filter. */
const questionSteps = 200_000;
const allSteps = 3_000_000;
const maxStates = 4_000;

/** `extra`: what else will be asked about besides the patterns and their parts. */
export function createFilterAutomata(patterns: readonly Pattern[], extra: readonly Nfa[] = []): FilterAutomata {
  const nfaOf = memoize(
    (pattern: Pattern, error: NfaOptions['error']) => `${error} ${[...pattern.flags].join('')} ${pattern.source}`,
    (pattern, error) => createNfa(pattern, { error, mode: 'search' }),
    2 * patterns.length + 2,
  );
  const anything = anyLine();
  const nfas = [
    anything,
    ...extra,
    ...patterns.flatMap((pattern) => [nfaOf(pattern, 'more') ?? [], nfaOf(pattern, 'fewer') ?? []].flat()),
  ];
  const alphabet: Alphabet = createAlphabet(new Set(nfas.flatMap(setsOf)));
  const known = new Map<Nfa, Dfa>();
  const dfaOf = (nfa: Nfa | undefined): Dfa | undefined => {
    if (!nfa) return undefined;
    const dfa = known.get(nfa) ?? createDfa(nfa, alphabet, maxStates);
    known.set(nfa, dfa);
    return dfa;
  };
  let left = allSteps;
  const ask = (wanted: readonly Wanted[]): Answer => {
    const answer = findText(wanted, alphabet, { maxSteps: Math.min(questionSteps, left) });
    left -= answer.steps;
    return answer;
  };
  const find = (wanted: readonly Wanted[]): string | undefined => {
    const answer = ask(wanted);
    return answer.kind === 'found' ? answer.text : undefined;
  };
  const searched = dfaOf(anything)!;
  const takesText = (dfa: Dfa, text: string): boolean | undefined => {
    try {
      return takes(dfa, alphabet, text);
    } catch (error) {
      if (error instanceof OutOfBudget) return undefined;
      throw error;
    }
  };
  const examples = new Map<CompiledRegex, string | undefined>();
  const exampleOf = (regex: CompiledRegex): string | undefined => {
    if (examples.has(regex)) return examples.get(regex);
    const dfa = dfaOf(nfaOf(regex.pattern, 'more'));
    // Written along the tree, most often at once.
    const written = dfa && textsOf(regex).find((text) => takesText(dfa, text));
    const example = written ?? (dfa && find([dfa, searched].map((one) => ({ dfa: one, taken: true }))));
    examples.set(regex, example);
    return example;
  };
  return {
    of: (pattern, error) => dfaOf(nfaOf(pattern, error)),
    ofNfa: (nfa) => dfaOf(nfa)!,
    example: exampleOf,
    ofParts: (parts, options) => {
      const nfa = createNfaOf(parts, options);
      return nfa && setsOf(nfa).every((set) => alphabet.knows(set)) ? createDfa(nfa, alphabet, maxStates) : undefined;
    },
    searched,
    ask,
    isImpossible: (wanted) => ask(wanted).kind === 'none',
    find,
    takes: takesText,
  };
}

function textsOf(regex: CompiledRegex): string[] {
  return (['least', 'word'] as const).flatMap((fill) => {
    const written = writeText(regex.pattern, { address: client, fill, choice: 0, tags: tagsOf(regex) });
    return written ? [`${textOf(written.pieces)}\n`] : [];
  });
}

const anyLine = once(() => createNfa(parsePattern('\\A(?s:.*)\\n\\Z').pattern!, { error: 'more', mode: 'whole' })!);

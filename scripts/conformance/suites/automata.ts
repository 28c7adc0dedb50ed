import { type Alphabet, createAlphabet } from '../../../server/src/automata/alphabet.ts';
import { type Answer, findText, takes } from '../../../server/src/automata/decide.ts';
import { createDfa, type Dfa, OutOfBudget } from '../../../server/src/automata/dfa.ts';
import { createNfa } from '../../../server/src/automata/from-pattern.ts';
import { type Nfa, setsOf } from '../../../server/src/automata/nfa.ts';
import type { Pattern } from '../../../server/src/pyre/nodes.ts';
import { parsePattern } from '../../../server/src/pyre/parser.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import type { RealFail2ban } from '../real-fail2ban.ts';
import { randomPattern, randomSubject } from '../regex/random-pattern.ts';
import { subjectsFor } from '../regex/subjects.ts';
import { mutate } from '../regex-generator.ts';
import type { Difference, Suite, SuiteResult } from '../suite.ts';

const generatedCount = 3_000;
const pairCount = 1_500;

/**
 * Which texts does a pattern take, which pairs of patterns take a common one, and which takes all that the other does? Automata are held against CPython's
 * `re.search` and `re.fullmatch`: where one is exact it says the same of every text, else it errs to its side; what it says of no text or of all texts, no text
 * refutes; and the text that it finds is one.
 */
export const automata: Suite = { name: 'automata', asks: 'CPython', run, known: [] };

interface Question {
  readonly source: string;
  readonly pattern: Pattern;
  readonly subjects: string[];
}

/** Two patterns over the same subjects, and what the automata say of both. */
interface Pair {
  readonly both: readonly [Question, Question];
  readonly common: Answer;
  readonly outside: Answer;
}

type Expected =
  readonly (readonly [search: boolean, whole: boolean] | 'slow' | 'broken')[] | { readonly error: string };

async function run(real: RealFail2ban): Promise<SuiteResult> {
  const seed = chosenSeed();
  const random = createRandom(seed);
  const { stock } = await askOracle<{ stock: string[] }>('regex-sources.py', { config: real.config }, { real });
  const single = createQuestions(stock, random);
  const pairs = createPairs(stock, random);
  const questions = [...single, ...pairs.flatMap(({ both }) => both)];
  const answers = await askOracle<Expected[]>('automata.py', {
    questions: questions.map(({ source, subjects }) => ({ pattern: source, subjects })),
  });
  const differences: Difference[] = [];
  let total = 0;
  let exact = 0;
  questions.forEach((question, i) => {
    const outcome = compareTexts(question, answers[i]!, differences);
    total += outcome.total;
    exact += outcome.exact;
  });
  const claims = { disjoint: 0, included: 0, found: 0, undecided: 0, texts: 0 };
  pairs.forEach((pair, i) => {
    const first = single.length + 2 * i;
    comparePair(pair, answers[first]!, answers[first + 1]!, claims, differences);
  });
  return {
    total: total + claims.texts,
    differences,
    note:
      `${questions.length} patterns, ${exact} of ${total} texts asked of exact automata; ${pairs.length} pairs: ${claims.disjoint} without a common text, ` +
      `${claims.included} included, ${claims.found} texts found, ${claims.undecided} not decided, ${claims.texts} texts held against them; seed ${seed}`,
  };
}

function createQuestions(stock: readonly string[], random: Random): Question[] {
  const questions: Question[] = [];
  const ask = (source: string, subjects: (pattern: Pattern) => string[]): void => {
    const { pattern } = parsePattern(source);
    if (pattern) questions.push({ source, pattern, subjects: subjects(pattern) });
  };
  for (const source of stock) ask(source, (pattern) => subjectsFor(pattern, random, 20));
  for (let wanted = questions.length + generatedCount; questions.length < wanted;)
    ask(randomPattern(random), (pattern) => [
      ...subjectsFor(pattern, random, 14),
      ...Array.from({ length: 6 }, () => randomSubject(random)),
    ]);
  return questions;
}

/** Each of a pattern and a mutation of it, or of two that have nothing to do with each other. */
function createPairs(stock: readonly string[], random: Random): Pair[] {
  const pairs: Pair[] = [];
  while (pairs.length < pairCount) {
    const source = random.chance(50) ? random.pick(stock) : randomPattern(random);
    const other = random.chance(80) ? mutate(random, source) : randomPattern(random);
    const first = parsePattern(source).pattern;
    const second = parsePattern(other).pattern;
    if (!first || !second) continue;
    const subjects = [...subjectsFor(first, random, 8), ...subjectsFor(second, random, 8)];
    const { common, outside } = decidePair(first, second);
    for (const { kind, ...found } of [common, outside])
      if (kind === 'found' && 'text' in found) subjects.push(found.text);
    const both = [
      { source, pattern: first, subjects },
      { source: other, pattern: second, subjects },
    ] as const;
    pairs.push({ both, common, outside });
  }
  return pairs;
}

function decidePair(first: Pattern, second: Pattern): Pick<Pair, 'common' | 'outside'> {
  const undecided: Answer = { kind: 'undecided', steps: 0 };
  const more = createNfa(first, { error: 'more', mode: 'search' });
  const otherMore = createNfa(second, { error: 'more', mode: 'search' });
  const otherFewer = createNfa(second, { error: 'fewer', mode: 'search' });
  if (!more || !otherMore || !otherFewer) return { common: undecided, outside: undecided };
  const alphabet = createAlphabet([more, otherMore, otherFewer].flatMap(setsOf));
  const dfa = createDfa(more, alphabet);
  const steps = { maxSteps: 20_000 };
  const ask = (other: Dfa, taken: boolean): Answer =>
    findText(
      [
        { dfa, taken: true },
        { dfa: other, taken },
      ],
      alphabet,
      steps,
    );
  const common = ask(createDfa(otherMore, alphabet), true);
  const outside = ask(createDfa(otherFewer, alphabet), false);
  const isExact = more.isExact && otherMore.isExact;
  // What is found where an automaton errs may be no such text.
  const sure = (answer: Answer): Answer => (answer.kind === 'found' && !isExact ? undecided : answer);
  return { common: sure(common), outside: sure(outside) };
}

/** Both automata of a pattern, for `search` and for `whole`, over its subjects. */
function compareTexts(
  { source, pattern, subjects }: Question,
  expected: Expected,
  differences: Difference[],
): { total: number; exact: number } {
  const counts = { total: 0, exact: 0 };
  if (!Array.isArray(expected)) {
    differences.push({ id: source, expected: (expected as { error: string }).error, actual: 'compiles' });
    return counts;
  }
  (['search', 'whole'] as const).forEach((mode, i) => {
    const nfas = (['more', 'fewer'] as const).flatMap((error) => createNfa(pattern, { error, mode }) ?? []);
    const alphabet = createAlphabet(nfas.flatMap(setsOf));
    const [most, least] = nfas.map((nfa) => taker(nfa, alphabet));
    if (!most || !least) return;
    subjects.forEach((subject, number) => {
      const answer = expected[number];
      const taken = most.takes(subject);
      const surely = least.takes(subject);
      if (!Array.isArray(answer) || taken === undefined || surely === undefined) return;
      counts.total++;
      if (most.isExact) counts.exact++;
      const wanted = answer[i] as boolean;
      if (most.isExact ? taken === wanted && surely === wanted : (taken || !wanted) && (!surely || wanted)) return;
      const id = `${mode} ${JSON.stringify(source)} over ${JSON.stringify(subject)}`;
      differences.push({ id, expected: wanted, actual: { taken, surely, isExact: most.isExact } });
    });
  });
  return counts;
}

function taker(nfa: Nfa, alphabet: Alphabet): { isExact: boolean; takes(text: string): boolean | undefined } {
  const dfa = createDfa(nfa, alphabet);
  return {
    isExact: nfa.isExact,
    takes: (text) => {
      try {
        return takes(dfa, alphabet, text);
      } catch (error) {
        if (error instanceof OutOfBudget) return undefined;
        throw error;
      }
    },
  };
}

interface Claims {
  disjoint: number;
  included: number;
  found: number;
  undecided: number;
  texts: number;
}

function comparePair(
  { both, common, outside }: Pair,
  first: Expected,
  second: Expected,
  claims: Claims,
  differences: Difference[],
): void {
  if (!Array.isArray(first) || !Array.isArray(second)) return;
  const { subjects } = both[0];
  const said = (i: number): readonly [boolean, boolean] | undefined => {
    const [one, other] = [first[i], second[i]] as const;
    return Array.isArray(one) && Array.isArray(other) ? [one[0] as boolean, other[0] as boolean] : undefined;
  };
  const hold = (answer: Answer, name: string, wanted: boolean): void => {
    const tell = (text: string, actual: string): void =>
      void differences.push({
        id: `${name} ${both.map(({ source }) => JSON.stringify(source)).join(' ')}`,
        expected: text,
        actual,
      });
    if (answer.kind === 'undecided') claims.undecided++;
    else if (answer.kind === 'found') {
      claims.found++;
      const found = said(subjects.lastIndexOf(answer.text));
      if (found && !(found[0] && found[1] === wanted)) tell(answer.text, 'found');
    } else {
      if (wanted) claims.disjoint++;
      else claims.included++;
      subjects.forEach((subject, i) => {
        const answers = said(i);
        if (!answers) return;
        claims.texts++;
        if (answers[0] && answers[1] === wanted) tell(subject, 'none');
      });
    }
  };
  hold(common, 'common', true);
  hold(outside, 'outside', false);
}

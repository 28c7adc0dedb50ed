import { OutOfBudget } from '../../../server/src/automata/dfa.ts';
import { createNfa } from '../../../server/src/automata/from-pattern.ts';
import { createTextTest, type TextTest } from '../../../server/src/automata/text-test.ts';
import { parsePattern } from '../../../server/src/pyre/parser.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import type { RealFail2ban } from '../real-fail2ban.ts';
import { randomPattern, randomSubject } from '../regex/random-pattern.ts';
import { subjectsFor } from '../regex/subjects.ts';
import { mutate } from '../regex-generator.ts';
import type { Difference, Suite, SuiteResult } from '../suite.ts';
import { logLines } from './regex-search.ts';

/** Generated patterns; by hand `COUNT=300000` asks a million texts and more. */
const generatedCount = Number(process.env['COUNT'] ?? 2_000);
/** So few states force an automaton to forget them all the time. */
const fewStates = 30;

/**
 * Does a text hold a match? The automaton that goes on where other engines would not end is held against CPython's `re.search`: stock regexes over the
 * installed test logs, mutated stock regexes and generated small patterns, with all states remembered and with most of them forgotten again and again.
 */
export const automatonSearch: Suite = { name: 'automaton-search', asks: 'CPython', run, known: [] };

interface Question {
  readonly pattern: string;
  readonly tests: readonly TextTest[];
  readonly subjects: readonly string[];
  readonly alsoShared: boolean;
}

type Expected = null | readonly unknown[] | 'slow' | 'broken';

/** Questions that are put to CPython at a time. */
const batch = 5_000;

async function run(real: RealFail2ban): Promise<SuiteResult> {
  const seed = chosenSeed();
  const random = createRandom(seed);
  const { stock } = await askOracle<{ stock: string[] }>('regex-sources.py', { config: real.config }, { real });
  const shared = logLines(real.logs).filter((_, i) => i % 8 === 0);
  const counts = { patterns: 0, exact: 0, total: 0, matching: 0, tooLarge: 0 };
  const differences: Difference[] = [];
  const patterns = allPatterns(stock, random);
  for (let isLast = false; !isLast;) {
    const questions: Question[] = [];
    while (questions.length < batch && !isLast) {
      const next = patterns.next();
      isLast = next.done === true;
      if (next.done) break;
      const question = toQuestion(next.value, random);
      counts.patterns++;
      if (question) questions.push(question);
    }
    counts.exact += questions.length;
    const answers = await askOracle<{ error?: string; results: Expected[] }[]>('regex-search.py', {
      shared,
      questions: questions.map(({ pattern, subjects, alsoShared }) => ({ pattern, subjects, alsoShared })),
    });
    questions.forEach((question, i) => compare(question, shared, answers[i]!.results, counts, differences));
  }
  return {
    total: counts.total,
    differences,
    note: `${counts.exact} of ${counts.patterns} patterns have an exact automaton; ${counts.matching} of ${counts.total} texts match; ${counts.tooLarge} took more than ${fewStates} states at a time; seed ${seed}`,
  };
}

interface Wanted {
  readonly pattern: string;
  readonly isStock: boolean;
}

function* allPatterns(stock: readonly string[], random: Random): Generator<Wanted> {
  for (const pattern of stock) yield { pattern, isStock: true };
  for (let i = 0; i < generatedCount; i++)
    yield { pattern: i % 5 === 0 ? mutate(random, random.pick(stock)) : randomPattern(random), isStock: false };
}

/** Undefined where the pattern is none, or no automaton is exact. */
function toQuestion({ pattern, isStock }: Wanted, random: Random): Question | undefined {
  const tree = parsePattern(pattern).pattern;
  const nfa = tree && createNfa(tree, { error: 'more', mode: 'search' });
  if (!nfa?.isExact) return undefined;
  const subjects = isStock
    ? subjectsFor(tree!, random, 20)
    : [...subjectsFor(tree!, random, 5), randomSubject(random), randomSubject(random)];
  const tests = isStock ? [createTextTest(nfa)] : [createTextTest(nfa), createTextTest(nfa, { maxStates: fewStates })];
  return { pattern, tests, subjects, alsoShared: isStock };
}

function compare(
  { pattern, tests, subjects, alsoShared }: Question,
  shared: readonly string[],
  expected: readonly Expected[],
  counts: { total: number; matching: number; tooLarge: number },
  differences: Difference[],
): void {
  (alsoShared ? [...subjects, ...shared] : subjects).forEach((subject, i) => {
    const found = expected[i];
    if (found === 'slow' || found === 'broken' || found === undefined) return;
    for (const test of tests) {
      let taken: boolean;
      try {
        taken = test.takes(subject);
      } catch (error) {
        if (!(error instanceof OutOfBudget)) throw error;
        counts.tooLarge++;
        continue;
      }
      counts.total++;
      if (found !== null) counts.matching++;
      if (taken !== (found !== null))
        differences.push({
          id: `${JSON.stringify(pattern)} over ${JSON.stringify(subject)}`,
          expected: found !== null,
          actual: taken,
        });
    }
  });
}

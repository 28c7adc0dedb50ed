import { readdirSync, readFileSync } from 'node:fs';
import { runWithDeadline } from '../../../server/src/host/guard.ts';
import { loadRe2 } from '../../../server/src/host/load-re2.ts';
import type { Pattern } from '../../../server/src/pyre/nodes.ts';
import { parsePattern } from '../../../server/src/pyre/parser.ts';
import { toCodePointOffset } from '../../../server/src/text/code-points.ts';
import { compileSearcher, createSearcher, createTester } from '../../../server/src/translate/compile.ts';
import type { Re2 } from '../../../server/src/translate/re2-searcher.ts';
import { type EngineName, SearchBudgetExceeded, type Searcher } from '../../../server/src/translate/searcher.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import { randomPattern, randomSubject } from '../regex/random-pattern.ts';
import { subjectsFor } from '../regex/subjects.ts';
import { mutate } from '../regex-generator.ts';
import type { RealFail2ban } from '../real-fail2ban.ts';
import type { Difference, Suite, SuiteResult } from '../suite.ts';

const mutationCount = 6000;
const generatedCount = 24000;
const engines = ['auto', 'v8', 're2', 'tracer', 'tester'] as const;

/**
 * What does a search find, group by group? Every engine by itself is held against CPython's `re.search`: stock regexes over the
 * installed test logs, mutated stock regexes, generated small patterns, CPython's own cases.
 */
export const regexSearch: Suite = { name: 'regex-search', asks: 'CPython', run, known: [] };

interface Question {
  readonly pattern: string;
  readonly tree: Pattern;
  readonly subjects: readonly string[];
  readonly alsoShared: boolean;
}

type Found = null | readonly (readonly [number, number])[];
/** `slow`: CPython did not end in time; `broken`: it raised SystemError. */
type Expected = Found | 'slow' | 'broken';

async function run(real: RealFail2ban): Promise<SuiteResult> {
  const seed = chosenSeed();
  const random = createRandom(seed);
  const shared = logLines(real.logs);
  const questions = await createQuestions(real, random);
  const answers = await askOracle<{ error?: string; results: Expected[] }[]>('regex-search.py', {
    shared,
    questions: questions.map(({ pattern, subjects, alsoShared }) => ({ pattern, subjects, alsoShared })),
  });
  const expected = answers.flatMap(({ results = [] }) => results);
  const re2 = await loadRe2();
  const differences: Difference[] = answers.flatMap(({ error }, i) =>
    error ? [{ id: questions[i]!.pattern, expected: error, actual: 'compiles' }] : [],
  );
  const summaries: string[] = [];
  let total = 0;
  for (const engine of engines) {
    if (engine === 're2' && !re2) {
      summaries.push('re2 not installed');
      continue;
    }
    const outcome = compare(
      engine,
      re2,
      questions,
      shared,
      answers.map(({ results = [] }) => results),
    );
    differences.push(...outcome.differences);
    total += outcome.total;
    summaries.push(
      `${engine}: ${outcome.patterns} of ${questions.length} patterns, ${outcome.total} searches${outcome.slow > 0 ? `, ${outcome.slow} out of time` : ''}`,
    );
  }
  const count = (what: Expected): number => expected.filter((answer) => answer === what).length;
  return {
    total,
    differences,
    note: `${summaries.join('; ')}; ${expected.length - count(null)} of ${expected.length} match; left out: ${count('slow')} without end and ${count('broken')} SystemErrors in CPython; seed ${seed}`,
  };
}

async function createQuestions(real: RealFail2ban, random: Random): Promise<Question[]> {
  const { stock } = await askOracle<{ stock: string[] }>('regex-sources.py', { config: real.config }, { real });
  const reTests = await askOracle<[string, string][]>('re-tests.py', {});
  const questions: Question[] = [];
  const ask = (pattern: string, makeSubjects: (tree: Pattern) => string[], alsoShared = false): void => {
    const tree = parsePattern(pattern).pattern;
    if (tree) questions.push({ pattern, tree, subjects: makeSubjects(tree), alsoShared });
  };
  for (const pattern of stock) ask(pattern, (tree) => subjectsFor(tree, random, 20), true);
  for (const [pattern, subject] of reTests) ask(pattern, () => [subject]);
  for (let wanted = questions.length + mutationCount; questions.length < wanted;)
    ask(mutate(random, random.pick(stock)), (tree) => subjectsFor(tree, random, 6));
  for (let wanted = questions.length + generatedCount; questions.length < wanted;)
    ask(randomPattern(random), (tree) => [
      ...subjectsFor(tree, random, 4),
      randomSubject(random),
      randomSubject(random),
    ]);
  return questions;
}

/** The lines of fail2ban's test logs, whole and without what looks like a date at their beginning. */
export function logLines(logFolder: string): string[] {
  const lines = readdirSync(logFolder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap(({ name }) => readFileSync(`${logFolder}/${name}`, 'utf8').split('\n'))
    .filter((line) => line !== '' && !line.startsWith('#'));
  const date =
    /^\[?(?:\w{3} +\d+ [\d:.]+|\d{4}[-/]\d\d[-/]\d\d[ T][\d:,.+Z]+|\w{3} \w{3} +\d+ [\d:.]+ \d{4}|\d+\/\w+\/\d{4}:[\d:]+ [+-]\d+)\]?/;
  return [...new Set(lines.flatMap((line) => [`${line}\n`, `${line.replace(date, '')}\n`]))];
}

interface Outcome {
  readonly differences: readonly Difference[];
  readonly total: number;
  /** How many patterns the engine takes. */
  readonly patterns: number;
  readonly slow: number;
}

interface Task {
  readonly question: Question;
  readonly searcher: Searcher;
  readonly subjects: readonly string[];
  readonly expected: readonly Expected[];
}

function compare(
  engine: EngineName | 'auto' | 'tester',
  re2: Re2 | undefined,
  questions: readonly Question[],
  shared: readonly string[],
  answers: readonly Expected[][],
): Outcome {
  const outcome = { differences: [] as Difference[], total: 0, patterns: 0, slow: 0 };
  const blockSize = 200;
  for (let first = 0; first < questions.length; first += blockSize) {
    const tasks: Task[] = [];
    for (const [i, question] of questions.slice(first, first + blockSize).entries()) {
      const { searcher, unsupported } =
        engine === 'tester'
          ? { searcher: testingSearcher(question.tree) }
          : compileSearcher(question.tree, { engine, re2 });
      const subjects = question.alsoShared ? [...question.subjects, ...shared] : question.subjects;
      if (searcher) tasks.push({ question, searcher, subjects, expected: answers[first + i]! });
      else if (engine === 'auto' || engine === 'tracer')
        outcome.differences.push({ id: `${engine} ${question.pattern}`, expected: 'a searcher', actual: unsupported });
    }
    outcome.patterns += tasks.length;
    searchAll(tasks, (task, subject, spans, wanted) => {
      if (wanted === undefined || wanted === 'slow' || wanted === 'broken') return;
      if (spans === 'slow') {
        outcome.slow++;
        return;
      }
      outcome.total++;
      if (spans === somewhere ? wanted !== null : isSame(wanted, spans, subject)) return;
      const id = `${engine} ${JSON.stringify(task.question.pattern)} over ${JSON.stringify(subject)}`;
      outcome.differences.push({ id, expected: wanted, actual: spans && pairs(spans, subject) });
    });
  }
  return outcome;
}

/** Where a pattern that only tells whether it matches has its match. */
const somewhere: readonly number[] = [];

function testingSearcher(tree: Pattern): Searcher {
  const tester = createTester(tree, createSearcher(tree));
  return { ...tester, search: (subject) => (tester.test(subject) ? somewhere : null) };
}

type Spans = ReturnType<Searcher['search']>;
type Tell = (task: Task, subject: string, spans: Spans | 'slow', expected: Expected | undefined) => void;

/** Searches every subject of every task under a deadline. */
function searchAll(tasks: readonly Task[], tell: Tell): void {
  let at = 0;
  let next = 0;
  const searchOn = (): void => {
    for (; at < tasks.length; at++, next = 0) {
      const task = tasks[at]!;
      for (; next < task.subjects.length; next++)
        tell(task, task.subjects[next]!, task.searcher.search(task.subjects[next]!), task.expected[next]);
    }
  };
  while (at < tasks.length) {
    const [begunAt, begunNext] = [at, next];
    let outOfSteps = false;
    try {
      runWithDeadline(searchOn, 2000);
    } catch (error) {
      if (!(error instanceof SearchBudgetExceeded)) throw error;
      outOfSteps = true;
    }
    if (at === tasks.length || !(outOfSteps || (at === begunAt && next === begunNext))) continue;
    const task = tasks[at]!;
    tell(task, task.subjects[next]!, 'slow', task.expected[next]);
    next++;
  }
}

function isSame(expected: Found, spans: Spans, subject: string): boolean {
  if (expected === null || spans === null) return expected === spans;
  return JSON.stringify(expected) === JSON.stringify(pairs(spans, subject));
}

function pairs(spans: NonNullable<Spans>, subject: string): [number, number][] {
  const place = (offset: number): number => (offset < 0 ? -1 : toCodePointOffset(subject, offset));
  return Array.from({ length: spans.length / 2 }, (_, i) => [place(spans[2 * i]!), place(spans[2 * i + 1]!)]);
}

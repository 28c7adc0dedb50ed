import type { Origin } from '../text/mapped-text.ts';
import type { FilterTarget } from '../config/resolve.ts';
import { compare, fittingExpectation } from './compare.ts';
import { holds, UnreadCondition, type SampleOptions } from './condition.ts';
import type { CompiledRegex } from '../matching/compile-filter.ts';
import { isGreedyBeforeHost } from './greedy.ts';
import type { Expectation } from './read-sample.ts';
import { whyNotRead } from './read-sample-file.ts';
import { readSampleFiles } from './read-sample-files.ts';
import { createSubject, type SampleMachine, type SampleSubject, type SubjectObserver } from './subject.ts';

/** One thing that does not hold. */
export interface SampleFailure {
  /** One sentence. */
  readonly message: string;
  readonly expected: Readonly<Record<string, unknown>> | null;
  readonly got: Readonly<Record<string, unknown>> | null;
  /** The filter's options where the sample sets some. */
  readonly options: SampleOptions | null;
  /** Why a line does not match that should, the nearest regex first; empty where that cannot be told. */
  readonly why: readonly string[];
}

/** A line of a sample, a comment that cannot be read, or what is asked of the filter as a whole (no line). */
export interface SampleTest {
  readonly file: string;
  /** From 1; null for the filter. */
  readonly line: number | null;
  /** The log line, or what is asked. */
  readonly title: string;
  /** None: it holds. */
  readonly failures: readonly SampleFailure[];
  /** Of a line that does not hold: the expectation that would, under every option set that it is run with; null where there is none. */
  readonly fitting: Expectation | null;
  /** What is asked of a regex: where that is written. */
  readonly place: Origin | null;
}

export interface SampleRequest extends SampleMachine {
  /** The sample file. */
  readonly path: string;
  /** The filter: its name, which conditions ask for, and where it is. */
  readonly name: string;
  readonly target: FilterTarget;
  /** Who is told of every line that is run with a filter. */
  readonly observe?: (subject: SampleSubject) => SubjectObserver;
}

/** How many of them hold. */
export function passedOf(tests: readonly Pick<SampleTest, 'failures'>[]): number {
  return tests.filter(({ failures }) => failures.length === 0).length;
}

/** A filter under one set of options, and what of it took part. */
interface Used {
  readonly key: string;
  readonly subject: SampleSubject;
  readonly regexes: Set<number>;
}

/** An option set of the sample with the filter that it makes; none where that does not load. */
interface OptionSet {
  readonly options: SampleOptions;
  readonly used: Used | undefined;
}

/** So many lines of one sample are asked why they do not match: a broken filter misses them all for one reason. */
const mostWhys = 40;

/**
 * Runs a sample and the files that it adds, as fail2ban's `samplestestcase.py` does, but to the end: that stops at the first failure. A sample holds
 * where no test has a failure.
 */
export function verifySample(request: SampleRequest): SampleTest[] {
  const { name, fail2ban, observe, deadline } = request;
  let whysLeft = mostWhys;
  const tests = new Map<
    string,
    { -readonly [Key in keyof SampleTest]: SampleTest[Key] } & { failures: SampleFailure[] }
  >();
  const testOf = (file: string, line: number | null, title: string, place: Origin | null = null) => {
    const key = line === null ? title : `${file}:${line}`;
    const known = tests.get(key);
    if (known) return known;
    const fresh = { file, line, title, failures: [] as SampleFailure[], fitting: null, place };
    tests.set(key, fresh);
    return fresh;
  };
  const fail = (file: string, line: number | null, title: string, message: string, regex?: CompiledRegex): void =>
    void testOf(file, line, title, placeOf(regex)).failures.push(plainFailure(message));

  const loaded = new Map<string, Used | undefined>();
  /** The filter under these options, as it was left by the lines before. */
  const load = (options: SampleOptions): Used | undefined => {
    const own = filterOptions(options);
    const filterName = options['test.filter-name'];
    const label = Object.keys(own).length === 0 ? name : `${name}[${describe(own)}]`;
    const key = typeof filterName === 'string' && filterName !== '' ? filterName : label;
    if (loaded.has(key)) return loaded.get(key);
    const subject = createSubject({ ...request, options: own });
    if (typeof subject === 'string') {
      fail(request.path, null, `${label} loads`, subject);
      loaded.set(key, undefined);
      return undefined;
    }
    const used = { key: label, subject, regexes: new Set<number>() };
    for (const [i, regex] of subject.filter.failregex.entries())
      if (isGreedyBeforeHost(regex.expanded.text, { useDns: 'warn', fail2ban }))
        fail(
          request.path,
          null,
          `failregex ${i + 1} of ${label} takes no more before <HOST> than it has to`,
          'a greedy catch-all stands before <HOST>, and what follows is neither precise nor bound to the end of the line',
          regex,
        );
    subject.observer = observe?.(subject);
    loaded.set(key, used);
    return used;
  };
  const isHeld = (condition: unknown, options: SampleOptions, onProblem: (message: string) => void): boolean => {
    try {
      return holds(String(condition), { name, options });
    } catch (error) {
      if (!(error instanceof UnreadCondition)) throw error;
      onProblem(error.message);
      return false;
    }
  };

  let common: SampleOptions = {};
  let sets: OptionSet[] = [];
  for (const { file, items } of readSampleFiles(request.files, request.path)) {
    if (items === undefined) {
      fail(file, null, `${file} is read`, whyNotRead(request.files, file));
      continue;
    }
    let isSkipped = false;
    for (const item of items) {
      switch (item.kind) {
        case 'problem':
          fail(file, item.line, 'a comment', item.message);
          break;
        case 'fileOptions':
          common = item.options;
          break;
        case 'filterOptions':
          sets = [];
          isSkipped = false;
          for (const own of item.sets) {
            const options = { ...common, ...own };
            const condition = options['test.condition'];
            // A set without a condition goes the way of the one before it.
            if (condition)
              isSkipped = !isHeld(condition, options, (message) => fail(file, item.line, 'filterOptions', message));
            if (!isSkipped) sets.push({ options, used: load(options) });
          }
          break;
        case 'line': {
          if (isSkipped) break;
          if (sets.length === 0) sets = [{ options: {}, used: load({}) }];
          runLine(file, item.line, item.text, item.expected);
        }
      }
    }
  }
  for (const [, used] of loaded) if (used) askForEveryRegex(used);
  return [...tests.values()];

  function runLine(file: string, line: number, logLine: string, expected: Expectation): void {
    let text = logLine;
    const fitting = new Map<string, Expectation | null>();
    for (const { options, used } of sets) {
      const { constraint } = expected;
      const test = (): ReturnType<typeof testOf> => testOf(file, line, logLine);
      const onProblem = (message: string): void => void test().failures.push(plainFailure(message));
      if (constraint && !isHeld(constraint, options, onProblem)) continue;
      if (!used) continue;
      const isJournal = options['logtype'] === 'journal';
      const prefix = options['test.prefix-line'];
      // The line stays as it is for the sets behind.
      if (isJournal && prefix) text = `${String(prefix)}${text}`;
      const answer = used.subject.read(text, isJournal);
      answer.regexes.forEach((regex) => used.regexes.add(regex));
      const mismatch = compare(fail2ban, expected, answer);
      const { failures } = test();
      const fits = fittingExpectation(expected, answer) ?? null;
      fitting.set(JSON.stringify(fits), fits);
      if (!mismatch) continue;
      const isMiss = answer.findings.length === 0 && answer.problem === undefined;
      const why = isMiss && deadline && whysLeft-- > 0 ? answer.why(deadline) : [];
      failures.push({ ...mismatch, options: Object.keys(options).length > 0 ? options : null, why });
    }
    const known = tests.get(`${file}:${line}`);
    if (known && known.failures.length > 0 && fitting.size === 1) known.fitting = [...fitting.values()][0]!;
  }

  /** A failregex has a sample where it took part, under these options or, word for word, under others. */
  function askForEveryRegex({ key, subject, regexes }: Used): void {
    const usedTexts = new Set(
      [...loaded.values()].flatMap((one) =>
        one ? [...one.regexes].map((regex) => one.subject.filter.failregex[regex]!.expanded.text) : [],
      ),
    );
    subject.filter.failregex.forEach((regex, i) => {
      const { expanded, configured } = regex;
      if (regexes.has(i) || usedTexts.has(expanded.text)) return;
      fail(
        request.path,
        null,
        `failregex ${i + 1} of ${key} has a sample`,
        `no line of the sample matches: ${configured.text}`,
        regex,
      );
    });
  }
}

/** What of an option set stands in the filter's brackets. */
export function filterOptions(options: SampleOptions): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options)
      .filter(([key]) => !key.startsWith('test.'))
      .map(([key, value]) => [key, typeof value === 'string' ? value : pythonText(value)]),
  );
}

function plainFailure(message: string): SampleFailure {
  return { message, expected: null, got: null, options: null, why: [] };
}

/** Where a regex begins, in a file. */
function placeOf(regex: CompiledRegex | undefined): Origin | null {
  return regex?.configured.segments.find(({ origin }) => !origin.file.startsWith('builtin:'))?.origin ?? null;
}

function describe(options: Readonly<Record<string, string>>): string {
  return Object.entries(options)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

/** An option's value that JSON gives as no text, as Python puts it into a text. */
function pythonText(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

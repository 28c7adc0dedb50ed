import { folderOf, joinPath, normalizePath } from '../config/paths.ts';
import type { FilterTarget } from '../config/resolve.ts';
import { compare } from './compare.ts';
import { holds, UnreadCondition, type SampleOptions } from './condition.ts';
import type { CoverageCounter } from './coverage.ts';
import { isGreedyBeforeHost } from './greedy.ts';
import { readSample, type Expectation } from './read-sample.ts';
import { readSampleFile } from './read-sample-file.ts';
import { createSubject, type SampleMachine, type SampleSubject } from './subject.ts';

/** One thing that does not hold. */
export interface SampleFailure {
  /** One sentence. */
  readonly message: string;
  readonly expected: Readonly<Record<string, unknown>> | null;
  readonly got: Readonly<Record<string, unknown>> | null;
  /** The filter's options where the sample sets some. */
  readonly options: SampleOptions | null;
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
}

export interface SampleRequest extends SampleMachine {
  /** The sample file. */
  readonly path: string;
  /** The filter: its name, which conditions ask for, and where it is. */
  readonly name: string;
  readonly target: FilterTarget;
  /** Told of every line that is run. */
  readonly coverage?: CoverageCounter;
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

/** So many files of one sample are read: a link may lead to ever new names of the same one. */
const mostFiles = 1000;

/**
 * Runs a sample and the files that it adds, as fail2ban's `samplestestcase.py` does, but to the end: that stops at the first failure. A sample holds
 * where no test has a failure.
 */
export function verifySample(request: SampleRequest): SampleTest[] {
  const { name, fail2ban, coverage } = request;
  const tests = new Map<
    string,
    { -readonly [Key in keyof SampleTest]: SampleTest[Key] } & { failures: SampleFailure[] }
  >();
  const testOf = (file: string, line: number | null, title: string) => {
    const key = line === null ? title : `${file}:${line}`;
    const known = tests.get(key);
    if (known) return known;
    const fresh = { file, line, title, failures: [] as SampleFailure[] };
    tests.set(key, fresh);
    return fresh;
  };
  const fail = (file: string, line: number | null, title: string, message: string): void =>
    void testOf(file, line, title).failures.push({ message, expected: null, got: null, options: null });

  const loaded = new Map<string, Used | undefined>();
  /** The filter under these options, as it was left by the lines before. */
  const load = (options: SampleOptions): Used | undefined => {
    const own = Object.fromEntries(
      Object.entries(options)
        .filter(([key]) => !key.startsWith('test.'))
        .map(([key, value]) => [key, typeof value === 'string' ? value : pythonText(value)]),
    );
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
    for (const [i, { expanded }] of subject.filter.failregex.entries())
      if (isGreedyBeforeHost(expanded.text, { useDns: 'warn', fail2ban }))
        fail(
          request.path,
          null,
          `failregex ${i + 1} of ${label} takes no more before <HOST> than it has to`,
          'a greedy catch-all stands before <HOST>, and what follows is neither precise nor bound to the end of the line',
        );
    subject.observer = coverage?.observe(subject);
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

  const files = [request.path];
  let common: SampleOptions = {};
  let sets: OptionSet[] = [];
  for (const file of files) {
    const text = readSampleFile(request.files, file);
    if (text === undefined) {
      fail(file, null, `${file} is read`, 'there is no such sample file, or it is larger than 32 MB');
      continue;
    }
    let isSkipped = false;
    for (const item of readSample(text)) {
      switch (item.kind) {
        case 'problem':
          fail(file, item.line, 'a comment', item.message);
          break;
        case 'addFile': {
          const added = normalizePath(joinPath(folderOf(file), item.name));
          if (!files.includes(added) && files.length < mostFiles) files.push(added);
          break;
        }
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
    for (const { options, used } of sets) {
      const { constraint } = expected;
      const test = (): ReturnType<typeof testOf> => testOf(file, line, logLine);
      const onProblem = (message: string): void =>
        void test().failures.push({ message, expected: null, got: null, options: null });
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
      if (mismatch) failures.push({ ...mismatch, options: Object.keys(options).length > 0 ? options : null });
    }
  }

  /** A failregex has a sample where it took part, under these options or, word for word, under others. */
  function askForEveryRegex({ key, subject, regexes }: Used): void {
    const usedTexts = new Set(
      [...loaded.values()].flatMap((one) =>
        one ? [...one.regexes].map((regex) => one.subject.filter.failregex[regex]!.expanded.text) : [],
      ),
    );
    subject.filter.failregex.forEach(({ expanded, configured }, i) => {
      if (regexes.has(i) || usedTexts.has(expanded.text)) return;
      fail(
        request.path,
        null,
        `failregex ${i + 1} of ${key} has a sample`,
        `no line of the sample matches: ${configured.text}`,
      );
    });
  }
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

import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { bracketOptions, isUnresolved, resolveFilter, type FilterTarget } from '../config/resolve.ts';
import { explainLine, type JudgedLine } from '../explain/explain-line.ts';
import type { ExplainOptions } from '../explain/explain-regex.ts';
import { stagesOf } from '../explain/stages.ts';
import type { DateReading } from '../dates/date-reading.ts';
import { createDateDetector } from '../dates/detector.ts';
import type { FileSystem } from '../host/file-system.ts';
import { compileFilter, type CompiledFilter } from '../matching/compile-filter.ts';
import type { RegexRole } from '../matching/compile-regex.ts';
import type { DatedBlock } from '../matching/date-stage.ts';
import type { Finding } from '../matching/find-failures.ts';
import { splitLines, type LineBlock } from '../matching/line-block.ts';
import type { Verdict } from '../matching/line-statistics.ts';
import { createMatchRun, DateSearchOverrun } from '../matching/match-run.ts';
import { type Deadline, hasGoneOn } from '../matching/search-block.ts';
import type { LineOutcome } from '../matching/search-run.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { MappedText } from '../text/mapped-text.ts';

/** The moment of fail2ban's own tests, seconds since 1970: dates without a year are near it. */
export const sampleNow = 1124013600;
/** The zone of fail2ban's own tests: of dates without one, and of each expected `time`. */
export const sampleZone = 'Europe/Berlin';

/** What the regexes may be asked why a line does not match, in all. */
const whyMilliseconds = 300;
const mostReasons = 3;

/** What samples are run by. */
export interface SampleMachine {
  readonly files: FileSystem;
  readonly fail2ban: Fail2banVersion;
  readonly python: PythonVersion;
  /** Seconds since 1970: fail2ban decides when it is loaded which years it reads in dates, before its tests set their clock. */
  readonly loadedAt: number;
  /** None: searches are not stopped. */
  readonly deadline?: Deadline;
}

export interface SubjectRequest extends SampleMachine {
  readonly target: FilterTarget;
  /** In the filter's brackets. */
  readonly options: Readonly<Record<string, string>>;
}

/** What fail2ban does with one line. */
export interface LineAnswer {
  /** Failures; those that are pending or no failure by themselves are left out. */
  readonly findings: readonly Finding[];
  /** Of the failures, seconds since 1970; NaN for none. */
  readonly time: number;
  /** Every failregex that took part, from 0, those of left out failures too. */
  readonly regexes: readonly number[];
  /** The exception on which fail2ban ends, or what was stopped by the deadline. */
  readonly problem: string | undefined;
  /** Where the line gets stuck, the nearest first, a sentence each; to be asked before the next line is read. */
  why(tools: Pick<ExplainOptions, 'guard' | 'milliseconds'>): readonly string[];
}

/** Sees what coverage is made of. */
export interface SubjectObserver {
  /** Every failure, pending ones and those that are none by themselves too; before the `hit` of the same regex. */
  finding?(finding: Finding): void;
  hit?(regex: number, block: DatedBlock, index: number): void;
  /** Behind all of a line. */
  line(block: DatedBlock, index: number, outcome: LineOutcome | undefined, verdict: Verdict): void;
}

/** A filter under one set of options, with all that it remembers from line to line. */
export interface SampleSubject {
  readonly filter: CompiledFilter;
  /** In the filter's brackets. */
  readonly options: SubjectRequest['options'];
  /** Every file that was read for it. */
  readonly paths: readonly string[];
  observer: SubjectObserver | undefined;
  /** The next line. `isJournal`: its time is told beside it, so none is looked for in it. */
  read(line: string, isJournal: boolean): LineAnswer;
  /** The next lines of a log: only the observer hears of them. Throws DateSearchOverrun. */
  readBlock(block: LineBlock): void;
  /** The same filter, with nothing remembered and no observer. */
  again(): SampleSubject;
  /** The same, too, with another text for one of its regexes, as compiled; undefined where fail2ban does not take it. */
  changed(role: RegexRole, index: number, text: string): SampleSubject | undefined;
}

/** The filter as fail2ban's tests load it; a text where it does not load. */
export function createSubject(request: SubjectRequest): SampleSubject | string {
  const { target, fail2ban, python } = request;
  const resolved = resolveFilter({
    files: request.files,
    target,
    options: bracketOptions(request.options, 'sample'),
    fail2ban,
    via: 'fail2ban-regex',
  });
  if (isUnresolved(resolved)) return resolved.error;
  const maxLines = resolved.maxlines?.value ?? 1;
  const { filter, problems } = compileFilter(resolved, { useDns: 'warn', fail2ban, python, maxLines });
  if (problems.length > 0) return `${problems[0]!.role}: ${problems[0]!.message}`;
  const patterns = resolved.datepattern?.map(({ text }) => text);
  const changed: SampleSubject['changed'] = (role, index, text) => {
    const regex = role === 'prefregex' ? filter.prefregex : filter[role][index];
    const { prefregex, failregex, ignoreregex } = resolved;
    const change = (one: MappedText): MappedText => (one === regex?.configured ? MappedText.builtin(text, role) : one);
    const other = compileFilter(
      {
        ...(prefregex ? { prefregex: change(prefregex) } : {}),
        failregex: failregex.map(change),
        ignoreregex: ignoreregex.map(change),
      },
      { useDns: 'warn', fail2ban, python, maxLines },
    );
    if (other.problems.length > 0) return undefined;
    return beginSubject(request, { filter: other.filter, paths: resolved.files, patterns, changed }) as SampleSubject;
  };
  return beginSubject(request, { filter, paths: resolved.files, patterns, changed });
}

interface LoadedFilter extends Pick<SampleSubject, 'filter' | 'paths' | 'changed'> {
  readonly patterns: readonly string[] | undefined;
}

function beginSubject(request: SubjectRequest, loaded: LoadedFilter): SampleSubject | string {
  const { filter, paths, patterns, changed } = loaded;
  const { fail2ban, python, loadedAt, deadline } = request;
  let isSetBack = false;
  const now = (): number => (isSetBack ? sampleNow : loadedAt);
  const dates = createDateDetector({ ...(patterns ? { patterns } : {}), fail2ban, python, now, localZone: sampleZone });
  if (!dates.ok) return `datepattern: ${dates.error.message}`;
  isSetBack = true;
  const { detector } = dates;

  let isJournal = false;
  let found: Finding[] = [];
  let regexes: number[] = [];
  let time = NaN;
  let judged: JudgedLine | undefined;
  const run = createMatchRun({
    filter,
    dates: {
      read: (text: string, start: number, end: number): DateReading =>
        isJournal ? { kind: 'time', start, end: start, seconds: sampleNow } : detector.read(text, start, end),
    },
    fail2ban,
    checkAll: true,
    ignorePending: true,
    now,
    observer: {
      finding: (_, finding, at) => {
        regexes.push(finding.regex);
        subject.observer?.finding?.(finding);
        if (finding.id === null || finding.data.get('nofail')) return;
        found.push(finding);
        time = at;
      },
      hit: (_, regex, block, index) => subject.observer?.hit?.(regex, block, index),
      line: (number, verdict, block, index, outcome, searched) => {
        judged = { number, verdict, block, index, outcome, searched };
        subject.observer?.line(block, index, outcome, verdict);
      },
    },
    ...(deadline ? { deadline: { ...deadline, guardsDates: patterns !== undefined } } : {}),
  });
  const read = (line: string): string | undefined => {
    const before = { crashes: run.crashCount, overruns: run.overruns.length };
    try {
      run.add(splitLines(`${line}\n`, { firstNumber: 1, isAscii: !/[^\0-\x7f]/.test(line) }));
    } catch (error) {
      if (error instanceof DateSearchOverrun) return 'the datepattern takes too long';
      throw error;
    }
    if (run.crashCount > before.crashes) return `fail2ban ends with ${run.crashes.at(-1)!.message}`;
    const overrun = run.overruns[before.overruns];
    if (overrun && !hasGoneOn(overrun)) return `a ${overrun.regex.role} takes too long`;
    return run.isStopped ? 'stopped before its turn' : undefined;
  };
  const why: LineAnswer['why'] = (tools) => {
    if (!judged) return [];
    const options = { python, fail2ban, multiline: filter.maxLines > 1, lineMilliseconds: whyMilliseconds, ...tools };
    const explanation = explainLine(filter, judged, options);
    return stagesOf(explanation, { template: undefined, datepattern: patterns?.join('\n') })
      .filter(({ isObstacle }) => isObstacle)
      .slice(0, mostReasons)
      .map(({ name, words }) => `${name}: ${words}`);
  };
  const subject: SampleSubject = {
    filter,
    options: request.options,
    paths,
    observer: undefined,
    read: (line, fromJournal) => {
      found = [];
      regexes = [];
      time = NaN;
      judged = undefined;
      isJournal = fromJournal;
      const problem = read(line);
      return { findings: found, time, regexes, problem, why };
    },
    readBlock: (block) => {
      isJournal = false;
      run.add(block);
      judged = undefined;
      found = [];
      regexes = [];
    },
    again: () => beginSubject(request, loaded) as SampleSubject,
    changed,
  };
  return subject;
}

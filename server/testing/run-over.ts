import { expect } from 'vitest';
import type { Fail2banVersion } from '../src/config/fail2ban-version.ts';
import { createDateDetector } from '../src/dates/detector.ts';
import { compileFilter } from '../src/matching/compile-filter.ts';
import { splitLines } from '../src/matching/line-block.ts';
import type { LineKeeper, Verdict } from '../src/matching/line-statistics.ts';
import { createMatchRun, type MatchObserver, type MatchRun } from '../src/matching/match-run.ts';
import type { Deadline } from '../src/matching/search-block.ts';
import { MappedText } from '../src/text/mapped-text.ts';

export interface Subject {
  readonly prefregex?: string;
  readonly failregex: readonly string[];
  readonly ignoreregex?: readonly string[];
  readonly maxLines?: number;
  readonly datepattern?: readonly string[];
}

export interface Options {
  readonly checkAll?: boolean;
  readonly ignorePending?: boolean;
  readonly fail2ban?: Fail2banVersion;
  readonly deadline?: Deadline;
  /** Lines in a block. */
  readonly blockSize?: number;
}

export interface Outcome {
  readonly run: MatchRun;
  /** `line regex id` of every failure. */
  readonly found: string[];
  readonly verdicts: string;
  readonly lines: string[][];
  readonly missed: readonly string[];
  /** Of each line: those that were searched with it. */
  readonly together: readonly string[];
}

/** Of every run; seconds since 1970. */
export const now = 1700000000;
const letters: Record<Verdict, string> = { matched: 'M', ignored: 'I', missed: '.' };
export const text = (regex: string) => MappedText.builtin(regex, 'test');

/** Runs a filter over lines; no date is looked for unless a datepattern says so. */
export function runOver(
  subject: Subject,
  log: readonly string[],
  { checkAll = true, ignorePending, fail2ban = '1.1', deadline, blockSize = 1000 }: Options = {},
): Outcome {
  const { filter, problems } = compileFilter(
    {
      ...(subject.prefregex === undefined ? {} : { prefregex: text(subject.prefregex) }),
      failregex: subject.failregex.map(text),
      ignoreregex: (subject.ignoreregex ?? []).map(text),
    },
    { useDns: 'warn', fail2ban, python: '3.11', maxLines: subject.maxLines ?? 1 },
  );
  expect(problems.map(({ message }) => message)).toEqual([]);
  const found: string[] = [];
  const lines: string[][] = [];
  const together: string[] = [];
  let verdicts = '';
  const start = (observer: MatchObserver, keeper?: LineKeeper): MatchRun => {
    const dates = createDateDetector({
      patterns: subject.datepattern ?? ['{NONE}'],
      fail2ban,
      python: '3.11',
      now: () => now,
      localZone: 'UTC',
    });
    if (!dates.ok) throw new Error(dates.error.message);
    return createMatchRun({
      filter,
      dates: dates.detector,
      fail2ban,
      checkAll,
      ...(ignorePending === undefined ? {} : { ignorePending }),
      now: () => now,
      ...(keeper ? { kept: { limit: 20, all: new Set(), none: new Set(), keeper } } : {}),
      observer,
      ...(deadline ? { deadline } : {}),
    });
  };
  const feed = (run: MatchRun): MatchRun => {
    for (let i = 0; i < log.length; i += blockSize) {
      const block = log
        .slice(i, i + blockSize)
        .map((line) => `${line}\n`)
        .join('');
      run.add(splitLines(block, { firstNumber: i + 1, isAscii: !/[^\0-\x7f]/.test(block) }));
    }
    return run;
  };
  const kept = createLists();
  const run = feed(
    start(
      {
        finding: (line, { regex, id, data }) => {
          found.push(`${line} ${regex + 1} ${id}`);
          lines.push((data.get('matches') as { after: string }[] | undefined)?.map(({ after }) => after) ?? []);
        },
        line: (_, verdict, _block, _index, _outcome, searched = []) => {
          verdicts += letters[verdict];
          together.push(searched.map(({ after }) => after).join('|'));
        },
      },
      kept.keeper,
    ),
  );
  // Where nobody asks for the failures another way is gone; it must count the same.
  let counted = '';
  const keptAgain = createLists();
  const counting = feed(start({ line: (_, verdict) => void (counted += letters[verdict]) }, keptAgain.keeper));
  if (!deadline)
    expect([counted, keptAgain.lists, ...countsOf(counting)]).toEqual([verdicts, kept.lists, ...countsOf(run)]);
  // So does one that hears of missed lines in stretches.
  let stretches = '';
  const brief = feed(
    start({
      line: (_, verdict) => void (stretches += letters[verdict]),
      missed: (_, from, to) => void (stretches += letters.missed.repeat(to - from)),
    }),
  );
  if (!deadline) expect([stretches, ...countsOf(brief)]).toEqual([verdicts, ...countsOf(run)]);
  return { run, found, verdicts, lines, missed: kept.lists.missed, together };
}

function createLists(): { keeper: LineKeeper; lists: Readonly<Record<Verdict, string[]>> } {
  const lists: Record<Verdict, string[]> = { matched: [], ignored: [], missed: [] };
  const keeper: LineKeeper = {
    add: (verdict, line) => void lists[verdict].push(line),
    takeBack: (line) => {
      const at = lists.missed.indexOf(line);
      if (at !== -1) lists.missed.splice(at, 1);
    },
  };
  return { keeper, lists };
}

export function countsOf({
  statistics,
  failregexHits,
  ignoreregexHits,
  prefregexHits,
  crashCount,
}: MatchRun): unknown[] {
  return [statistics.counts, failregexHits, ignoreregexHits, prefregexHits, crashCount];
}

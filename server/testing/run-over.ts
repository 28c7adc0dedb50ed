import { expect } from 'vitest';
import type { Fail2banVersion } from '../src/config/fail2ban-version.ts';
import { createDateDetector, type DateDetector } from '../src/dates/detector.ts';
import { compileFilter } from '../src/matching/compile-filter.ts';
import { createDateStage } from '../src/matching/date-stage.ts';
import { splitLines, type LineBlock } from '../src/matching/line-block.ts';
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
  const detector = (): DateDetector => {
    const dates = createDateDetector({
      patterns: subject.datepattern ?? ['{NONE}'],
      fail2ban,
      python: '3.11',
      now: () => now,
      localZone: 'UTC',
    });
    if (!dates.ok) throw new Error(dates.error.message);
    return dates.detector;
  };
  const start = (observer: MatchObserver, keeper?: LineKeeper, guarded = deadline, prefixKey?: string): MatchRun =>
    createMatchRun({
      filter,
      dates: detector(),
      fail2ban,
      checkAll,
      ...(ignorePending === undefined ? {} : { ignorePending }),
      now: () => now,
      ...(keeper ? { kept: { limit: 20, all: new Set(), none: new Set(), keeper } } : {}),
      observer,
      ...(guarded ? { deadline: guarded } : {}),
      prefixKey,
    });
  const blocksOf = (size: number): LineBlock[] =>
    Array.from({ length: Math.ceil(log.length / size) }, (_, i) => {
      const lines = log.slice(i * size, (i + 1) * size).map((line) => `${line}\n`);
      const block = lines.join('');
      return splitLines(block, { firstNumber: i * size + 1, isAscii: !/[^\0-\x7f]/.test(block) });
    });
  const feed = (run: MatchRun): MatchRun => {
    for (const block of blocksOf(blockSize)) run.add(block);
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
  // So does one that hears of missed lines in stretches and is given all blocks at once; and where what prefregex came to in them is known.
  const stage = createDateStage(detector(), () => now);
  const keptBlocks = deadline ? [] : blocksOf(2).map((block) => stage.read(block));
  for (const times of deadline ? [] : ['first', 'second']) {
    let stretches = '';
    let prefixes = 0;
    const brief: MatchRun = start(
      {
        line: (_, verdict) => {
          stretches += letters[verdict];
          prefixes = brief.prefregexHits;
        },
        missed: (_, from, to, hasPrefix) => {
          stretches += letters.missed.repeat(to - from);
          if (hasPrefix) prefixes += to - from;
        },
      },
      undefined,
      { guard: (work) => (work(), true), milliseconds: 1000, fallback: () => undefined },
      'prefregex of the subject',
    );
    brief.addAllDated(keptBlocks);
    expect([times, stretches, prefixes, ...countsOf(brief)]).toEqual([
      times,
      verdicts,
      run.prefregexHits,
      ...countsOf(run),
    ]);
  }
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

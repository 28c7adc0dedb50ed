import type { DatedBlock } from '../matching/date-stage.ts';
import type { Verdict } from '../matching/line-statistics.ts';
import type { MatchObserver } from '../matching/match-run.ts';
import { pairRegexes } from './pair-regexes.ts';

/** What a filter does with one line. */
export interface LineTreatment {
  readonly verdict: Verdict;
  /** Every failure, in fail2ban's order; none for most lines. */
  readonly failures: readonly FailureOfLine[];
}

export interface FailureOfLine {
  /** Which failregex, from 0. */
  readonly failregex: number;
  /** null while it is pending. */
  readonly id: string | null;
  /** Seconds since 1970; null where the line has no usable date. */
  readonly time: number | null;
}

export type DifferenceKind = 'gained' | 'lost' | 'changed';

/** A line that two filters treat differently. `changed`: matched by both, or by none, but not alike. */
export interface LineDifference {
  readonly kind: DifferenceKind;
  /** The log's physical line, from 1. */
  readonly line: number;
  readonly text: string;
  readonly old: LineTreatment;
  readonly edited: LineTreatment;
}

/** A run that takes a log block by block. */
export interface ComparedRun<Block> {
  add(block: Block): void;
  readonly isStopped: boolean;
}

/** One of the two filters. */
export interface ComparedFilter<Block, Run extends ComparedRun<Block> = ComparedRun<Block>> {
  /** The expanded texts of its failregexes. */
  readonly failregex: readonly string[];
  /** A fresh run over a log, watched by `observer`. */
  start(observer: MatchObserver): Run;
}

export interface LineComparison<Block, Run extends ComparedRun<Block> = ComparedRun<Block>> {
  /** The next lines of the log, through both filters; `forEdited` are the same ones where each has blocks of its own. Throws DateSearchOverrun. */
  add(block: Block, forEdited?: Block): void;
  readonly old: Run | undefined;
  readonly edited: Run | undefined;
  /** One of the runs was stopped before the last line. */
  readonly isStopped: boolean;
}

const missed: LineTreatment = { verdict: 'missed', failures: [] };

/**
 * Runs a log through two filters side by side, block by block, so that memory does not grow with the log. A filter that does not
 * exist (undefined) misses every line.
 */
export function compareLines<Block, Run extends ComparedRun<Block>>(
  old: ComparedFilter<Block, Run> | undefined,
  edited: ComparedFilter<Block, Run> | undefined,
  tell: (difference: LineDifference) => void,
): LineComparison<Block, Run> {
  const pairs = pairRegexes(old?.failregex ?? [], edited?.failregex ?? []);
  const [before, after] = [record(old), record(edited)];

  const isSame = (was: LineTreatment, is: LineTreatment): boolean =>
    was.verdict === is.verdict &&
    was.failures.length === is.failures.length &&
    was.failures.every(
      ({ failregex, id, time }, i) =>
        pairs[is.failures[i]!.failregex] === failregex && is.failures[i]!.id === id && is.failures[i]!.time === time,
    );

  return {
    add: (block, forEdited = block) => {
      before.add(block);
      after.add(forEdited);
      // The lines of both are in order, and so is what is told of them.
      for (const line of sortedUnion(before.lines, after.lines)) {
        const [was, is] = [before.lines.get(line), after.lines.get(line)];
        const [from, to] = [was?.treatment ?? missed, is?.treatment ?? missed];
        if (isSame(from, to)) continue;
        tell({ kind: kindOf(from, to), line, text: (was ?? is)!.text(), old: from, edited: to });
      }
    },
    old: before.run,
    edited: after.run,
    get isStopped() {
      return before.run?.isStopped === true || after.run?.isStopped === true;
    },
  };
}

function kindOf(old: LineTreatment, edited: LineTreatment): DifferenceKind {
  if (old.verdict !== 'matched' && edited.verdict === 'matched') return 'gained';
  return old.verdict === 'matched' && edited.verdict !== 'matched' ? 'lost' : 'changed';
}

interface RecordedLine {
  readonly treatment: LineTreatment;
  text(): string;
}

/** Keeps what is not simply missed of the block at hand. */
function record<Block, Run extends ComparedRun<Block>>(
  filter: ComparedFilter<Block, Run> | undefined,
): {
  run: Run | undefined;
  add(block: Block): void;
  lines: ReadonlyMap<number, RecordedLine>;
} {
  const lines = new Map<number, RecordedLine>();
  let failures: FailureOfLine[] = [];
  const run = filter?.start({
    finding: (_, { regex, id }, time) =>
      void failures.push({ failregex: regex, id, time: Number.isNaN(time) ? null : time }),
    line: (line, verdict, block, index) => {
      if (verdict !== 'missed' || failures.length > 0)
        lines.set(line, { treatment: { verdict, failures }, text: () => textOf(block, index) });
      failures = [];
    },
  });
  return {
    run,
    add: (block) => {
      lines.clear();
      run?.add(block);
    },
    lines,
  };
}

function textOf({ text, starts, ends }: DatedBlock, index: number): string {
  return text.slice(starts[index], ends[index]);
}

function sortedUnion(one: ReadonlyMap<number, unknown>, other: ReadonlyMap<number, unknown>): number[] {
  return [...new Set([...one.keys(), ...other.keys()])].sort((a, b) => a - b);
}

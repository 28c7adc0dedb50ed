import type { DangerFix } from '../danger/danger.ts';
import { findLongerNames } from '../danger/longer-name.ts';
import { configuredPart, nameOf, noSpan, withFix, type ConfiguredPart } from '../danger/places.ts';
import { createProbe, detectorOf, type FilterTexts, type Probe, type RegexName } from '../danger/probe.ts';
import { explainLine, lostWeight, type JudgedLine } from '../explain/explain-line.ts';
import type { Miss } from '../explain/explain-regex.ts';
import { foreignLogInWords, watchForeignLog } from '../explain/foreign-log.ts';
import { keepEarlierLines, neededLinesInWords, type NeededLines } from '../explain/needed-lines.ts';
import { partsOfLine } from '../matching/date-stage.ts';
import { bufferText } from '../matching/line-buffer.ts';
import type { LineBlock } from '../matching/line-block.ts';
import { configuredFilter, explainOptions, mostExplained, type AdviceOptions } from './explaining.ts';
import { dateAdvice, datesInWords, type SampleDates } from './sample-dates.ts';
import { runSample, startRun, type SampleRun } from './sample-run.ts';

/** The filter finds nothing in its whole sample, or one failregex misses lines that a small change would bring. */
export interface UnmatchedSample extends ConfiguredPart {
  readonly kind: 'unmatched-sample';
  /** Of one failregex; the filter finds something. */
  readonly isOfOne: boolean;
  /** Lines in which this failregex is the first that finds something; of a prefregex all lines in which something is found. */
  readonly hits: number;
  /** So many lines fail2ban-regex tests. */
  readonly lines: number;
  /** The line that comes nearest to a match, from 1, and why it does not match, in sentences; the part at fault is the part. */
  readonly nearest: { readonly line: number; readonly why: string };
  readonly proof: { readonly log: string; readonly id: null };
  /** It was tried: it loses no line. */
  readonly fix: (DangerFix & { readonly gains: number }) | undefined;
  /** Other modes of the filter that find something in the sample, and in how many lines; the fewest first. */
  readonly modes?: readonly { readonly mode: string; readonly lines: number }[];
}

/** Without the lines of which a rule of its own tells: the program's name is a longer one there. */
export function unmatchedSample(
  probe: Probe,
  sample: string,
  block: LineBlock,
  run: SampleRun,
  options: AdviceOptions,
): UnmatchedSample[] {
  const told = new Set(findLongerNames(probe, sample).flatMap(({ lines }) => lines));
  // That nothing is found is told with them.
  return told.size > 0 && run.taken.size === 0 ? [] : unmatchedRegexes(probe, withoutLines(block, told), run, options);
}

function withoutLines(block: LineBlock, numbers: ReadonlySet<number>): LineBlock {
  if (numbers.size === 0) return block;
  const isKept = (_: number, i: number): boolean => i < block.count && !numbers.has(block.numbers[i]!);
  const [starts, ends, kept] = [block.starts, block.ends, block.numbers].map((list) => list.filter(isKept));
  return { ...block, count: kept!.length, starts: starts!, ends: ends!, numbers: kept! };
}

interface NearLine {
  readonly line: number;
  readonly text: string;
  readonly isUndated: boolean;
  readonly miss: Miss;
  /** It matches with more lines searched together. */
  readonly needed: NeededLines | undefined;
}

/** What keeps lines from matching: of the filter where no line matches, and of regexes that a small change mends. */
function unmatchedRegexes(probe: Probe, block: LineBlock, run: SampleRun, options: AdviceOptions): UnmatchedSample[] {
  const foreign = run.taken.size > 0 ? undefined : foreignLog(probe, block);
  if (foreign) return [foreign];
  const near = nearestLines(probe, block, options);
  const dates = [...near.values()].some(({ isUndated }) => isUndated) ? dateAdvice(probe.texts, block) : undefined;
  const datesWhy = dates ? datesInWords(dates, probe.texts) : [];
  const onceDated = dates && run.taken.size === 0 ? linesOnceDated(probe.texts, dates, block) : 0;
  const told = [...near].map(([name, { line, text, isUndated, miss, needed }]): UnmatchedSample => {
    const rest = {
      kind: 'unmatched-sample',
      // What a prefregex hands on brings the lines that are found.
      hits: name.role === 'failregex' ? hitsOf(probe, run, name) : run.taken.size,
      isOfOne: run.taken.size > 0,
      lines: block.count,
      proof: { log: text, id: null },
    } as const;
    if (isUndated && onceDated > 0) {
      const then = `Then ${onceDated} ${onceDated === 1 ? 'line of the sample matches' : 'lines of the sample match'}.`;
      const nearest = { line, why: [...datesWhy, then].join(' ') };
      return { ...rest, ...configuredPart(probe, name, noSpan), nearest, fix: undefined };
    }
    if (needed) {
      const nearest = { line, why: `${neededLinesInWords(needed)}.` };
      return { ...rest, ...configuredPart(probe, name, noSpan), nearest, fix: undefined };
    }
    return {
      ...rest,
      ...configuredPart(probe, name, miss.culprit?.span ?? noSpan),
      nearest: { line, why: [miss.message, ...(isUndated ? datesWhy : [])].join(' ') },
      fix: provedFix(probe, block, run, name, miss),
    };
  });
  const mended = told.filter(({ fix }) => fix);
  if (run.taken.size > 0 || mended.length > 0) return mended;
  // The first is the nearest.
  return told.slice(0, 1);
}

/** The sample looks like that of another program. */
function foreignLog(probe: Probe, block: LineBlock): UnmatchedSample | undefined {
  const watch = watchForeignLog(probe.filter);
  const lineAt = (i: number): string => block.text.slice(block.starts[i], block.ends[i]);
  for (let i = 0; i < block.count; i++) watch.add(lineAt(i));
  const foreign = watch.verdict();
  if (!foreign) return undefined;
  return {
    kind: 'unmatched-sample',
    ...configuredPart(probe, nameOf(probe, probe.filter.failregex[foreign.regex]!), noSpan),
    hits: 0,
    isOfOne: false,
    lines: block.count,
    nearest: { line: 0, why: isWide(lineAt(0)) ? wideLog : foreignLogInWords(foreign) },
    proof: { log: lineAt(0), id: null },
    fix: undefined,
  };
}

/** Every other character is a zero: UTF-16 read as if it were UTF-8. */
function isWide(line: string): boolean {
  const zeros = line.split('\0').length - 1;
  return zeros > 2 && zeros >= line.length / 3;
}

const wideLog =
  'A zero stands between its characters: the log is written as UTF-16, and read as UTF-8. Have the program write UTF-8: fail2ban cuts lines at single bytes, so that no logencoding reads UTF-16 well.';

/** Lines in which the filter finds something once the datepattern is set that is offered. */
function linesOnceDated(texts: FilterTexts, { patterns }: SampleDates, block: LineBlock): number {
  const probe = patterns && createProbe({ ...texts, datePatterns: patterns });
  return probe?.isWhole && detectorOf(probe.texts) ? runSample(probe, block).taken.size : 0;
}

function hitsOf({ filter, regexes }: Probe, { hits }: SampleRun, of: RegexName): number {
  return hits[filter.failregex.indexOf(regexes.find(({ name }) => name === of)!.regex)]!;
}

/** For each regex the missed line that comes nearest; the nearest of all first. */
function nearestLines(probe: Probe, block: LineBlock, advice: AdviceOptions): ReadonlyMap<RegexName, NearLine> {
  const { filter, texts } = probe;
  const told = configuredFilter(probe, advice);
  const options = explainOptions(texts, advice);
  const near = new Map<RegexName, NearLine>();
  for (const judged of likeliestLines(probe, block)) {
    const { number, block: dated, index } = judged;
    const text = dated.text.slice(dated.starts[index], dated.ends[index]);
    const { prefregex, failregex, needed } = explainLine(told, judged, options);
    const misses =
      prefregex && 'cause' in prefregex
        ? [{ regex: filter.prefregex!, miss: prefregex }]
        : failregex.flatMap(({ index: of, miss }) => (miss ? [{ regex: filter.failregex[of]!, miss }] : []));
    for (const { regex, miss } of misses) {
      const name = nameOf(probe, regex);
      const before = near.get(name);
      const one: NearLine = {
        line: number,
        text,
        isUndated: Number.isNaN(dated.times[index]!),
        miss,
        needed: needed && filter.failregex[needed.regex] === regex ? needed : undefined,
      };
      if (!before || nearnessOf(before) < nearnessOf(one)) near.set(name, one);
    }
  }
  return new Map([...near].sort(([, a], [, b]) => nearnessOf(b) - nearnessOf(a)));
}

/** A line that matches once more lines are searched together is the nearest. */
function nearnessOf({ needed, miss }: NearLine): number {
  return needed ? Infinity : miss.nearness;
}

/**
 * Missed lines to explain, each of another shape: the first; where several lines are searched together those first that hold, with the lines before them, the
 * most of what a regex wants.
 */
function likeliestLines(probe: Probe, block: LineBlock): readonly JudgedLine[] {
  const isOver = probe.texts.maxLines > 1;
  const shapes = new Set<string>();
  const earlier = keepEarlierLines();
  const judged: { readonly line: JudgedLine; readonly lost: number }[] = [];
  startRun(probe, {
    line: (number, verdict, dated, index, outcome, searched = []) => {
      if (isOver) earlier.add(partsOfLine(dated, index));
      if (verdict !== 'missed' || (!isOver && shapes.size >= mostExplained)) return;
      const text = isOver ? bufferText(searched) : dated.text.slice(dated.starts[index], dated.ends[index]);
      const shape = text.replace(/[\da-f]*\d[\da-f]*/gi, '0');
      if (shapes.has(shape)) return;
      shapes.add(shape);
      const lost = isOver
        ? Math.min(...probe.filter.failregex.map((regex) => lostWeight(regex, { text })))
        : judged.length;
      const line = { number, verdict, block: dated, index, outcome, searched, earlier: [...earlier.lines] };
      judged.push({ line, lost });
    },
  }).add(block);
  return judged
    .sort((a, b) => a.lost - b.lost)
    .slice(0, mostExplained)
    .map(({ line }) => line);
}

/** The fix of a miss where it gains lines of the sample and loses none. */
function provedFix(
  probe: Probe,
  block: LineBlock,
  { taken }: SampleRun,
  regex: RegexName,
  { fix }: Miss,
): UnmatchedSample['fix'] {
  if (!fix) return undefined;
  const { prefregex, failregex } = probe.texts;
  const whole = { start: 0, end: (regex.role === 'prefregex' ? prefregex! : failregex[regex.index]!).length };
  const change: DangerFix = { title: fix.title, regex, edits: [{ span: whole, text: fix.configured.text }] };
  const fixed = createProbe(withFix(probe.texts, change));
  if (!fixed.isWhole) return undefined;
  const after = runSample(fixed, block).taken;
  const gains = after.size - taken.size;
  return gains > 0 && [...taken].every((line) => after.has(line)) ? { ...change, gains } : undefined;
}

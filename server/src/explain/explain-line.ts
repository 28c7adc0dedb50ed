import { searchedText, type DatedBlock } from '../matching/date-stage.ts';
import type { CompiledFilter, CompiledRegex } from '../matching/compile-filter.ts';
import type { Verdict } from '../matching/line-statistics.ts';
import { expandRegex } from '../matching/compile-regex.ts';
import { contentOf } from '../matching/search-run.ts';
import type { LineOutcome } from '../matching/search-run.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { textsOf, type GroupTexts } from '../translate/searcher.ts';
import { sightDate, type DateSighting } from './date-advice.ts';
import { explainMatch, type MatchedId } from './explain-match.ts';
import { explainMiss, unexplainedMiss, type ExplainOptions, type Miss, type RegexSubject } from './explain-regex.ts';
import { absentParts } from './near-miss.ts';
import { partsOf } from './regex-parts.ts';
import { createTrials } from './trials.ts';

/** What fail2ban makes of one line, stage by stage in its order. Offsets are UTF-16, into the line. */
export interface LineExplanation {
  /** The physical line of the log, from 1. */
  readonly line: number;
  readonly verdict: Verdict;
  /** The line as it is written. */
  readonly text: string;
  readonly date: DateStageReport;
  /** A date that a person sees in the line, where fail2ban finds none. */
  readonly sighting: DateSighting | undefined;
  /** What fail2ban searches, without the line feed. */
  readonly rest: string;
  /** Undefined where the filter has none. `content`: what it hands on, where that is not the whole text. */
  readonly prefregex: { readonly content: string | undefined } | Miss | undefined;
  /** The nearest first: those that match, then those that miss by the least. Empty where prefregex does not let the line through. */
  readonly failregex: readonly RegexReport[];
  /** The ignoreregexes that match, from 0. */
  readonly ignoredBy: readonly number[];
  /** What each of them matches, in the text that is searched. */
  readonly ignoredFor?: ReadonlyMap<number, Span>;
}

export type DateStageReport =
  | { readonly kind: 'found'; readonly start: number; readonly end: number; readonly seconds: number }
  /** A date that is cut out, but is no moment. */
  | { readonly kind: 'unparsable'; readonly start: number; readonly end: number }
  /** The date of a line shortly before stands in. */
  | { readonly kind: 'borrowed'; readonly text: string; readonly seconds: number }
  /** The datepattern asks for no date (`{NONE}`). */
  | { readonly kind: 'unwanted' }
  | { readonly kind: 'none' };

export interface RegexReport {
  /** From 0. */
  readonly index: number;
  /** Undefined where the regex matches. */
  readonly miss: Miss | undefined;
  /** What a match names; undefined for an id of the author's own, and where the regex does not match. */
  readonly id?: MatchedId | undefined;
}

export interface JudgedLine {
  readonly number: number;
  readonly verdict: Verdict;
  readonly block: DatedBlock;
  readonly index: number;
  readonly outcome: LineOutcome | undefined;
}

/** Explains one line of a run: what was cut out, what is left, and how each regex fares with it. */
export function explainLine(filter: CompiledFilter, judged: JudgedLine, options: ExplainOptions): LineExplanation {
  const { block, index, number, verdict, outcome } = judged;
  const [start, cutStart, cutEnd] = [block.starts[index]!, block.cutStarts[index]!, block.cutEnds[index]!];
  const text = searchedText(block, index);
  const line = block.text.slice(start, block.ends[index]);
  const subject: RegexSubject = {
    text,
    uncut: cutEnd > cutStart ? { text: line, cut: { start: cutStart - start, end: cutEnd - start } } : undefined,
  };
  const prefix = filter.prefregex && explainPrefix(filter.prefregex, subject, { ...options, multiline: false });
  const handedOn = prefix && 'subject' in prefix ? prefix.subject : subject;
  const isStopped = prefix !== undefined && !('subject' in prefix);
  const date = dateOf(block, index);
  const ignoredBy = [...new Set(outcome?.ignoredBy ?? [])];
  return {
    line: number,
    verdict,
    text: line,
    date,
    sighting: date.kind === 'none' || date.kind === 'borrowed' ? sightDate(line, number) : undefined,
    rest: text.replace(/\n$/, ''),
    prefregex: prefix && ('subject' in prefix ? { content: prefix.content } : prefix),
    failregex: isStopped ? [] : explainFailregexes(filter.failregex, handedOn, options),
    ignoredBy,
    ignoredFor: spansOf(filter, ignoredBy, handedOn.text, options),
  };
}

function dateOf({ text, starts, cutStarts, cutEnds, times, borrowed }: DatedBlock, i: number): DateStageReport {
  const [start, end] = [cutStarts[i]! - starts[i]!, cutEnds[i]! - starts[i]!];
  const seconds = times[i]!;
  const standIn = borrowed.get(i);
  if (standIn !== undefined) return { kind: 'borrowed', text: standIn, seconds };
  if (end <= start || text === '') return { kind: Number.isNaN(seconds) ? 'none' : 'unwanted' };
  return Number.isNaN(seconds) ? { kind: 'unparsable', start, end } : { kind: 'found', start, end, seconds };
}

function explainPrefix(
  prefregex: CompiledRegex,
  subject: RegexSubject,
  options: ExplainOptions,
): { content: string | undefined; subject: RegexSubject } | Miss {
  const groups = searchGroups(prefregex, subject.text, options);
  if (!groups) return explainMiss(prefregex, subject, options);
  const content = contentOf(prefregex, groups);
  if (content === '') return { content: undefined, subject };
  const at = subject.text.lastIndexOf(content);
  const taken = { before: subject.text.slice(0, at), behind: subject.text.slice(at + content.length) };
  return { content, subject: { text: `${content}\n`, uncut: undefined, taken } };
}

/** Why a regex is not explained where the regexes of a line take too long together. */
const notLookedInto = 'It does not match; why was not looked into here, as the others took long.';
const askCommandLine = 'The command line does: explain.';

function explainFailregexes(
  regexes: readonly CompiledRegex[],
  subject: RegexSubject,
  options: ExplainOptions,
): RegexReport[] {
  const { lineMilliseconds = Infinity, lateAdvice = askCommandLine } = options;
  const end = performance.now() + lineMilliseconds;
  const likeliestFirst =
    lineMilliseconds === Infinity
      ? [...regexes.keys()]
      : [...regexes.keys()].sort((a, b) => lostWeight(regexes[a]!, subject) - lostWeight(regexes[b]!, subject));
  return likeliestFirst
    .map((index): RegexReport => {
      const regex = regexes[index]!;
      if (searchGroups(regex, subject.text, options))
        return { index, miss: undefined, id: idOf(regex, subject, options) };
      const isLate = performance.now() > end;
      const miss = isLate ? unexplainedMiss(`${notLookedInto} ${lateAdvice}`) : explainMiss(regex, subject, options);
      return { index, miss, id: undefined };
    })
    .sort((a, b) => nearnessOf(b) - nearnessOf(a) || a.index - b.index);
}

/** How many fixed letters of a regex are nowhere in the text. */
function lostWeight({ pattern, expanded, configured }: CompiledRegex, { text }: RegexSubject): number {
  const parts = partsOf(pattern, expanded, configured);
  return absentParts(parts, text).reduce((sum, at) => sum + parts[at]!.weight, 0);
}

function idOf(regex: CompiledRegex, { text }: RegexSubject, options: ExplainOptions): MatchedId | undefined {
  const expand = (configured: MappedText): MappedText =>
    expandRegex(configured, { useDns: 'warn', fail2ban: options.fail2ban ?? '1.1' });
  const trials = createTrials(options);
  return trials.run(() => explainMatch(regex, text, trials.of(text).trial, expand));
}

function spansOf(
  { ignoreregex }: CompiledFilter,
  indexes: readonly number[],
  text: string,
  options: ExplainOptions,
): ReadonlyMap<number, Span> {
  return new Map(
    indexes.flatMap((index): [number, Span][] => {
      const span = ignoreregex[index] && spanIn(ignoreregex[index], text, options);
      return span ? [[index, span]] : [];
    }),
  );
}

function spanIn({ searcher }: CompiledRegex, text: string, { guard, milliseconds }: ExplainOptions): Span | undefined {
  let span: Span | undefined;
  guard(() => {
    const spans = searcher.search(text);
    span = spans ? { start: spans[0]!, end: spans[1]! } : undefined;
  }, milliseconds);
  return span;
}

function nearnessOf({ miss }: RegexReport): number {
  return miss ? miss.nearness : Infinity;
}

function searchGroups(
  { searcher }: CompiledRegex,
  text: string,
  { guard, milliseconds }: ExplainOptions,
): GroupTexts | null {
  let groups: GroupTexts | null = null;
  guard(() => {
    const spans = searcher.search(text);
    groups = spans && textsOf(text, spans);
  }, milliseconds);
  return groups;
}

import { searchedText, type DatedBlock } from '../matching/date-stage.ts';
import type { CompiledFilter, CompiledRegex } from '../matching/compile-filter.ts';
import type { Verdict } from '../matching/line-statistics.ts';
import { contentOf } from '../matching/search-run.ts';
import type { LineOutcome } from '../matching/search-run.ts';
import { textsOf, type GroupTexts } from '../translate/searcher.ts';
import { sightDate, type DateSighting } from './date-advice.ts';
import { explainMiss, type ExplainOptions, type Miss, type RegexSubject } from './explain-regex.ts';

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
  const prefix = filter.prefregex && explainPrefix(filter.prefregex, subject, options);
  const handedOn = prefix && 'subject' in prefix ? prefix.subject : subject;
  const isStopped = prefix !== undefined && !('subject' in prefix);
  const date = dateOf(block, index);
  return {
    line: number,
    verdict,
    text: line,
    date,
    sighting: date.kind === 'none' || date.kind === 'borrowed' ? sightDate(line, number) : undefined,
    rest: text.replace(/\n$/, ''),
    prefregex: prefix && ('subject' in prefix ? { content: prefix.content } : prefix),
    failregex: isStopped ? [] : explainFailregexes(filter.failregex, handedOn, options),
    ignoredBy: [...new Set(outcome?.ignoredBy ?? [])],
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
  return { content, subject: { text: `${content}\n`, uncut: undefined } };
}

function explainFailregexes(
  regexes: readonly CompiledRegex[],
  subject: RegexSubject,
  options: ExplainOptions,
): RegexReport[] {
  return regexes
    .map((regex, index) => ({
      index,
      miss: searchGroups(regex, subject.text, options) ? undefined : explainMiss(regex, subject, options),
    }))
    .sort((a, b) => nearnessOf(b) - nearnessOf(a));
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

import { searchedText, type DatedBlock } from '../matching/date-stage.ts';
import type { CompiledFilter, CompiledRegex } from '../matching/compile-filter.ts';
import { bufferText } from '../matching/line-buffer.ts';
import type { Verdict } from '../matching/line-statistics.ts';
import { contentOf } from '../matching/search-run.ts';
import type { LineOutcome } from '../matching/search-run.ts';
import type { LineParts } from '../matching/ticket-data.ts';
import { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { textsOf, type GroupTexts } from '../translate/searcher.ts';
import { subjectsBehind } from './behind-prefix.ts';
import { sightDate, type DateSighting } from './date-advice.ts';
import { connectionFate, type ConnectionFate, type ConnectionFinding } from './connections.ts';
import { explainMatch, type MatchedId } from './explain-match.ts';
import {
  expandedAs,
  explainMiss,
  unexplainedMiss,
  type ExplainOptions,
  type Miss,
  type RegexSubject,
} from './explain-regex.ts';
import { explainMissOver } from './explain-lines.ts';
import { rewritten, type Fix } from './fixes.ts';
import { neededLines, type NeededLines } from './needed-lines.ts';
import { absentParts } from './near-miss.ts';
import { partsOf, weightOf } from './regex-parts.ts';
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
  readonly prefregex: PrefixMatch | Miss | undefined;
  /** The nearest first: those that match, then those that miss by the least. Empty where prefregex does not let the line through. */
  readonly failregex: readonly RegexReport[];
  /** What the failregexes say of what prefregex would hand on, if it let the line through; only where it does not. The nearest first. */
  readonly behindPrefregex?: readonly RegexReport[];
  /** What `maxlines` would have to be for the line to match; undefined where that is not what is wrong. */
  readonly needed?: NeededLines | undefined;
  /** The ignoreregexes that match, from 0. */
  readonly ignoredBy: readonly number[];
  /** What each of them matches, in the text that is searched. */
  readonly ignoredFor?: ReadonlyMap<number, Span>;
  /** The ignoreregexes that come near to a line that is matched, the nearest first. */
  readonly nearlyIgnoredBy?: readonly { readonly index: number; readonly miss: Miss }[];
  /** Those that match a line that no failregex matches: they are not asked. From 0. */
  readonly ignoredInVain?: readonly number[];
  /** Those that match even a line without any text. */
  readonly ignoringAnything?: readonly number[];
}

/** `content`: what prefregex hands on, where that is not the whole text. */
export interface PrefixMatch {
  readonly content: string | undefined;
  /** What is wrong with it, in one sentence. */
  readonly doubt?: string | undefined;
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
  /** It matches, and fail2ban counts nothing, as the match names neither a host nor an id. */
  readonly namesNobody?: NamesNobody;
  /** What a match comes to for the lines of its connection, where it belongs to one. */
  readonly connection?: ConnectionFate;
}

export interface NamesNobody {
  readonly message: string;
  readonly fix: Fix | undefined;
}

export interface JudgedLine {
  readonly number: number;
  readonly verdict: Verdict;
  readonly block: DatedBlock;
  readonly index: number;
  readonly outcome: LineOutcome | undefined;
  /** The lines that were searched together, this one the last, where those are several. */
  readonly searched?: readonly LineParts[] | undefined;
  /** The last lines of the log, this one the last; where the filter searches several. */
  readonly earlier?: readonly LineParts[] | undefined;
  /** Its failures that belong to a connection. */
  readonly findings?: readonly ConnectionFinding[];
}

/** Explains one line of a run: what was cut out, what is left, and how each regex fares with it. */
export function explainLine(filter: CompiledFilter, judged: JudgedLine, options: ExplainOptions): LineExplanation {
  const { block, index, number, verdict, outcome } = judged;
  const [start, cutStart, cutEnd] = [block.starts[index]!, block.cutStarts[index]!, block.cutEnds[index]!];
  const { searched = [] } = judged;
  const isBuffer = searched.length > 1;
  const text = isBuffer ? bufferText(searched) : searchedText(block, index);
  const line = block.text.slice(start, block.ends[index]);
  const subject: RegexSubject = {
    text,
    isBuffer,
    lines: filter.maxLines > 1 ? judged.searched : undefined,
    uncut:
      !isBuffer && cutEnd > cutStart
        ? { text: line, cut: { start: cutStart - start, end: cutEnd - start } }
        : undefined,
  };
  const prefix = filter.prefregex && explainPrefix(filter.prefregex, subject, { ...options, multiline: false });
  const handedOn = prefix && 'subject' in prefix ? prefix.subject : subject;
  const isStopped = prefix !== undefined && !('subject' in prefix);
  const date = dateOf(block, index);
  const ignoredBy = [...new Set(outcome?.ignoredBy ?? [])];
  const reports = (isStopped ? [] : explainFailregexes(filter.failregex, handedOn, options)).map((report) =>
    withFate(report, filter.failregex[report.index]!, judged.findings, handedOn.text, options),
  );
  return {
    line: number,
    verdict,
    text: line,
    date,
    sighting: date.kind === 'none' || date.kind === 'borrowed' ? sightDate(line, number) : undefined,
    rest: text.replace(/\n$/, ''),
    prefregex: prefix && ('subject' in prefix ? { content: prefix.content, doubt: prefix.doubt } : prefix),
    failregex:
      verdict === 'missed' && filter.maxLines === 1
        ? reports.map((report) =>
            report.miss
              ? report
              : { ...report, namesNobody: namesNobody(filter.failregex[report.index]!, handedOn, options) },
          )
        : reports,
    ...(isStopped ? { behindPrefregex: explainBehind(filter, prefix, subject, options) } : {}),
    ...(verdict === 'missed' && filter.maxLines > 1 && judged.earlier
      ? { needed: neededLines(filter, judged.earlier, options) }
      : {}),
    ignoredBy,
    ...(verdict === 'matched' ? { nearlyIgnoredBy: nearlyIgnored(filter, handedOn, options) } : {}),
    ...(verdict === 'missed' && !isBuffer
      ? {
          ignoredInVain: [...filter.ignoreregex.keys()].filter((at) =>
            spanIn(filter.ignoreregex[at]!, handedOn.text, options),
          ),
        }
      : {}),
    ignoredFor: spansOf(filter, ignoredBy, handedOn.text, options),
    ignoringAnything: ignoredBy.filter((index) => spanIn(filter.ignoreregex[index]!, '\n', options)),
  };
}

/** Of what prefregex might hand on the first that a failregex matches, else what it hands on with its fix. */
function explainBehind(
  { prefregex, failregex }: CompiledFilter,
  miss: Miss,
  subject: RegexSubject,
  options: ExplainOptions,
): RegexReport[] {
  if (subject.isBuffer) return [];
  const subjects = subjectsBehind(prefregex!, miss, subject, options);
  const handedOn =
    subjects.find(({ text }) => failregex.some((regex) => searchGroups(regex, text, options))) ??
    (miss.fix ? subjects[0] : undefined);
  return handedOn ? explainFailregexes(failregex, handedOn, options) : [];
}

/** So many ignoreregexes are looked into. */
const mostIgnoreregexes = 5;

/** An ignoreregex of which most fixed letters fit was likely meant for the line. */
function nearlyIgnored(
  { ignoreregex }: CompiledFilter,
  subject: RegexSubject,
  options: ExplainOptions,
): { index: number; miss: Miss }[] {
  if (subject.isBuffer) return [];
  return ignoreregex
    .slice(0, mostIgnoreregexes)
    .flatMap((regex, index): { index: number; miss: Miss }[] => {
      const total = weightOf(partsOf(regex.pattern, regex.expanded, regex.configured));
      if (total === 0 || lostWeight(regex, subject) > total / 2 || spanIn(regex, subject.text, options)) return [];
      const miss = explainMiss(regex, subject, options);
      return miss.relaxed !== undefined && 2 * miss.nearness >= total ? [{ index, miss }] : [];
    })
    .sort((a, b) => b.miss.nearness - a.miss.nearness);
}

function withFate(
  report: RegexReport,
  regex: CompiledRegex,
  findings: readonly ConnectionFinding[] = [],
  text: string,
  options: ExplainOptions,
): RegexReport {
  const finding = findings.find(({ regex: index }) => index === report.index);
  const groups = finding && !report.miss ? searchGroups(regex, text, options) : null;
  return finding && groups ? { ...report, connection: connectionFate(finding, regex, groups) } : report;
}

function dateOf({ text, starts, cutStarts, cutEnds, times, borrowed }: DatedBlock, i: number): DateStageReport {
  const [start, end] = [cutStarts[i]! - starts[i]!, cutEnds[i]! - starts[i]!];
  const seconds = times[i]!;
  const standIn = borrowed.get(i);
  if (standIn !== undefined) return { kind: 'borrowed', text: standIn, seconds };
  if (end <= start || text.whole === '') return { kind: Number.isNaN(seconds) ? 'none' : 'unwanted' };
  return Number.isNaN(seconds) ? { kind: 'unparsable', start, end } : { kind: 'found', start, end, seconds };
}

function explainPrefix(
  prefregex: CompiledRegex,
  subject: RegexSubject,
  options: ExplainOptions,
): (PrefixMatch & { subject: RegexSubject }) | Miss {
  const groups = searchGroups(prefregex, subject.text, options);
  if (!groups) return explainMiss(prefregex, subject, options);
  const content = contentOf(prefregex, groups);
  if (content === '') return { content: undefined, doubt: undefined, subject: { ...subject, isHandedOnWhole: true } };
  const doubt = lazyContent(prefregex, content, subject.text, options);
  const at = subject.text.lastIndexOf(content);
  const taken = { before: subject.text.slice(0, at), behind: subject.text.slice(at + content.length) };
  return {
    content,
    doubt,
    subject: {
      text: `${content}\n`,
      isBuffer: subject.isBuffer ?? false,
      uncut: undefined,
      wasCut: subject.uncut !== undefined,
      taken,
    },
  };
}

/** `<F-CONTENT>.+?</F-CONTENT>` with nothing behind it takes one letter: proved by the same regex that takes as much as it can. */
function lazyContent(
  { configured }: CompiledRegex,
  content: string,
  text: string,
  options: ExplainOptions,
): string | undefined {
  const lazy = /\.[*+]\?(?=<\/F-CONTENT>)/.exec(configured.text);
  if (!lazy) return undefined;
  const greedy = lazy[0].slice(0, 2);
  const meant = MappedText.concat([
    configured.slice(0, lazy.index),
    MappedText.builtin(greedy, 'fix'),
    configured.slice(lazy.index + 3),
  ]);
  const trials = createTrials(options);
  const match = trials.run(() => trials.of(text).trial.search(expandedAs(options)(meant).text));
  const group = match?.groupNames.get('content');
  if (!match || group === undefined || match.spans[2 * group + 1]! - match.spans[2 * group]! <= content.length)
    return undefined;
  return `Its ${lazy[0]} takes as little as it can, and nothing behind it asks for more: write ${greedy}.`;
}

/** Why a match counts for nothing. Where a `|` parts the regex that was meant as a mark, there is a fix. */
function namesNobody(regex: CompiledRegex, { text }: RegexSubject, options: ExplainOptions): NamesNobody {
  const { body } = regex.pattern;
  const nobody = 'This match names neither a host nor an id: fail2ban counts no failure.';
  if (body.type !== 'Alternation') return { message: nobody, fix: undefined };
  const bars = body.branches
    .slice(1)
    .map(({ span: { start } }) => ({ span: { start: start - 1, end: start }, text: '\\|' }));
  const configured = rewritten(regex, bars);
  const trials = createTrials(options);
  const match = configured && trials.run(() => trials.of(text).trial.search(expandedAs(options)(configured).text));
  return {
    message: `${nobody} Each | parts the regex into alternatives, and one without a tag matches.`,
    fix: match ? { title: 'Mean the mark itself: \\|', configured: configured! } : undefined,
  };
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
      const miss = isLate
        ? unexplainedMiss(`${notLookedInto} ${lateAdvice}`)
        : explainMissOver(regex, subject, options);
      return { index, miss, id: undefined };
    })
    .sort((a, b) => nearnessOf(b) - nearnessOf(a) || a.index - b.index);
}

/** How many fixed letters of a regex are nowhere in the text. */
export function lostWeight(
  { pattern, expanded, configured }: CompiledRegex,
  { text }: Pick<RegexSubject, 'text'>,
): number {
  const parts = partsOf(pattern, expanded, configured);
  return weightOf(absentParts(parts, text).map((at) => parts[at]!));
}

function idOf(regex: CompiledRegex, { text }: RegexSubject, options: ExplainOptions): MatchedId | undefined {
  const trials = createTrials(options);
  return trials.run(() => explainMatch(regex, text, trials.of(text).trial, expandedAs(options)));
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

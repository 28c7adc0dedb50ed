import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { createDateDetector, type DateDetector } from '../dates/detector.ts';
import { compileFilter, type CompiledFilter, type CompiledRegex } from '../matching/compile-filter.ts';
import { failureIdGroups, type UseDns } from '../matching/failregex-tags.ts';
import { splitLines } from '../matching/line-block.ts';
import { createMatchRun } from '../matching/match-run.ts';
import { contentOf } from '../matching/search-run.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { textsOf } from '../translate/searcher.ts';
import { createPartFinder, type PartFinder } from './loose-parts.ts';

/** A filter in plain texts, as configured; offsets that are told of it are offsets into these. */
export interface FilterTexts {
  readonly prefregex: string | null;
  readonly failregex: readonly string[];
  readonly ignoreregex: readonly string[];
  readonly maxLines: number;
  /** The lines of the datepattern; null where the filter sets none. */
  readonly datePatterns: readonly string[] | null;
  readonly fail2ban: Fail2banVersion;
  readonly python: PythonVersion;
  readonly useDns: UseDns;
}

/** Which regex of a filter. */
export interface RegexName {
  readonly role: 'prefregex' | 'failregex' | 'ignoreregex' | 'datepattern';
  /** Which of its kind, from 0, as configured; of a datepattern, which line. */
  readonly index: number;
}

/** What a log comes to. */
export interface LogAnswer {
  /** What the server would take from each line in turn: it stops at the first failregex that matches. */
  readonly taken: readonly TakenId[];
  /** What fail2ban-regex reports: every failregex counts. */
  readonly reported: readonly TakenId[];
  /** The ignoreregexes that took matches back, from 0, as compiled. */
  readonly ignoredBy: readonly number[];
}

export interface TakenId {
  /** From 1. */
  readonly line: number;
  /** From 0, as compiled. */
  readonly regex: number;
  readonly id: string;
}

/** Where one failregex found its failure id in a text, the date cut out already. Offsets into that text. */
export interface FoundId {
  readonly id: Span;
  /** The group that took it: `fid`, `ip4`, `ip6` or `dns`. */
  readonly group: string;
  readonly match: Span;
  /** Where the text begins that prefregex hands on: 0 without one. */
  readonly contentStart: number;
}

/** A filter that can be asked what it makes of a line. */
export interface Probe {
  readonly texts: FilterTexts;
  readonly filter: CompiledFilter;
  /** The regexes that fail2ban takes, with the place of each in the texts. */
  readonly regexes: readonly ProbedRegex[];
  /** Runs a log from a fresh start, as fail2ban-regex does. */
  ask(log: string): LogAnswer;
  /** Searches one text with one failregex, prefregex first; no date is looked for. */
  find(text: string, failregex: CompiledRegex): FoundId | undefined;
  /** True where every regex is well: fail2ban starts with this filter. */
  readonly isWhole: boolean;
}

export interface ProbedRegex {
  readonly name: RegexName;
  readonly regex: CompiledRegex;
  /** What its loose parts take of a text. */
  readonly takenBy: PartFinder;
}

/** Any present moment will do: dates decide nothing of what is asked here. */
export const someMoment = Date.UTC(2025, 6, 12) / 1000;

/** Compiles a filter to be asked. Nothing stops its searches: ask under a guard. */
export function createProbe(texts: FilterTexts): Probe {
  const { fail2ban, python, useDns, maxLines } = texts;
  const named = (role: RegexName['role'], text: string): MappedText => MappedText.builtin(text, role);
  const configured = {
    ...(texts.prefregex === null ? {} : { prefregex: named('prefregex', texts.prefregex) }),
    failregex: texts.failregex.map((text) => named('failregex', text)),
    ignoreregex: texts.ignoreregex.map((text) => named('ignoreregex', text)),
  };
  const { filter, problems } = compileFilter(configured, { fail2ban, python, useDns, maxLines });
  const place = (role: 'failregex' | 'ignoreregex', regex: CompiledRegex): ProbedRegex => ({
    name: { role, index: configured[role].indexOf(regex.configured) },
    regex,
    takenBy: createPartFinder(regex, texts),
  });
  const { prefregex } = filter;
  const prefix = (regex: CompiledRegex): ProbedRegex => ({
    name: { role: 'prefregex', index: 0 },
    regex,
    takenBy: createPartFinder(regex, texts),
  });
  const regexes: ProbedRegex[] = [
    ...(prefregex ? [prefix(prefregex)] : []),
    ...filter.failregex.map((regex) => place('failregex', regex)),
    ...filter.ignoreregex.map((regex) => place('ignoreregex', regex)),
  ];
  const run = (log: string, checkAll: boolean): { taken: TakenId[]; ignoredBy: number[] } => {
    const taken: TakenId[] = [];
    const ignoredBy: number[] = [];
    const dates = detectorOf(texts);
    if (!dates) return { taken, ignoredBy };
    const match = createMatchRun({
      filter,
      dates,
      fail2ban,
      checkAll,
      now: () => someMoment,
      observer: {
        finding: (line, { id, regex, isNoFail }) => {
          if (id !== null && !isNoFail) taken.push({ line, regex, id });
        },
        line: (_line, _verdict, _block, _index, outcome) => {
          if (outcome) ignoredBy.push(...outcome.ignoredBy);
        },
      },
    });
    const text = log.endsWith('\n') ? log : `${log}\n`;
    match.add(splitLines(text, { firstNumber: 1, isAscii: /^[\x00-\x7f]*$/.test(text) }));
    return { taken, ignoredBy };
  };
  const answers = new Map<string, LogAnswer>();
  return {
    texts,
    filter,
    regexes,
    isWhole: problems.length === 0,
    ask: (log) => {
      const known = answers.get(log);
      if (known) return known;
      const all = run(log, true);
      const answer = { taken: run(log, false).taken, reported: all.taken, ignoredBy: all.ignoredBy };
      answers.set(log, answer);
      return answer;
    },
    find: (text, failregex) => findId(filter, failregex, text),
  };
}

/** A new detector, as each run has one; undefined where fail2ban refuses the datepattern. */
export function detectorOf({ datePatterns, fail2ban, python }: FilterTexts): DateDetector | undefined {
  const made = createDateDetector({
    ...(datePatterns ? { patterns: datePatterns } : {}),
    fail2ban,
    python,
    now: () => someMoment,
    localZone: 'UTC',
  });
  return made.ok ? made.detector : undefined;
}

/** What failregexes and ignoreregexes see of a text, its date cut out already; undefined where prefregex does not find it. */
export function seenOf({ prefregex }: CompiledFilter, text: string): { content: string; start: number } | undefined {
  if (!prefregex) return { content: text, start: 0 };
  const spans = prefregex.searcher.search(`${text}\n`);
  if (!spans) return undefined;
  const handed = contentOf(prefregex, textsOf(`${text}\n`, spans));
  const group = prefregex.pattern.groupNames.get('content');
  return handed !== '' && group !== undefined
    ? { content: handed, start: spans[2 * group]! }
    : { content: text, start: 0 };
}

function findId(filter: CompiledFilter, failregex: CompiledRegex, text: string): FoundId | undefined {
  const seen = seenOf(filter, text);
  const spans = seen && failregex.searcher.search(`${seen.content}\n`);
  if (!spans) return undefined;
  const own = idIn(failregex, spans);
  const prefixSpans = filter.prefregex?.searcher.search(`${text}\n`);
  const named = own
    ? { ...own, span: shift(own.span, seen.start) }
    : prefixSpans && idIn(filter.prefregex!, prefixSpans);
  const match = shift({ start: spans[0]!, end: spans[1]! }, seen.start);
  return named ? { id: named.span, group: named.group, match, contentStart: seen.start } : undefined;
}

interface NamedSpan {
  readonly group: string;
  readonly span: Span;
}

/** The group that names the failure, as fail2ban chooses it. */
function idIn({ pattern }: CompiledRegex, spans: ArrayLike<number>): NamedSpan | undefined {
  for (const name of failureIdGroups) {
    const group = pattern.groupNames.get(name);
    if (group !== undefined && spans[2 * group]! >= 0)
      return { group: name, span: { start: spans[2 * group]!, end: spans[2 * group + 1]! } };
  }
  return undefined;
}

function shift({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

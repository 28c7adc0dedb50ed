import type { CompiledRegex } from '../matching/compile-filter.ts';
import type { Alternation, Node, Pattern } from '../pyre/nodes.ts';
import { parsePattern } from '../pyre/parser.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { children, walk } from '../pyre/walk.ts';
import type { Span } from '../text/span.ts';
import { createSearcher } from '../translate/compile.ts';
import { textsOf } from '../translate/searcher.ts';

/** One `|` of a regex: how many matches went through each branch. */
export interface AlternationCounts {
  /** Place in the expanded regex, UTF-16. */
  readonly span: Span;
  /** It stands in a repeat: a match may go through several of its branches. */
  readonly isRepeated: boolean;
  /** Matches in which one of the branches took part; the sum of the branches where nothing is repeated. */
  readonly taken: number;
  readonly branches: readonly { readonly span: Span; readonly written: string; readonly hits: number }[];
}

/** What a piece of a regex took. */
export interface TakenValues {
  /** Matches in which it took part. */
  readonly hits: number;
  /** The most frequent first. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** How many different values there are; at the least, where `isBounded`. */
  readonly distinct: number;
  readonly isBounded: boolean;
  readonly shortest: number;
  readonly longest: number;
  /** What its characters are, in words: `digits`, `small letters`, `. and -`. */
  readonly kinds: readonly string[];
}

/** What a named group took. */
export interface GroupValues extends TakenValues {
  readonly name: string;
  /** Place in the expanded regex, UTF-16. */
  readonly span: Span;
}

/** A part of which it is counted what it took: a class with its repeat, a whole `<HOST>`. */
export interface CountedPart {
  /** Place in the expanded regex, UTF-16. */
  readonly span: Span;
  readonly written: string;
}

export interface PartValues extends TakenValues, CountedPart {}

export interface BranchReport {
  /** Matches that were looked at: all of the regex. */
  readonly hits: number;
  /** False where the branches cannot be told (`\1`, `(?(1)…)`), or a search was stopped: then only groups are known. */
  readonly isComplete: boolean;
  readonly alternations: readonly AlternationCounts[];
  readonly groups: readonly GroupValues[];
  /** Of the parts that were asked for. */
  readonly parts: readonly PartValues[];
}

export interface BranchCounter {
  /** A text that the regex matches, as fail2ban searches it. */
  add(text: string): void;
  /** Which branches a text goes through, as `[alternation, branch]` of the report; undefined where that cannot be told. Counts nothing. */
  waysOf(text: string): readonly (readonly [alternation: number, branch: number])[] | undefined;
  /** A text could not be searched in time. */
  leaveOut(): void;
  report(mostValues?: number): BranchReport;
}

/** So many values of one group, and of one part, are told apart. */
const mostKept = 10_000;
const mostKeptOfPart = 1000;
const branchPrefix = 'fail2banLensBranch';
const partPrefix = 'fail2banLensPart';

/**
 * Counts which way the matches of one regex go: the same regex with a group around each branch that its author wrote, and around each of
 * `parts`.
 */
export function createBranchCounter(
  { expanded, pattern, searcher }: CompiledRegex,
  python: PythonVersion,
  { multiline = false, parts = [] }: { readonly multiline?: boolean; readonly parts?: readonly CountedPart[] } = {},
): BranchCounter {
  const found = alternationsOf(pattern.body, (span) => expanded.whereToEdit(span) !== undefined);
  const marks = [
    ...found.flatMap(({ node }, i) => node.branches.map(({ span }, k) => ({ span, name: `${branchPrefix}${i}_${k}` }))),
    ...parts.map(({ span }, i) => ({ span, name: `${partPrefix}${i}` })),
  ];
  const marked = hasNumberedReferences(expanded.text) ? undefined : markSpans(expanded.text, marks);
  const parsed = marked === undefined ? undefined : parsePattern(marked, { python, multiline }).pattern;
  const marker = parsed && createSearcher(parsed, { python });
  const asked = marker ?? searcher;
  const names = (parsed ?? pattern).groupNames;
  const counts = found.map(({ node }) => node.branches.map(() => 0));
  const taken = found.map(() => 0);
  const groupSpans = spansOfGroups(pattern);
  const groups = [...pattern.groupNames.keys()].map((name) => ({
    name,
    span: groupSpans.get(name)!,
    number: names.get(name)!,
    tally: createTally(),
  }));
  const tallies = marker ? parts.map((part) => ({ part, tally: createTally(mostKeptOfPart) })) : [];
  let hits = 0;
  let isComplete = marker !== undefined || found.length === 0;

  return {
    add: (text) => {
      hits++;
      const spans = asked.search(text);
      if (!spans) {
        isComplete = false;
        return;
      }
      const texts = textsOf(text, spans);
      for (const { number, tally } of groups) {
        const value = texts[number];
        if (value !== undefined) tally.add(value);
      }
      tallies.forEach(({ tally }, i) => {
        const value = texts[names.get(`${partPrefix}${i}`)!];
        if (value !== undefined) tally.add(value);
      });
      if (marker)
        found.forEach(({ node }, i) => {
          let isTaken = false;
          node.branches.forEach((_, k) => {
            if (texts[names.get(`${branchPrefix}${i}_${k}`)!] === undefined) return;
            counts[i]![k]!++;
            isTaken = true;
          });
          if (isTaken) taken[i]!++;
        });
    },
    waysOf: (text) => {
      if (found.length === 0) return [];
      const spans = marker?.search(text);
      if (!spans) return undefined;
      return found.flatMap(({ node }, i) =>
        node.branches.flatMap((_, k) =>
          spans[2 * names.get(`${branchPrefix}${i}_${k}`)!]! < 0 ? [] : [[i, k] as const],
        ),
      );
    },
    leaveOut: () => {
      isComplete = false;
    },
    report: (mostValues = 5) => ({
      hits,
      isComplete,
      alternations: marker
        ? found.map(({ node, isRepeated }, i) => ({
            span: node.span,
            isRepeated,
            taken: taken[i]!,
            branches: node.branches.map(({ span }, k) => ({
              span,
              written: expanded.text.slice(span.start, span.end),
              hits: counts[i]![k]!,
            })),
          }))
        : [],
      groups: groups
        .map(({ name, span, tally }) => ({ name, span, ...tally.read(mostValues) }))
        .filter((group) => group.hits > 0),
      parts: tallies.map(({ part, tally }) => ({ ...part, ...tally.read(mostValues) })).filter((part) => part.hits > 0),
    }),
  };
}

interface FoundAlternation {
  readonly node: Alternation;
  readonly isRepeated: boolean;
}

/** Those whose `|` somebody wrote: not the ones inside of what `<HOST>` becomes. Outer ones first. */
function alternationsOf(body: Node, isWritten: (span: Span) => boolean): FoundAlternation[] {
  const found: FoundAlternation[] = [];
  const visit = (node: Node, isRepeated: boolean): void => {
    if (node.type === 'LookAround') return;
    if (node.type === 'Alternation') {
      const bar = node.branches[1]!.span.start - 1;
      if (isWritten({ start: bar, end: bar + 1 })) found.push({ node, isRepeated });
    }
    const inside = isRepeated || (node.type === 'Repeat' && node.max > 1);
    for (const child of children(node)) visit(child, inside);
  };
  visit(body, false);
  return found;
}

function spansOfGroups(pattern: Pattern): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  walk(pattern, (node) => {
    if (node.type === 'CaptureGroup' && node.name !== undefined) spans.set(node.name, node.span);
  });
  return spans;
}

/** A group more would move what `\\1` and `(?(1)…)` mean. */
export function hasNumberedReferences(source: string): boolean {
  return /\\[1-9]|\(\?\(\d/.test(source);
}

/** The regex with a named group around each span; spans hold one another or do not meet. */
export function markSpans(source: string, spans: readonly { readonly span: Span; readonly name: string }[]): string {
  const marks: { at: number; text: string; order: number }[] = [];
  for (const { span, name } of spans) {
    // At one place a group ends before the next begins, an inner one ends first, an outer one begins first.
    const size = span.end - span.start;
    marks.push({ at: span.start, text: `(?P<${name}>`, order: size === 0 ? 0 : 1e9 - size });
    marks.push({ at: span.end, text: ')', order: size === 0 ? 0.5 : size - 1e9 });
  }
  marks.sort((a, b) => a.at - b.at || a.order - b.order);
  let text = '';
  let done = 0;
  for (const { at, text: piece } of marks) {
    text += source.slice(done, at) + piece;
    done = at;
  }
  return text + source.slice(done);
}

interface Tally {
  add(value: string): void;
  read(shown: number): TakenValues;
}

function createTally(most = mostKept): Tally {
  const counts = new Map<string, number>();
  let hits = 0;
  let isBounded = false;
  let [shortest, longest] = [Infinity, 0];
  const kinds = createKinds();
  return {
    add: (value) => {
      hits++;
      shortest = Math.min(shortest, value.length);
      longest = Math.max(longest, value.length);
      const count = counts.get(value);
      if (count === undefined) kinds.add(value);
      if (count !== undefined || counts.size < most) counts.set(value, (count ?? 0) + 1);
      else isBounded = true;
    },
    read: (shown) => ({
      hits,
      values: [...counts]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count)
        .slice(0, shown),
      distinct: counts.size,
      isBounded,
      shortest: hits === 0 ? 0 : shortest,
      longest,
      kinds: kinds.read(),
    }),
  };
}

/** So many marks are named one by one. */
const mostMarks = 8;

/** What the characters of some texts are. */
function createKinds(): { add(text: string): void; read(): string[] } {
  const patterns = [
    [/\p{Nd}/u, 'digits'],
    [/\p{Ll}/u, 'small letters'],
    [/\p{Lu}/u, 'capital letters'],
    [/\s/u, 'blanks'],
    [/[^\p{Nd}\p{Ll}\p{Lu}\s\p{P}\p{S}]/u, 'other characters'],
  ] as const;
  const seen = new Set<string>();
  const marks = new Set<string>();
  return {
    add: (text) => {
      for (const [pattern, name] of patterns) if (!seen.has(name) && pattern.test(text)) seen.add(name);
      if (marks.size <= mostMarks) for (const [mark] of text.matchAll(/[\p{P}\p{S}]/gu)) marks.add(mark);
    },
    read: () => {
      const named = patterns.map(([, name]) => name).filter((name) => seen.has(name));
      if (marks.size > mostMarks) return [...named, 'many marks'];
      return marks.size === 0 ? named : [...named, [...marks].sort().join(' ')];
    },
  };
}

import type { CompiledRegex } from '../matching/compile-filter.ts';
import type { Alternation, Node } from '../pyre/nodes.ts';
import { parsePattern } from '../pyre/parser.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { children } from '../pyre/walk.ts';
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

/** What a named group took. */
export interface GroupValues {
  readonly name: string;
  /** Matches in which it took part. */
  readonly hits: number;
  /** The most frequent first. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** How many different values there are; at the least, where `isBounded`. */
  readonly distinct: number;
  readonly isBounded: boolean;
  readonly shortest: number;
  readonly longest: number;
}

export interface BranchReport {
  /** Matches that were looked at: all of the regex. */
  readonly hits: number;
  /** False where the branches cannot be told (`\1`, `(?(1)…)`), or a search was stopped: then only groups are known. */
  readonly isComplete: boolean;
  readonly alternations: readonly AlternationCounts[];
  readonly groups: readonly GroupValues[];
}

export interface BranchCounter {
  /** A text that the regex matches, as fail2ban searches it. */
  add(text: string): void;
  /** A text could not be searched in time. */
  leaveOut(): void;
  report(mostValues?: number): BranchReport;
}

/** So many values of one group are told apart. */
const mostKept = 10_000;
const prefix = 'fail2banLensBranch';

/** Counts which way the matches of one regex go: the same regex with a group around each branch that its author wrote. */
export function createBranchCounter(
  { expanded, pattern, searcher }: CompiledRegex,
  python: PythonVersion,
  multiline = false,
): BranchCounter {
  const found = alternationsOf(pattern.body, (span) => expanded.whereToEdit(span) !== undefined);
  const marked = /\\[1-9]|\(\?\(\d/.test(expanded.text) ? undefined : mark(expanded.text, found);
  const parsed = marked === undefined ? undefined : parsePattern(marked, { python, multiline }).pattern;
  const marker = parsed && createSearcher(parsed, { python });
  const asked = marker ?? searcher;
  const names = (parsed ?? pattern).groupNames;
  const counts = found.map(({ node }) => node.branches.map(() => 0));
  const taken = found.map(() => 0);
  const groups = [...pattern.groupNames.keys()].map((name) => ({
    name,
    number: names.get(name)!,
    tally: createTally(),
  }));
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
      if (marker)
        found.forEach(({ node }, i) => {
          let isTaken = false;
          node.branches.forEach((_, k) => {
            if (texts[names.get(`${prefix}${i}_${k}`)!] === undefined) return;
            counts[i]![k]!++;
            isTaken = true;
          });
          if (isTaken) taken[i]!++;
        });
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
      groups: groups.map(({ name, tally }) => ({ name, ...tally.read(mostValues) })).filter((group) => group.hits > 0),
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

/** The regex with a named group around each branch. */
function mark(source: string, found: readonly FoundAlternation[]): string {
  const marks: { at: number; text: string; order: number }[] = [];
  found.forEach(({ node }, i) =>
    node.branches.forEach(({ span }, k) => {
      // At one place a group ends before the next begins, an inner one ends first, an outer one begins first.
      const size = span.end - span.start;
      marks.push({ at: span.start, text: `(?P<${prefix}${i}_${k}>`, order: size === 0 ? 0 : 1e9 - size });
      marks.push({ at: span.end, text: ')', order: size === 0 ? 0.5 : size - 1e9 });
    }),
  );
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
  read(most: number): Omit<GroupValues, 'name'>;
}

function createTally(): Tally {
  const counts = new Map<string, number>();
  let hits = 0;
  let isBounded = false;
  let [shortest, longest] = [Infinity, 0];
  return {
    add: (value) => {
      hits++;
      shortest = Math.min(shortest, value.length);
      longest = Math.max(longest, value.length);
      const count = counts.get(value);
      if (count !== undefined || counts.size < mostKept) counts.set(value, (count ?? 0) + 1);
      else isBounded = true;
    },
    read: (most) => ({
      hits,
      values: [...counts]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count)
        .slice(0, most),
      distinct: counts.size,
      isBounded,
      shortest: hits === 0 ? 0 : shortest,
      longest,
    }),
  };
}

import type { Span } from '../text/span.ts';
import type { RegexPart } from './regex-parts.ts';

/** Searches one subject with a regex that is like the one that failed. */
export interface Trial {
  /** The match; null for none, undefined where the regex does not compile or the search was stopped. */
  search(source: string): TrialMatch | null | undefined;
  /** How many searches are left. */
  readonly left: number;
}

/** Spans as `Searcher.search` gives them, UTF-16; the numbers of the named groups. */
export interface TrialMatch {
  readonly spans: readonly number[];
  readonly groupNames: ReadonlyMap<string, number>;
}

/** One change of the regex: some parts in a row give way to `.*?`, or `.*?` is put before a part. */
export interface Relaxation {
  /** The parts `[from, to)` that are relaxed; none where something is put in between. */
  readonly from: number;
  readonly to: number;
  /** The place in the regex. */
  readonly span: Span;
  /** What stands in the subject there; undefined where that cannot be told. */
  readonly found: Span | undefined;
}

export interface NearMiss {
  /** The changed regex: the engine has matched it. */
  readonly relaxed: string;
  readonly relaxations: readonly Relaxation[];
  /** Parts before the first that does not fit, however the regex goes on. */
  readonly prefix: number;
  /** Parts at the end that fit, whatever stands before. */
  readonly suffix: number;
}

const anything = '.*?';
export const probeName = 'fail2banLensProbe';
const probe = (what: string): string => `(?P<${probeName}>${what})`;

/**
 * The smallest change that makes `source` match, found by trying: how many parts fit from the left and from the right, then each
 * change at the places that those two leave. Undefined where nothing within the budget matches.
 */
export function findNearMiss(source: string, parts: readonly RegexPart[], trial: Trial): NearMiss | undefined {
  const count = parts.length;
  if (count === 0) return undefined;
  const matches = (from: number, to: number): boolean => Boolean(trial.search(keepOnly(source, parts, from, to)));
  const prefix = largest(count, (n) => matches(0, n));
  const suffix = largest(count, (n) => matches(count - n, count));

  const changed = (changes: readonly Change[]): NearMiss | undefined => {
    const relaxed = apply(source, parts, changes);
    if (!trial.search(relaxed)) return undefined;
    return {
      relaxed,
      relaxations: changes.map((change, i) => ({
        ...change,
        span: spanOf(parts, change),
        found: findText(source, parts, changes, i, trial),
      })),
      prefix,
      suffix,
    };
  };
  const one = cheapest(singles(prefix, count - suffix - 1, parts), changed, parts, trial);
  if (one) return one;
  const last = Math.max(prefix, count - suffix - 1);
  // The first and the last that do not fit, each for itself; then all between; then ever more.
  const two = last > prefix ? cheapest(pairs(prefix, last, count), changed, parts, trial) : undefined;
  if (two) return two;
  for (let wider = 0; wider <= count && trial.left > 0; wider = wider === 0 ? 1 : wider * 2) {
    const found = changed([{ from: Math.max(0, prefix - wider), to: Math.min(count, last + 1 + wider) }]);
    if (found) return found;
  }
  return undefined;
}

interface Change {
  readonly from: number;
  readonly to: number;
}

/** The changes of one place: a part that gives way, or text that stands before a part. */
function singles(prefix: number, first: number, parts: readonly RegexPart[]): Change[][] {
  const changes: Change[][] = [];
  for (let i = Math.min(prefix, parts.length); i >= Math.max(0, first); i--) {
    changes.push([{ from: i, to: i }]);
    if (i < parts.length) changes.push([{ from: i, to: i + 1 }]);
  }
  return changes.slice(0, 120);
}

function pairs(left: number, right: number, count: number): Change[][] {
  const at = (i: number): Change[] => [{ from: i, to: i }, ...(i < count ? [{ from: i, to: i + 1 }] : [])];
  return at(left).flatMap((a) =>
    [...at(right), ...at(Math.min(count, right + 1))].filter((b) => b.from >= a.to && b !== a).map((b) => [a, b]),
  );
}

/** Of the changes that match, the one that loses the fewest fixed characters of the regex and passes over the least of the line. */
function cheapest(
  candidates: readonly Change[][],
  changed: (changes: readonly Change[]) => NearMiss | undefined,
  parts: readonly RegexPart[],
  trial: Trial,
): NearMiss | undefined {
  let best: NearMiss | undefined;
  for (const candidate of candidates) {
    if (trial.left <= 0) break;
    const found = changed(candidate);
    if (found && (!best || cost(found, parts) < cost(best, parts))) best = found;
  }
  return best;
}

function cost({ relaxations }: NearMiss, parts: readonly RegexPart[]): number {
  return relaxations.reduce((sum, { from, to, found }) => {
    const lost = parts.slice(from, to).reduce((weight, part) => weight + part.weight, 0);
    const isAtAnchor = from === to && (parts[from - 1]?.kind === 'start' || isEnd(parts[from]));
    return sum + lost + (found ? found.end - found.start : 40) - (isAtAnchor ? 0.25 : 0);
  }, 0);
}

/** The largest `n` up to `count` for which `holds`; what holds for n holds for less. */
function largest(count: number, holds: (n: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function spanOf(parts: readonly RegexPart[], { from, to }: Change): Span {
  if (to > from) return { start: parts[from]!.span.start, end: parts[to - 1]!.span.end };
  const at = from < parts.length ? parts[from]!.span.start : parts[parts.length - 1]!.span.end;
  return { start: at, end: at };
}

/** The regex with only the parts `[from, to)`; the brackets of its groups stay. */
function keepOnly(source: string, parts: readonly RegexPart[], from: number, to: number): string {
  let text = '';
  let done = 0;
  parts.forEach(({ span }, i) => {
    if (i >= from && i < to) return;
    text += source.slice(done, span.start);
    done = span.end;
  });
  return text + source.slice(done);
}

function apply(source: string, parts: readonly RegexPart[], changes: readonly Change[], probed = -1): string {
  let text = '';
  let done = 0;
  changes.forEach((change, i) => {
    const { start } = spanOf(parts, change);
    text +=
      source.slice(done, start) +
      (i === probed ? probe(change.to === parts.length || isEnd(parts[change.to]) ? '.*' : anything) : anything);
    done = start;
    for (const { span } of parts.slice(change.from, change.to)) {
      text += source.slice(done, span.start);
      done = span.end;
    }
  });
  return text + source.slice(done);
}

function isEnd(part: RegexPart | undefined): boolean {
  return part?.kind === 'end';
}

/** What the relaxed place took: asked of the same regex with a group there, where no number of a group is told by it. */
function findText(
  source: string,
  parts: readonly RegexPart[],
  changes: readonly Change[],
  which: number,
  trial: Trial,
): Span | undefined {
  if (/\\[1-9]|\(\?\(\d/.test(source)) return undefined;
  const match = trial.search(apply(source, parts, changes, which));
  if (!match) return undefined;
  const group = match.groupNames.get(probeName)!;
  const [start, end] = [match.spans[2 * group]!, match.spans[2 * group + 1]!];
  return start < 0 ? undefined : { start, end };
}

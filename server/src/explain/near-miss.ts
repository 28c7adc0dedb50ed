import type { Span } from '../text/span.ts';
import {
  changeFirst,
  changeRegex,
  keepOnly,
  probeName,
  spanOf,
  type Change,
  type Relaxation,
} from './changed-regex.ts';
import { isField } from './json-field.ts';
import { costOf, type PricedChanges } from './near-miss-cost.ts';
import { isEnd, isLoose, isMark, weightOf, type RegexPart } from './regex-parts.ts';

/** Searches one subject with a regex that is like the one that failed. */
export interface Trial {
  /** The match; null for none, undefined where the regex does not compile or the search was stopped. */
  search(source: string, from?: number): TrialMatch | null | undefined;
  /** What is searched. */
  readonly text: string;
  /** Where the date was cut out of it: what is left of its brackets is likely at fault. */
  readonly cutAt: number | undefined;
  /** How many searches are left. */
  readonly left: number;
}

/** Spans as `Searcher.search` gives them, UTF-16; the numbers of the named groups. */
export interface TrialMatch {
  readonly spans: readonly number[];
  readonly groupNames: ReadonlyMap<string, number>;
}

export interface NearMiss extends PricedChanges {
  /** The changed regex: the engine has matched it. */
  readonly relaxed: string;
  /** Parts before the first that does not fit, however the regex goes on. */
  readonly prefix: number;
  /** Parts at the end that fit, whatever stands before. */
  readonly suffix: number;
}

/**
 * The smallest change that makes `source` match, found by trying: how many parts fit from the left and from the right, then each
 * change at the places that those two leave. Undefined where nothing within the budget matches.
 */
export function findNearMiss(source: string, parts: readonly RegexPart[], trial: Trial): NearMiss | undefined {
  const count = parts.length;
  if (count === 0) return undefined;
  const absent = absentParts(parts, trial.text);
  const matches = (from: number, to: number): boolean => Boolean(trial.search(keepOnly(source, parts, from, to)));
  const prefix = largest(absent[0] ?? count, (n) => matches(0, n));
  const suffix = largest(count - 1 - (absent.at(-1) ?? -1), (n) => matches(count - n, count));

  const changed = (changes: readonly Change[], of = parts): NearMiss | undefined => {
    if (of === parts && !absent.every((at) => isRelaxed(at, changes))) return undefined;
    const places = changes.map((_, i) => findText(source, of, changes, i, trial));
    const found = places.map((place) => place?.span);
    const relaxed = changeRegex(source, of, changes, trial.text);
    const match = places[0]?.match;
    if (!match) return undefined;
    const relaxations = changes.map((change, i) => ({
      ...change,
      span: spanOf(of, change),
      found: found[i],
    }));
    const isAstray = takesWordForHost(match, trial.text);
    return { relaxed, parts: of, relaxations, prefix, suffix, takesWordForHost: isAstray };
  };
  const tried = singles(prefix, count - suffix - 1, parts);
  const one = cheapest([...tried, ...insideOptional(tried, parts)], changed, trial);
  if (one && costOf(one, trial) <= cheapEnough) return one;
  const mended = [[], ...(prefix > 2 && parts[0]!.kind === 'start' ? [[{ from: 1, to: 1 }]] : [])].flatMap((begun) => {
    const steps = trial.left > 2 * keptTrials ? mendStepByStep(source, parts, begun, prefix, absent, trial) : undefined;
    const several = steps && changed(joined(steps));
    return several && keepsMost(several) && several.relaxations.every(isNeeded) ? [several] : [];
  });
  const [best] = [...mended, ...(one ? [one] : [])].sort((a, b) => costOf(a, trial) - costOf(b, trial));
  if (best) return best;
  const last = Math.max(prefix, count - suffix - 1);
  // The first and the last that do not fit, each for itself; then all between; then ever more.
  const two =
    last > prefix
      ? cheapest(
          pairs(prefix, last, count).map((changes) => ({ changes, of: parts })),
          changed,
          trial,
        )
      : undefined;
  if (two) return two;
  for (let wider = 0; wider <= count && trial.left > 0; wider = wider === 0 ? 1 : wider * 2) {
    const found = changed([{ from: Math.max(0, prefix - wider), to: Math.min(count, last + 1 + wider) }]);
    if (found) return found;
  }
  return undefined;
}

/**
 * The same change told where a reader sees it: of `[] [INF]`, where `\[INF` was wanted, `[] ` is too much and not `] [`; of `x" y"`, where
 * `x"$` was wanted, ` y"`. At the start, of a port behind a tag, and at the end.
 */
export function tellWhereSeen(source: string, near: NearMiss, trial: Trial): NearMiss {
  const [first, ...others] = near.relaxations;
  if (!first?.found || first.to !== first.from) return near;
  const moved =
    moveEarlier(near, first.from, first.found, trial.text) ?? moveLater(near, first.from, first.found, trial.text);
  if (!moved || (others[0] && others[0].from < moved.from)) return near;
  const { from, found } = moved;
  const change = { from, to: from };
  const relaxed = changeRegex(source, near.parts, [change, ...others], trial.text);
  if (!trial.search(relaxed)) return near;
  return { ...near, relaxed, relaxations: [{ ...change, found, span: spanOf(near.parts, change) }, ...others] };
}

interface Place {
  readonly from: number;
  readonly found: Span;
}

function moveEarlier({ parts }: NearMiss, from: number, found: Span, text: string): Place | undefined {
  let { start, end } = found;
  for (let at = from - 1; at > 0; at--) {
    const { kind, literal } = parts[at]!;
    if (kind !== 'literal' || !text.slice(start, end).endsWith(literal)) return undefined;
    [start, end] = [start - literal.length, end - literal.length];
    if (text.slice(start, start + literal.length) !== literal) return undefined;
    const isPort = parts[at - 1]!.kind === 'tag' && /^:\d/.test(text.slice(start));
    if (parts[at - 1]!.kind === 'start' || isPort) return { from: at, found: { start, end } };
  }
  return undefined;
}

function moveLater({ parts }: NearMiss, from: number, found: Span, text: string): Place | undefined {
  let { start, end } = found;
  for (let at = from; at < parts.length; at++) {
    if (isEnd(parts[at])) return at > from ? { from: at, found: { start, end } } : undefined;
    const { kind, literal } = parts[at]!;
    if (kind !== 'literal' || !text.slice(start, end).startsWith(literal)) return undefined;
    if (text.slice(end, end + literal.length) !== literal) return undefined;
    [start, end] = [start + literal.length, end + literal.length];
  }
  return undefined;
}

/** A change that costs more is held against several small ones. */
const cheapEnough = 12;
const mostSteps = 4;
/** Searches that are kept for what comes after. */
const keptTrials = 60;

/** The parts that stand for letters which are nowhere in the text: no change matches that keeps one of them. */
export function absentParts(parts: readonly RegexPart[], text: string): readonly number[] {
  // Ignoring case may mean more than the two cases of a letter only where there is more than ASCII.
  if (/[^\0-\x7f]/.test(text)) return [];
  const whole = text.toLowerCase();
  return parts.flatMap(({ kind, literal }, at) =>
    kind === 'literal' && !/[^\0-\x7f]/.test(literal) && !whole.includes(literal.toLowerCase()) ? [at] : [],
  );
}

function isRelaxed(part: number, changes: readonly Change[]): boolean {
  return changes.some(({ from, to }) => from <= part && part < to);
}

/** Something gave way, or something was passed over. */
function isNeeded({ from, to, found }: Relaxation): boolean {
  return to > from || found === undefined || found.end > found.start;
}

/** Most of the fixed characters are still asked for: else it is another kind of line. */
function keepsMost({ relaxations, parts }: NearMiss): boolean {
  const lost = relaxations.reduce((sum, { from, to }) => sum + weightOf(parts.slice(from, to)), 0);
  return lost <= 0.4 * weightOf(parts);
}

/**
 * From the left, at each part that does not fit the change after which most parts fit. `begun`: a change that is made in any case. Undefined
 * where that leads nowhere soon.
 */
function mendStepByStep(
  source: string,
  parts: readonly RegexPart[],
  begun: readonly Change[],
  prefix: number,
  absent: readonly number[],
  trial: Trial,
): readonly Change[] | undefined {
  const count = parts.length;
  if (absent.length > mostSteps) return undefined;
  let changes = begun;
  let fits = prefix;
  if (begun.length > 0) {
    fits = largest(absent[0] ?? count, (n) => Boolean(trial.search(changeFirst(source, parts, begun, n, trial.text))));
    if (fits <= begun[0]!.to || fits === count) return undefined;
  }
  for (let step = begun.length; step < mostSteps; step++) {
    const at = fits;
    const options: readonly Change[] = [
      { from: at, to: at },
      { from: at, to: at + 1 },
      ...(at > 0 ? [{ from: at - 1, to: at - 1 }] : []),
    ].filter(({ from, to }) => to <= count && from >= (changes.at(-1)?.to ?? 0));
    let best: { changes: readonly Change[]; fits: number } | undefined;
    for (const option of options) {
      const tried = [...changes, option];
      const most = absent.find((part) => !isRelaxed(part, tried)) ?? count;
      if (most <= (best?.fits ?? at)) continue;
      const reach = largest(
        most,
        (n) => n <= at || Boolean(trial.search(changeFirst(source, parts, tried, n, trial.text))),
      );
      // One change alone that is enough has been found too dear.
      if (step === 0 && reach === count) continue;
      if (reach > (best?.fits ?? at)) best = { changes: tried, fits: reach };
    }
    if (!best || trial.left < keptTrials) return undefined;
    ({ changes, fits } = best);
    if (fits === count) return changes.length > 1 ? changes : undefined;
  }
  return undefined;
}

/** Parts in a row that give way one after the other are told as one place. */
function joined(changes: readonly Change[]): readonly Change[] {
  return changes.reduce<Change[]>((done, change) => {
    const last = done.at(-1);
    if (!last || last.to !== change.from || last.from === last.to || change.from === change.to)
      return [...done, change];
    return [...done.slice(0, -1), { from: last.from, to: change.to }];
  }, []);
}

/** Changes that are tried together, counted by these parts. */
interface Candidate {
  readonly changes: readonly Change[];
  readonly of: readonly RegexPart[];
}

/** The changes of one place: a part that gives way, or text that stands before a part. */
function singles(prefix: number, first: number, parts: readonly RegexPart[]): Candidate[] {
  const changes: Change[] = [];
  for (let i = Math.min(prefix, parts.length); i >= Math.max(0, first); i--) {
    changes.push({ from: i, to: i });
    if (i < parts.length) changes.push({ from: i, to: i + 1 });
  }
  return changes.slice(0, 120).map((change) => ({ changes: [change], of: parts }));
}

const mostInside = 60;

/** A part that may be left out fits in any case; what keeps the regex from matching may stand inside of it. */
function insideOptional(tried: readonly Candidate[], parts: readonly RegexPart[]): Candidate[] {
  const candidates: Candidate[] = [];
  const look = (of: readonly RegexPart[], at: number, depth: number): void => {
    if (of[at]!.isLoop) return;
    for (const branch of of[at]!.inner) {
      if (branch.length < 2 && branch[0]?.kind !== 'literal') continue;
      const wider = [...of.slice(0, at), ...branch, ...of.slice(at + 1)];
      for (let i = 0; i < branch.length && candidates.length < mostInside; i++) {
        if (branch[i]!.weight > 0) candidates.push({ changes: [{ from: at + i, to: at + i + 1 }], of: wider });
        if (depth < 3) look(wider, at + i, depth + 1);
      }
    }
  };
  for (const { changes } of tried) {
    const [{ from, to }] = changes as [Change];
    if (to === from + 1 && parts[from]!.isOptional) look(parts, from, 0);
  }
  return candidates;
}

function pairs(left: number, right: number, count: number): Change[][] {
  const at = (i: number): Change[] => [{ from: i, to: i }, ...(i < count ? [{ from: i, to: i + 1 }] : [])];
  return at(left).flatMap((a) =>
    [...at(right), ...at(Math.min(count, right + 1))].filter((b) => b.from >= a.to && b !== a).map((b) => [a, b]),
  );
}

/** Of the changes that match, the one that loses the fewest fixed characters of the regex and passes over the least of the line. */
function cheapest(
  candidates: readonly Candidate[],
  changed: (changes: readonly Change[], of: readonly RegexPart[]) => NearMiss | undefined,
  trial: Trial,
): NearMiss | undefined {
  let best: { near: NearMiss; cost: number } | undefined;
  for (const { changes, of } of candidates) {
    if (trial.left < keptTrials) break;
    const near = changed(changes, of);
    const found = near && { near, cost: costOf(near, trial) };
    if (found && (!best || found.cost < best.cost)) best = found;
  }
  return best?.near;
}

const addressInText = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w])|(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}|[0-9a-f]{1,4}::/i;

/** A host name without a dot, or only a number, while an address stands in the text: the change leads astray. */
function takesWordForHost({ spans, groupNames }: TrialMatch, text: string): boolean {
  const dns = groupNames.get('dns');
  if (dns === undefined || spans[2 * dns]! < 0) return false;
  const name = text.slice(spans[2 * dns], spans[2 * dns + 1]);
  return !/\w\.\w*\p{L}/u.test(name) && addressInText.test(text);
}

/** The largest `n` up to `count` for which `holds`; what holds for n holds for less. */
export function largest(count: number, holds: (n: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How many places of a search are looked at: the first match from the left may have taken more than it had to. */
const mostStarts = 6;

/** The least that the relaxed place took, in the match in which it did: asked of the same regex with a group there. Undefined for no match. */
function findText(
  source: string,
  parts: readonly RegexPart[],
  changes: readonly Change[],
  which: number,
  trial: Trial,
): { readonly span: Span | undefined; readonly match: TrialMatch } | undefined {
  const field = findField(source, parts, changes, which, trial);
  if (field) return field;
  let least: { span: Span | undefined; match: TrialMatch } | undefined;
  const probed = changeRegex(source, parts, changes, trial.text, which);
  for (let i = 0, from = 0; i < mostStarts; i++) {
    const match = trial.search(probed, from);
    if (!match) break;
    least ??= { span: undefined, match };
    const group = match.groupNames.get(probeName)!;
    const [start, end] = [match.spans[2 * group]!, match.spans[2 * group + 1]!];
    if (start >= 0 && (!least.span || end - start < least.span.end - least.span.start))
      least = { span: { start, end }, match };
    from = match.spans[0]! + 1;
    const isShort = least.span && least.span.end - least.span.start < 8;
    if (parts[0]?.kind === 'start' || from > trial.text.length || isShort) break;
  }
  return least;
}

/** A field of JSON that is too much, whole: `"x":".*"` would take its name, too. Undefined where none is. */
function findField(
  source: string,
  parts: readonly RegexPart[],
  changes: readonly Change[],
  which: number,
  trial: Trial,
): { readonly span: Span; readonly match: TrialMatch } | undefined {
  const { from, to } = changes[which]!;
  const loose = parts[from - 2];
  if (to > from || !loose || !isLoose(loose) || !isMark(parts[from - 1]!.literal) || loose.written.endsWith('?'))
    return undefined;
  const { end } = loose.span;
  const move = (span: Span): Span => (span.start < end ? span : { start: span.start + 1, end: span.end + 1 });
  const lazy = parts.map((part) => ({ ...part, span: move(part.span), whole: move(part.whole) }));
  const match = trial.search(
    changeRegex(`${source.slice(0, end)}?${source.slice(end)}`, lazy, changes, trial.text, which),
  );
  const group = match?.groupNames.get(probeName);
  if (!match || group === undefined) return undefined;
  const span = { start: match.spans[2 * group]!, end: match.spans[2 * group + 1]! };
  return isField(trial.text.slice(span.start, span.end)) ? { span, match } : undefined;
}

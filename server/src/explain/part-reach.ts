import type { Span } from '../text/span.ts';
import { probeName, type Relaxation } from './changed-regex.ts';
import { distance } from './near-miss-cost.ts';
import { largest, type Trial } from './near-miss.ts';
import { isRepeated, type RegexPart } from './regex-parts.ts';

/** How far a line goes into a part that holds others: one that may be left out, a repeat, an alternation. */
export interface PartReach {
  readonly part: RegexPart;
  /** What of it fits, in the text that is searched; of a repeat, what of one more turn does. */
  readonly took: Span;
  /** The piece of it that does not fit behind that. */
  readonly wants: RegexPart;
  /** Turns of a repeat that fit before. */
  readonly turns: number;
  /** Of several branches the one that comes nearest, as it is written. */
  readonly branch: string | undefined;
}

/** Searches that one answer may take. */
const mostSearches = 80;
const mostBranches = 12;
const mostTurns = 40;
const deepest = 4;

/** Pieces of a regex that follow one another. `place`: the regex up to them, and then `text`. */
interface Region {
  readonly span: Span;
  readonly parts: readonly RegexPart[];
  place(text: string): string;
}

interface Reach {
  readonly took: Span;
  readonly wants: RegexPart;
  readonly branch: number;
  /** Fixed characters that fit. */
  readonly weight: number;
}

/**
 * The part at a place that a relaxation made room at, or one before it that may take nothing (more), into which the text `found` goes: how far,
 * and what it wants there. Each piece of it is tried as a regex that ends there. Undefined where the line goes into none of them.
 */
export function farthestReach(
  source: string,
  parts: readonly RegexPart[],
  { from: at, to }: Pick<Relaxation, 'from' | 'to'>,
  { start: from }: Span,
  trial: Trial,
): PartReach | undefined {
  if (/\\[1-9]|\(\?\(/.test(source)) return undefined;
  let left = mostSearches;
  const search = (regex: string): ReturnType<Trial['search']> => (left-- > 0 ? trial.search(regex) : undefined);
  const sourceOf = ({ start, end }: Span): string => source.slice(start, end);

  /** What stands in the region, with only its first `count` parts and then `text`; the brackets of its groups stay. */
  const firstOf = ({ span, parts: all }: Pick<Region, 'span' | 'parts'>, count: number, text: string): string => {
    let kept = '';
    let done = span.start;
    all.slice(count).forEach((part, i) => {
      kept += source.slice(done, part.span.start) + (i === 0 ? text : '');
      done = part.span.end;
    });
    return kept + source.slice(done, span.end) + (count === all.length ? text : '');
  };

  const intoBranch = (inside: Region, branch: number, depth: number): Reach | undefined => {
    const most = largest(inside.parts.length, (n) => n === 0 || Boolean(search(inside.place(firstOf(inside, n, '')))));
    const least = most === inside.parts.length ? most : Math.max(0, most - 2);
    const reaches: Reach[] = [];
    // A piece more may fit only where what stands before takes less: then fewer pieces go farther.
    for (let fits = most; fits >= least; fits--) {
      const fitting = inside.parts.slice(0, fits);
      const weigh = ({ start, end }: Span): number =>
        fitting.reduce((sum, part) => sum + fixedCharacters(part, trial.text.slice(start, end)), 0);
      const deeper = depth < deepest && fits === most ? intoOneOf(inside, fits, depth + 1)?.reach : undefined;
      if (deeper) reaches.push({ ...deeper, branch, weight: weigh(deeper.took) + deeper.weight });
      const wants = inside.parts[fits];
      const match = wants && search(inside.place(firstOf(inside, fits, '')));
      const group = match?.groupNames.get(probeName);
      if (!match || group === undefined) continue;
      const took = { start: match.spans[2 * group]!, end: match.spans[2 * group + 1]! };
      reaches.push({ took, wants, branch, weight: weigh(took) });
    }
    return farthest(reaches, (reach) => reach);
  };

  const into = (region: Region, index: number, depth: number): Reach | undefined => {
    const part = region.parts[index]!;
    const item = isRepeated(part) ? unnamed(sourceOf(part.innerSpans[0]!)) : undefined;
    // All turns that fit: a repeat that gave one back would fit once more.
    const turns = item === undefined ? '' : `(?:${item})*(?!${item})`;
    const reaches = part.inner.slice(0, mostBranches).flatMap((branch, i) => {
      const place = (text: string): string =>
        region.place(firstOf(region, index, turns + (depth === 0 ? `(?P<${probeName}>${text})` : text)));
      const reach = intoBranch({ span: part.innerSpans[i]!, parts: branch, place }, i, depth);
      // Of several branches none is the nearest before a fixed character of it fits.
      const isAsked = part.inner.length === 1 || (reach !== undefined && reach.weight >= 1);
      return reach && isAsked && isTelling(reach, item !== undefined, from, trial.text) ? [reach] : [];
    });
    return farthest(reaches, (reach) => reach);
  };

  const intoOneOf = (
    region: Region,
    last: number,
    depth: number,
  ): { readonly part: RegexPart; readonly index: number; readonly reach: Reach } | undefined => {
    const reaches: { part: RegexPart; index: number; reach: Reach }[] = [];
    for (let index = Math.min(last, region.parts.length - 1); index >= 0; index--) {
      const part = region.parts[index]!;
      if (index < last && !part.isOptional && !isRepeated(part)) break;
      const reach = holdsPieces(part) ? into(region, index, depth) : undefined;
      if (reach) reaches.push({ part, index, reach });
    }
    return farthest(reaches, ({ reach }) => reach);
  };

  const whole: Region = { span: { start: 0, end: source.length }, parts, place: (text) => text };
  let last = parts.slice(at, to).every(({ kind }) => kind === 'start' || kind === 'end') ? to : at;
  while (parts[last]?.isOptional && last + 1 < parts.length) last++;
  const found = intoOneOf(whole, last, 0);
  if (!found) return undefined;
  const { part, index, reach } = found;
  const branch = part.inner.length > 1 ? sourceOf(part.innerSpans[reach.branch]!) : undefined;
  const item = isRepeated(part) ? unnamed(sourceOf(part.innerSpans[0]!)) : undefined;
  const turns =
    item === undefined
      ? 0
      : largest(mostTurns, (n) => n === 0 || Boolean(search(firstOf(whole, index, `(?:${item}){${n}}`))));
  if (item !== undefined && turns >= mostTurnsOf(part)) return undefined;
  return { part, took: reach.took, wants: reach.wants, turns, branch };
}

/**
 * The line did go into the part: a turn of a repeat and more is behind `from`, or fixed characters in front of the wanted piece are, or the next
 * word is nearly what is wanted.
 */
function isTelling({ took, wants, weight }: Reach, isLoop: boolean, from: number, text: string): boolean {
  if (took.end < from) return false;
  if (isLoop && text.slice(from, took.end).trim() !== '') return true;
  const taken = text.slice(Math.max(from, took.start), took.end);
  // One mark alone may stand before anything.
  if (weight >= 2 ? taken.trim() !== '' : weight >= 1 && /\w/.test(taken)) return true;
  const word = /^[\p{L}\p{N}_]+/u.exec(text.slice(took.end))?.[0];
  return word !== undefined && wants.literal.length > 2 && distance(wants.literal, word) <= wants.literal.length / 3;
}

/** Not only a class with its repeat. */
function holdsPieces({ inner }: RegexPart): boolean {
  const [first] = inner;
  return (
    inner.length > 1 || (first !== undefined && (first.length > 1 || (first[0] !== undefined && holdsPieces(first[0]))))
  );
}

/** Of a part that took `taken`, together with others; what may be left out counts where all of its letters are there. */
function fixedCharacters({ kind, literal, weight, inner }: RegexPart, taken: string): number {
  if (kind === 'literal') return taken.includes(literal) ? literal.trim().length : 0;
  const isThere = (part: RegexPart): boolean => part.kind !== 'literal' || taken.includes(part.literal);
  const inBranches = inner
    .filter((branch) => branch.every(isThere))
    .map((branch) => branch.reduce((sum, part) => sum + fixedCharacters(part, taken), 0));
  return Math.max(weight, ...inBranches);
}

/** The most turns that a repeat takes. */
function mostTurnsOf({ written }: RegexPart): number {
  const [, least, comma, most] = /\{(\d*)(,?)(\d*)\}[?+]?$/.exec(written) ?? [];
  return comma === '' ? Number(least) : most ? Number(most) : Infinity;
}

function farthest<T>(all: readonly T[], reachOf: (of: T) => Reach): T | undefined {
  return [...all].sort((a, b) => reachOf(b).took.end - reachOf(a).took.end || reachOf(b).weight - reachOf(a).weight)[0];
}

/** A copy of a piece: its groups have no names, as a name may stand in a regex once. */
function unnamed(source: string): string {
  return source.replace(/\\.|\(\?P<\w+>/gs, (piece) => (piece.startsWith('(?P<') ? '(' : piece));
}

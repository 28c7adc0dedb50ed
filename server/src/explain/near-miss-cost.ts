import type { Span } from '../text/span.ts';
import type { Relaxation } from './changed-regex.ts';
import { isField } from './json-field.ts';
import { isEnd, isLoose, isMark, weightOf, type RegexPart } from './regex-parts.ts';

/** Changes that were tried together. */
export interface PricedChanges {
  readonly relaxations: readonly Relaxation[];
  /** The parts that the relaxations count by: those that were given, or some of them cut up further. */
  readonly parts: readonly RegexPart[];
  /** The changed regex takes a mere word for the host, where an address stands in the text. */
  readonly takesWordForHost: boolean;
}

/** What is searched, and where the date was cut out of it. */
interface PricedText {
  readonly text: string;
  readonly cutAt: number | undefined;
}

/** Each change more has to be worth it. */
const oneMore = 3;
const wordForHost = 12;

/** How unlikely it is that the changes tell what is wrong: fixed characters that the regex loses, and text that it passes over. */
export function costOf({ relaxations, parts, takesWordForHost }: PricedChanges, subject: PricedText): number {
  const losses = relaxations.reduce(
    (sum, relaxation) =>
      sum + (relaxation.from === relaxation.to ? costOfText : costOfParts)(relaxation, parts, subject),
    oneMore * (relaxations.length - 1),
  );
  return losses + (takesWordForHost ? wordForHost : 0);
}

const unknownPlace = 40;
/** Text at the start or the end of a line is the likelier there, and what is left around a date: a log's own prefix, brackets, a port. */
const atAnchor = 0.4;
const oneField = 4;

/** Of text that is passed over. */
function costOfText({ from, found }: Relaxation, parts: readonly RegexPart[], { text, cutAt }: PricedText): number {
  if (!found) return unknownPlace;
  const there = text.slice(found.start, found.end);
  if (isField(there)) return Math.min(there.length, oneField);
  const isAtAnchor = parts[from - 1]?.kind === 'start' || isEnd(parts[from]);
  const isLeft = cutAt !== undefined && found.start < cutAt && cutAt <= found.end && there.length <= 4;
  return isAtAnchor || isLeft ? atAnchor * there.length : there.length;
}

const splitWord = 8;
/** What is wanted stands in the line, before the place or behind it: rather something else is too much or too little. */
const passedBy = 1;
/** So it is above all where that is the mark at which a `.*` ends, which then takes all that is behind it. */
const takesAll = 12;

/** Of parts that give way. */
function costOfParts({ from, to, found }: Relaxation, parts: readonly RegexPart[], { text }: PricedText): number {
  const lost = parts.slice(from, to);
  const weight = weightOf(lost);
  if (!found) return weight + unknownPlace;
  const there = text.slice(found.start, found.end);
  const before = parts[from - 1];
  const wanted = lost.every(({ kind }) => kind === 'literal') ? lost.map(({ literal }) => literal).join('') : undefined;
  const isElsewhere = wanted !== undefined && /\p{L}{3}/u.test(wanted) && text.includes(wanted);
  const likeness = wanted === undefined || isElsewhere ? Infinity : 1 + 2 * distance(wanted, there);
  const split = isWordSplit(before, found, text) ? splitWord : 0;
  const isPassedBy = there === '' && wanted !== undefined && text.includes(wanted);
  const astray = isPassedBy ? (isMark(wanted) && isLoose(before) ? takesAll : passedBy) : 0;
  return Math.min(weight + there.length, likeness) + split + astray;
}

/** Nothing stands in the place, and what is before it takes the beginning of a word or an address only: `192.0.2.` of `192.0.2.15`. */
function isWordSplit(before: RegexPart | undefined, { start, end }: Span, text: string): boolean {
  return start === end && (before?.kind === 'tag' || before?.kind === 'pattern') && /^\w\w/.test(text.slice(start - 1));
}

/** How many letters have to be put in, taken out or changed (Levenshtein); letter case counts half. */
export function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8 || a.length > 60) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const [x, y] = [a[i - 1]!, b[j - 1]!];
      const change = x === y ? 0 : x.toLowerCase() === y.toLowerCase() ? 0.5 : 1;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + change));
    }
    row = next;
  }
  return row[b.length]!;
}

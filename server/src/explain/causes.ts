import type { Span } from '../text/span.ts';
import { visible } from '../text/visible.ts';
import { atTag, portMessage, tagBehindPort } from './address-causes.ts';
import { between } from './between-causes.ts';
import type { Relaxation } from './changed-regex.ts';
import { daemonName, daemonTakenForHost, otherDaemon, takesDaemon } from './daemon-causes.ts';
import { atEnd, atStart, firstFixed, isAtStart } from './edge-causes.ts';
import { isBlank, quoted, shorten, shown } from './in-words.ts';
import type { NamedCause, Subject } from './named-cause.ts';
import type { NearMiss } from './near-miss.ts';
import type { PartReach } from './part-reach.ts';
import { isRepeated, type RegexPart } from './regex-parts.ts';
import { atText } from './text-causes.ts';

/** Says in words what the engine has proved: with the relaxations of `near` made, the regex matches. `reach`: how far the line goes into a part at one of them. */
export function nameCause(
  near: NearMiss,
  parts: readonly RegexPart[],
  subject: Subject,
  reach: (relaxation: Relaxation) => PartReach | undefined,
): NamedCause & { readonly reach?: PartReach } {
  const quotes =
    quotesAround(near, parts) ?? otherQuotes(near, parts, subject.text) ?? quotesOfLine(near, parts, subject.text);
  if (quotes) return quotes;
  const format = otherFormat(near, parts, subject.text);
  if (format) return format;
  const plain = causeOf(near.relaxations[0]!, parts, subject);
  const reached = plain.isGeneral === true ? reach(near.relaxations[0]!) : undefined;
  const first = reached ? { ...plain, reach: reached, message: reachMessage(reached, subject.text) } : plain;
  // What else does not fit follows from the order.
  const rest =
    first.cause === 'order' || first.isAll === true
      ? []
      : near.relaxations.slice(1).filter(({ from, to, found }) => to > from || !isNothing(found));
  const others = rest.slice(0, mostBesides).map((relaxation) => causeOf(relaxation, parts, subject).message);
  const more = rest.length - others.length;
  const untold = more > 0 ? ` And ${more === 1 ? 'one more place' : `${more} more places`} of the regex.` : '';
  return { ...first, message: `${[first.message, ...others].join(' Besides: ')}${untold}` };
}

/** Places beyond the first that are told in words. */
const mostBesides = 2;

function isNothing(found: Span | undefined): boolean {
  return found === undefined || found.start === found.end;
}

/** How far the line goes into a part, and what stands where that ends. */
function reachMessage({ part, took, wants, turns, branch }: PartReach, text: string): string {
  const fitting = took.end > took.start ? `${quoted(text.slice(took.start, took.end))} fits; then` : 'at its start';
  const next = /^\s*\S+/.exec(text.slice(took.end))?.[0];
  const stop = `${fitting} it wants ${shown(wants)}; ${next === undefined ? 'the line ends there' : `the line goes on with ${quoted(next)}`}.`;
  if (branch !== undefined) return `Of ${shown(part)} the branch ${shorten(visible(branch))} comes nearest: ${stop}`;
  if (part.isOptional && !isRepeated(part)) return `Of ${shown(part)}, which may be left out, ${stop}`;
  if (turns === 0) return `Of ${shown(part)} ${stop}`;
  return `${shown(part)} fits ${turns === 1 ? 'once' : `${turns} times`}; of one more turn ${stop}`;
}

function causeOf({ from, to, found }: Relaxation, parts: readonly RegexPart[], subject: Subject): NamedCause {
  const text = found ? subject.text.slice(found.start, found.end) : undefined;
  const relaxed = parts.slice(from, to);
  const before = parts[from - 1];
  const after = parts[to];
  if (text && hasColours(text) && isOnlyColours(text, relaxed)) return colours(text);
  const isBetween = relaxed.every(({ kind }) => kind === 'start' || kind === 'end');
  const tag = tagBehindPort(from, found, parts, subject.text);
  if (tag) return { cause: 'address', message: portMessage(subject.text.slice(found!.start), tag, after) };
  // The regex has room for a daemon's name: it is another one.
  if (text && relaxed.length === 0 && daemonName.test(text) && parts.slice(0, from).some(takesDaemon))
    return otherDaemon(text, before, after);
  const taken = isBetween ? daemonTakenForHost(parts, to, subject.text) : undefined;
  if (taken) return otherDaemon(taken.daemon, undefined, taken.after);
  if (isBetween && (relaxed[0]?.kind === 'start' || isAtStart(parts, from)))
    return atStart(text, found, isBlank(text ?? '') ? after : firstFixed(parts, to), subject);
  if (isBetween && (relaxed.at(-1)?.kind === 'end' || after?.kind === 'end')) return atEnd(text, before);
  if (relaxed.length === 0) return between(text, found, before, after, subject);
  const [part] = relaxed;
  if (relaxed.length === 1 && part!.kind === 'tag') return atTag(found, part!, subject);
  return atText(text, found, relaxed, parts, subject);
}

/** The first and the last part are the same quote, and neither is in the line: quotes do not belong around a value. */
function quotesAround({ relaxations }: NearMiss, parts: readonly RegexPart[]): NamedCause | undefined {
  const [first, last] = [parts[0]!, parts.at(-1)!];
  if (!/^["']$/.test(first.literal) || last.literal !== first.literal || relaxations.length !== 2) return undefined;
  const isLost = (at: number): boolean => relaxations.some(({ from, to }) => from <= at && at < to);
  return isLost(0) && isLost(parts.length - 1)
    ? {
        cause: 'text',
        message: `The quotes around the regex are part of it: the line has no ${first.literal} there. Values need no quotes.`,
      }
    : undefined;
}

/** Two quotes are lost, around a piece of the regex: the line has others there, or none. */
function otherQuotes({ relaxations }: NearMiss, parts: readonly RegexPart[], text: string): NamedCause | undefined {
  const [first, last] = relaxations.map(({ from, to }) => (to === from + 1 ? parts[from]! : undefined));
  const { found, to } = relaxations[0]!;
  if (relaxations.length !== 2 || !first || last?.literal !== first.literal || !found) return undefined;
  if (!/^["'`]$/.test(first.literal)) return undefined;
  const there = /^["'`]/.exec(text.slice(found.start))?.[0];
  const between = relaxations[1]!.from - to === 1 ? ` around ${shown(parts[to]!)}` : ' there';
  return {
    cause: 'text',
    message: `The regex wants ${first.literal}${between}; the line has ${there ?? 'no quotes'}${there ? ' instead' : ' there'}: ${quoted(/^\s*\S*/.exec(text.slice(found.start))![0])}.`,
  };
}

/** A line of JSON for a regex that begins otherwise, and has none of the names that stand in quotes there. */
function otherFormat({ relaxations }: NearMiss, parts: readonly RegexPart[], text: string): NamedCause | undefined {
  const { from, to } = relaxations[0]!;
  return from === 1 && to > from ? jsonForOtherFormat(parts, text) : undefined;
}

/** The same where nothing is known of how near the line comes. */
export function jsonForOtherFormat(parts: readonly RegexPart[], text: string): NamedCause | undefined {
  const hasNames = parts.some(
    ({ literal }, i) =>
      literal.endsWith('"') && /^\s*:/.test(`${parts[i + 1]?.literal ?? ''}${parts[i + 2]?.literal ?? ''}`),
  );
  if (!/^\s*\{\s*"[^"]+"\s*:.*\}\s*$/.test(text) || parts[0]?.kind !== 'start' || !parts[1] || hasNames)
    return undefined;
  return {
    cause: 'text',
    message: `The line is JSON, each value behind its name in quotes: the regex, which wants ${shown(parts[1]!)} at the start, is written for another format of the log.`,
  };
}

/** The line has quotes around one piece of the regex, and the regex has none. */
function quotesOfLine({ relaxations }: NearMiss, parts: readonly RegexPart[], text: string): NamedCause | undefined {
  const [first, last] = relaxations;
  if (relaxations.length !== 2 || first!.from !== first!.to || last!.from !== last!.to) return undefined;
  if (last!.from !== first!.from + 1 || !first!.found || !last!.found) return undefined;
  const [before, behind] = [first!.found, last!.found].map(({ start, end }) => text.slice(start, end));
  if (before !== behind || !/^["'`]$/.test(before!)) return undefined;
  return {
    cause: 'text',
    message: `${quoted(text.slice(first!.found.end, last!.found.start))} stands in quotes (${before!}) in the line; the regex has none around ${shown(parts[first!.from]!)}.`,
  };
}

function hasColours(text: string): boolean {
  return /\x1b\[[\d;]*m/.test(text);
}

/** Without the colour codes nothing is too much. */
function isOnlyColours(text: string, relaxed: readonly RegexPart[]): boolean {
  const bare = text.replace(/\x1b\[[\d;]*m/g, '').trim();
  return (
    bare === '' ||
    bare ===
      relaxed
        .map(({ literal }) => literal)
        .join('')
        .trim()
  );
}

function colours(text: string): NamedCause {
  return { cause: 'encoding', message: `The line holds the terminal's colour codes there: ${quoted(text)}.` };
}

import type { Span } from '../text/span.ts';
import { visible } from '../text/visible.ts';
import type { Relaxation } from './changed-regex.ts';
import { sightDate } from './date-advice.ts';
import { lookAlikes, nameBlanks } from './look-alikes.ts';
import type { NearMiss } from './near-miss.ts';
import type { PartReach } from './part-reach.ts';
import { isRepeated, type RegexPart } from './regex-parts.ts';

/** What keeps a regex from matching, in one word. */
export type Cause = 'text' | 'case' | 'blank' | 'date' | 'anchor' | 'address' | 'encoding' | 'prefix' | 'order';

export interface NamedCause {
  readonly cause: Cause;
  /** One sentence. */
  readonly message: string;
  /** No special reason: what a part that holds others has of the line may say more. */
  readonly isGeneral?: boolean;
}

/** Where the regex was tried. */
export interface Subject {
  /** What fail2ban searches. */
  readonly text: string;
  /** True where a date was cut out at the very start of the line. */
  readonly isCutAtStart: boolean;
  /** True where a date was cut out. */
  readonly wasCut?: boolean | undefined;
  /** Where in `text` the date was cut out. */
  readonly cutAt?: number | undefined;
  /** What prefregex has taken of the line before it handed on `text`. */
  readonly taken?: { readonly before: string; readonly behind: string } | undefined;
  /** fail2ban searches one line at a time (`maxlines` is 1). */
  readonly isSingle?: boolean | undefined;
  /** True where prefregex takes nothing away. */
  readonly isHandedOnWhole?: boolean | undefined;
  /** The names that the filter gives values to. */
  readonly variables?: ReadonlySet<string> | undefined;
}

/** Says in words what the engine has proved: with `relaxation` made, and the others of `near`, the regex matches. */
export function nameCause(
  near: NearMiss,
  parts: readonly RegexPart[],
  subject: Subject,
  reach: (relaxation: Relaxation) => PartReach | undefined,
): NamedCause & { readonly reach?: PartReach } {
  const quotes = quotesAround(near, parts) ?? otherQuotes(near, parts, subject.text);
  if (quotes) return quotes;
  const plain = causeOf(near.relaxations[0]!, parts, subject);
  const reached = plain.isGeneral === true ? reach(near.relaxations[0]!) : undefined;
  const first = reached ? { ...plain, reach: reached, message: reachMessage(reached, subject.text) } : plain;
  // What else does not fit follows from the order.
  const rest =
    first.cause === 'order'
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
  if (relaxed.length === 1 && part!.kind === 'tag') return atTag(text, part!);
  return atText(text, found, relaxed, parts, subject);
}

/**
 * The name of another daemon, where the regex has room for a host and a daemon and the line begins with both: what takes a host
 * has then taken the daemon, and the host is left over.
 */
function daemonTakenForHost(
  parts: readonly RegexPart[],
  to: number,
  text: string,
): { daemon: string; after: RegexPart } | undefined {
  const at = parts.findIndex(
    ({ isOptional }, i) => i >= to && !isOptional && i > 0 && !/^\\s[*?]?$/.test(parts[i]!.written),
  );
  const room = parts.slice(to, at);
  const host = room.findIndex(({ written }) => /^\(\?:\\S\+\\s\+\)\?$/.test(written));
  if (parts[0]?.kind !== 'start' || to > 1 || host < 0 || !room.slice(host).some(takesDaemon)) return undefined;
  const after = parts[at]!;
  const daemon = after.kind === 'literal' ? /^\s*\S+\s+(\S+\[\d+\]: )/.exec(text)?.[1] : undefined;
  return daemon && daemonName.test(daemon) && text.includes(`${daemon}${after.literal}`)
    ? { daemon, after }
    : undefined;
}

/** Before the part nothing stands but `^` and what may take nothing or white space. */
function isAtStart(parts: readonly RegexPart[], from: number): boolean {
  return (
    parts[0]?.kind === 'start' &&
    parts.slice(1, from).every(({ isOptional, written }) => isOptional || /^\\s[*?]?$/.test(written))
  );
}

/** The first part from `at` on that has to be there: what may be left out is not what a line lacks. */
function firstFixed(parts: readonly RegexPart[], at: number): RegexPart | undefined {
  return parts.slice(at).find(({ isOptional }) => !isOptional) ?? parts[at];
}

function atStart(
  text: string | undefined,
  found: Span | undefined,
  next: RegexPart | undefined,
  { isCutAtStart, cutAt, wasCut, isHandedOnWhole }: Subject,
): NamedCause {
  const left = isCutAtStart ? ' once the date is cut out' : '';
  const wants = `the regex wants ${next ? shown(next) : 'the end'} right at ^`;
  if (text?.includes('\ufeff'))
    return { cause: 'encoding', message: `The text begins with a byte order mark (U+FEFF); ${wants}.` };
  if (text !== undefined && text !== '' && isBlank(text))
    return { cause: 'blank', message: `The text begins with ${blanks(text)}${left}; ${wants}.` };
  const prefix = text === undefined ? undefined : foreignPrefix(text);
  if (prefix)
    return { cause: 'prefix', message: `${quoted(text!)} stands at the start of the text: ${prefix}; ${wants}.` };
  if (text !== undefined && isCutAtStart && /^[.,]\d+\s*$/.test(text))
    return {
      cause: 'date',
      message: `${quoted(text)} is left of the date, whose template takes no fraction of a second; ${wants}.`,
    };
  const second = wasCut ? secondDate(text) : undefined;
  if (second !== undefined) return { cause: 'date', message: `${second}; ${wants}.` };
  const isLeft = found && cutAt !== undefined && cutAt > 0 && found.start < cutAt && cutAt <= found.end;
  const origin = isLeft ? `, left around the date that is cut out` : left;
  const whole = isHandedOnWhole ? ', as prefregex has no <F-CONTENT> and hands on the whole text' : '';
  return {
    cause: isHandedOnWhole ? 'prefix' : 'anchor',
    isGeneral: !isHandedOnWhole && !isLeft,
    message: `${text === undefined ? 'Something' : quoted(text)} stands at the start of the text${origin}${whole}; ${wants}.`,
  };
}

/** A whole date in what the regex does not take: fail2ban has cut out another one. */
function secondDate(text: string | undefined): string | undefined {
  const date = text === undefined ? undefined : sightDate(text, 1);
  return date && date.pieces.length > 2
    ? `A second date stands there, ${quoted(date.text)}: fail2ban cuts out one, and this one stays`
    : undefined;
}

/** What other programs put before a line. */
const foreignPrefixes: readonly (readonly [prefix: RegExp, what: string])[] = [
  [/^\{"log":"/, "Docker's json-file driver wraps each line so"],
  [/^\{"(?:MESSAGE|__CURSOR|__REALTIME_TIMESTAMP|_[A-Z_]+)":/, 'the journal was exported as JSON'],
  [/^[\w.-]+\s*\|\s*$/, 'docker compose puts the name of the container before each line'],
  [/^\S*\s*std(?:out|err) [FP] $/, 'Kubernetes puts the stream before each line'],
  [/^<\d{1,3}>/, 'syslog puts the priority before each line'],
  [
    /^\s*[\w.-]+ [\w./-]+(?:\([^)]*\))?(?:\[\d+\])?: $/,
    'syslog and the journal put the host and the daemon before each line',
  ],
  [/^\s*[\w./-]+(?:\([^)]*\))?\[\d+\]: $/, 'syslog and the journal put the daemon before each line'],
  [
    /^\s*[\w.-]+ [\w./-]+(?:\([^)]*\))?(?:\[\d+\])?: \S*\d[\d\s:,./T+-]*\d:\d\d\S*\s*$/,
    'syslog and the journal put the host and the daemon before each line, and the date that the program writes is a second one, which stays',
  ],
];

function foreignPrefix(text: string): string | undefined {
  return foreignPrefixes.find(([prefix]) => prefix.test(text))?.[1];
}

function atEnd(text: string | undefined, last: RegexPart | undefined): NamedCause {
  return {
    cause: text !== undefined && isBlank(text) ? 'blank' : 'anchor',
    isGeneral: text === undefined || !isBlank(text),
    message: `The regex ends with $ behind ${last ? shown(last) : 'its start'}; the line goes on with ${text === undefined ? 'more' : quoted(text)}.`,
  };
}

/** What stands around a date, at most. */
const longestResidue = 16;

const daemonName = /^[\w.-]+(?:\/[\w.-]+)*(?:\([^)]*\))?(?:\[\d+\])?: $/;

function between(
  text: string | undefined,
  found: Span | undefined,
  before: RegexPart | undefined,
  after: RegexPart | undefined,
  { text: whole, cutAt }: Subject,
): NamedCause {
  const place = placeInWords(before, after);
  if (text === undefined || text === '')
    return { cause: 'text', message: `Text that the regex does not take stands ${place}.` };
  if (isBlank(text))
    return {
      cause: 'blank',
      message:
        before?.literal.trim() === '' && before.kind === 'literal'
          ? `The line has ${blanks(`${before.literal}${text}`)} before ${after ? shown(after) : 'its end'}; the regex has ${blanks(before.literal)}.`
          : `The line has ${blanks(text)} ${place}; the regex has none there.`,
    };
  if (found && cutAt !== undefined && found.start < cutAt && cutAt <= found.end && text.length <= longestResidue)
    return {
      cause: 'anchor',
      message: `${quoted(text)} is left where the date is cut out, ${place}; the regex takes nothing there.`,
    };
  if (daemonName.test(text)) return otherDaemon(text, before, after);
  if (before && isNarrowClass(before) && found && /\w/.test(whole[found.start - 1] ?? '') && !/^\s/.test(text))
    return {
      cause: 'text',
      message: `${shown(before)} takes no ${quoted(text[0]!)}${/^\d$/.test(text[0]!) && /\\d|0-9/.test(before.written) ? ' more' : ''}: ${quoted(text)} stands behind what it took, before ${after ? shown(after) : 'the end'}.`,
    };
  const word = joinedWord(text, found, before, after, whole);
  if (word)
    return { cause: 'text', message: `The line has ${quoted(word.there)} where the regex has ${quoted(word.wanted)}.` };
  return {
    cause: before?.kind === 'tag' || after?.kind === 'tag' ? 'address' : 'text',
    isGeneral: true,
    message: `${quoted(text)} stands ${place}; the regex takes nothing there.`,
  };
}

/** A class that takes some characters only, once or more. */
export function isNarrowClass({ kind, written }: RegexPart): boolean {
  return kind === 'pattern' && /^(?:\\[wd]|\[(?!\^)(?:\\.|[^\]\\])+\])(?:[+*]\??|\{\d+(?:,\d*)?\})?$/.test(written);
}

function placeInWords(before: RegexPart | undefined, after: RegexPart | undefined): string {
  if (before && after) return `between ${shown(before)} and ${shown(after)}`;
  return before ? `behind ${shown(before)}` : `before ${shown(after!)}`;
}

function takesDaemon({ isOptional, written }: RegexPart): boolean {
  return isOptional === true && written.includes('\\[\\d+\\]');
}

function otherDaemon(text: string, before: RegexPart | undefined, after: RegexPart | undefined): NamedCause {
  return {
    cause: 'text',
    message: `The line names the daemon ${quoted(text.trim())}; the regex takes another one ${placeInWords(before, after)}.`,
  };
}

/** Letters more at a word: `username` where `user` was wanted. */
export function joinedWord(
  text: string,
  found: Span | undefined,
  before: RegexPart | undefined,
  after: RegexPart | undefined,
  whole: string,
): { there: string; wanted: string } | undefined {
  if (!found || !/^[\p{L}\p{N}_-]+$/u.test(text)) return undefined;
  const isWord = (part: RegexPart | undefined): part is RegexPart =>
    part?.kind === 'literal' && /^[\p{L}_]+$/u.test(part.literal);
  if (isWord(before) && whole.slice(0, found.start).endsWith(before.literal))
    return { there: `${before.literal}${text}`, wanted: before.literal };
  if (isWord(after) && whole.slice(found.end).startsWith(after.literal))
    return { there: `${text}${after.literal}`, wanted: after.literal };
  return undefined;
}

/** The tag whose address is followed by a port that nothing takes: only parts that may be left out, and closing marks, stand in between. */
export function tagBehindPort(
  from: number,
  found: Span | undefined,
  parts: readonly RegexPart[],
  text: string,
): RegexPart | undefined {
  if (!found || found.end - found.start < 2) return undefined;
  // Of `]:50123: ` where `]: ` was wanted, `50123:` is as much too much as `:50123`.
  const start = /^\d+:/.test(text.slice(found.start)) && text[found.start - 1] === ':' ? found.start - 1 : found.start;
  if (!/^:\d+(?![\w.])/.test(text.slice(start)) || !/[\da-fA-F.\]]$/.test(text.slice(0, start))) return undefined;
  let at = from - 1;
  while (at > 0 && (parts[at]!.isOptional || parts[at]!.kind === 'end' || /^[:\])>]$/.test(parts[at]!.literal))) at--;
  return parts[at]?.kind === 'tag' ? parts[at] : undefined;
}

function portMessage(text: string, tag: RegexPart, next: RegexPart | undefined): string {
  const port = `:${/\d+/.exec(text)![0]}`;
  return `The port ${quoted(port)} stands behind the address; the regex wants ${next ? shown(next) : 'the end'} behind ${tag.written}.`;
}

function atTag(text: string | undefined, tag: RegexPart): NamedCause {
  const kind =
    text === undefined
      ? undefined
      : /^\[?(?:\d{1,3}\.){3}\d{1,3}\]?:\d+$/.test(text)
        ? 'an address with a port'
        : /^\[?[0-9a-fA-F:]*:[0-9a-fA-F:.]+\]?$/.test(text)
          ? 'an IPv6 address'
          : /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text)
            ? 'an IPv4 address'
            : /^[\w-]+(?:\.[\w-]+)+$/.test(text)
              ? 'a host name'
              : undefined;
  if (!text) return { cause: 'address', message: `Nothing that ${tag.written} takes stands at its place.` };
  return {
    cause: 'address',
    message: `${tag.written} does not take ${quoted(text)}${kind ? `, ${kind},` : ''} that stands in its place.`,
  };
}

function atText(
  text: string | undefined,
  found: Span | undefined,
  relaxed: readonly RegexPart[],
  parts: readonly RegexPart[],
  subject: Subject,
): NamedCause {
  const wanted = relaxed.map(({ literal }) => literal).join('');
  const written = relaxed.map(({ written: part }) => part).join('');
  const isLiteral = relaxed.every(({ kind }) => kind === 'literal');
  if (
    subject.isSingle &&
    relaxed.some(({ literal, written: piece }) => literal.includes('\n') || piece.includes('\\n'))
  )
    return {
      cause: 'text',
      message:
        'The regex wants a line break with more behind it, but fail2ban searches each line alone: that needs maxlines = 2 or more.',
    };
  const name = relaxed.length === 1 ? shown(relaxed[0]!) : `${shown(relaxed[0]!)} … ${shown(relaxed.at(-1)!)}`;
  const has = thereInWords(text, found, subject.text);
  if (isLiteral) {
    const special = specialText(written, wanted, text, has, subject);
    if (special) return special;
  }
  if (/^\(\?<?!/.test(written))
    return {
      cause: 'text',
      message: `${name} rules the line out: what it forbids stands ${written.startsWith('(?<') ? 'before' : 'at'}${found ? ` ${quoted(/^\s*\S*/.exec(subject.text.slice(found.end))![0])}` : ' its place'}.`,
    };
  if (/^\\\[\\d(?:\+|\{[^}]*\})?\\\]$/.test(written) && text !== undefined && !/\[\d/.test(text))
    return { cause: 'text', message: `The regex wants a process number, ${written};${has || ' none stands there'}.` };
  if (
    text !== undefined &&
    /^\[?[0-9a-fA-F:]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\]?$/.test(text) &&
    /\\d|\[0-9\]/.test(written)
  )
    return {
      cause: 'address',
      message: `The regex wants an IPv4 address, ${name}; the line has ${quoted(text)}, an IPv6 address. <ADDR> takes both.`,
    };
  const { taken } = subject;
  const wantedWords = relaxed.flatMap(({ literal }) => (/\w{2}/.test(literal) ? [literal] : []));
  const [firstWord] = wantedWords;
  if (taken && firstWord !== undefined && taken.before.includes(firstWord) && !subject.text.includes(firstWord)) {
    const what = wantedWords.every((word) => taken.before.includes(word)) ? name : quoted(firstWord);
    return {
      cause: 'prefix',
      message: `${what} is part of what prefregex has taken; the failregex sees only what it hands on.`,
    };
  }
  const words = relaxed.flatMap(({ literal }) => (/\p{L}{3}/u.test(literal) ? [literal] : []));
  const missing = words.filter((word) => !subject.text.toLowerCase().includes(word.toLowerCase()));
  if (words.length > 2 && missing.length > words.length / 2)
    return {
      cause: 'text',
      message: `It is another kind of line: ${missing.slice(0, 3).map(quoted).join(', ')}${missing.length > 3 ? ' and more' : ''} ${missing.length === 1 ? 'is' : 'are'} nowhere in it.`,
    };
  const second = subject.wasCut === true ? secondDate(text) : undefined;
  if (second !== undefined) return { cause: 'date', message: `${second}; the regex wants ${name} there.` };
  const earlier =
    missing.length > 0 && relaxed.length > 3 ? undefined : wordsElsewhere(relaxed, parts, found, subject.text);
  if (earlier) return earlier;
  if (parts[0]!.kind === 'start' && relaxed[0] === parts[1] && isLiteral && wanted === ' ' && subject.wasCut === false)
    return {
      cause: 'date',
      message: `The regex wants a blank right at ^, where a date would have been cut out; no date is found in this line, and it begins with ${quoted(/^\s*\S+/.exec(subject.text)?.[0] ?? '')}.`,
    };
  const isOfItsKind = parts.slice(0, parts.indexOf(relaxed[0]!)).some(({ literal }) => /\p{L}{3}/u.test(literal));
  const lacksAddress =
    isOfItsKind &&
    relaxed.some(({ kind, written: tag }) => kind === 'tag' && /^<(?:HOST|ADDR|IP[46])>$/.test(tag)) &&
    !/\d+\.\d+|[0-9a-f]*:[0-9a-f]*:/i.test(subject.text);
  const isNowhere = isLiteral && /\w/.test(wanted) && !subject.text.toLowerCase().includes(wanted.toLowerCase());
  return {
    cause: 'text',
    isGeneral: true,
    message: `${lacksAddress ? 'No address stands in this line: where another line of the same connection names it, <F-MLFID> brings both together. ' : ''}The regex wants ${name};${has || ' something else stands there'}${isNowhere ? `, and ${quoted(wanted)} is nowhere in it` : ''}.`,
  };
}

/** Words that are wanted here and stand elsewhere in the line, where no other part wants them: its pieces come in another order. */
function wordsElsewhere(
  relaxed: readonly RegexPart[],
  parts: readonly RegexPart[],
  found: Span | undefined,
  text: string,
): NamedCause | undefined {
  if (!found) return undefined;
  for (const { written, words } of relaxed.map(wordsOf).filter(({ words }) => words.length > 0)) {
    const places = [...text.matchAll(/[\p{L}\p{N}_]+/gu)].filter(
      ({ 0: word, index }) => words.includes(word) && (index < found.start || index >= found.end),
    );
    const wantedElsewhere = parts.filter(
      (part) => !relaxed.includes(part) && wordsOf(part).words.some((word) => words.includes(word)),
    ).length;
    const place = places.length > wantedElsewhere ? places[0] : undefined;
    if (!place) continue;
    const what = words.length === 1 ? quoted(words[0]!) : `${written} (${quoted(place[0])})`;
    const before = parts
      .slice(0, parts.indexOf(relaxed[0]!))
      .findLast(({ kind, literal }) => kind === 'literal' && /\p{L}{2}/u.test(literal));
    if (before && place.index < found.start && text.indexOf(before.literal, place.index) >= 0)
      return {
        cause: 'order',
        message: `The pieces come in another order: the regex wants ${what} behind ${quoted(before.literal)}, and the line has it before that.`,
      };
    const there = /\S+/.exec(text.slice(found.start))?.[0];
    const side = place.index < found.start ? 'before' : 'behind';
    return {
      cause: 'order',
      message: `The pieces come in another order: the regex wants ${what} ${there === undefined ? 'at the end' : `where the line has ${quoted(there)}`}, and the line has it ${side} that.`,
    };
  }
  return undefined;
}

/** The word that a part stands for, or each word of an alternation of words alone. */
function wordsOf({ kind, literal, written, inner }: RegexPart): {
  readonly written: string;
  readonly words: readonly string[];
} {
  const words =
    kind === 'literal'
      ? [literal]
      : inner.length > 1 && inner.every((branch) => branch.length === 1)
        ? inner.map(([part]) => part!.literal)
        : [];
  return { written: shorten(visible(written)), words: words.every((word) => /\p{L}{2}/u.test(word)) ? words : [] };
}

/** What stands in the line at a place: where a piece behind it has taken the rest, what follows there. */
function thereInWords(text: string | undefined, found: Span | undefined, whole: string): string {
  if (text) return ` the line has ${quoted(text)}`;
  if (text === undefined || !found) return '';
  const next = /^\s*\S+/.exec(whole.slice(found.start))?.[0];
  return next ? ` the line goes on with ${quoted(next)} there` : ' the line ends there';
}

/** Fixed letters that are not in the line, for a reason that can be told. */
function specialText(
  written: string,
  wanted: string,
  text: string | undefined,
  has: string,
  { variables, taken }: Subject,
): NamedCause | undefined {
  if (/^<\/?[A-Za-z][\w-]*\/?>$/.test(wanted))
    return { cause: 'text', message: `${wanted} is no tag of fail2ban, so it stands for these letters;${has}.` };
  if (variables?.has(wanted))
    return {
      cause: 'text',
      message: `${wanted} is a variable of the filter, but stands for these letters: write %(${wanted})s;${has}.`,
    };
  if (/^\\\\+$/.test(written))
    return {
      cause: 'text',
      message: `${quoted(written)} stands for a backslash in the line;${has || ' it has none there'}. One backslash is enough before a mark.`,
    };
  if (wanted === '%%' || (wanted === '%' && text === ''))
    return { cause: 'text', message: `The regex wants ${quoted(wanted)};${has}. %% stands for one % only in a file.` };
  if (taken && /\w/.test(wanted) && (taken.before.includes(wanted.trim()) || taken.behind.includes(wanted.trim())))
    return {
      cause: 'prefix',
      message: `${quoted(wanted)} is part of what prefregex has taken; the failregex sees only what it hands on.`,
    };
  if (text === undefined || text === wanted) return undefined;
  if (text.toLowerCase() === wanted.toLowerCase()) return { cause: 'case', message: caseMessage(wanted, text) };
  if (text.trim() !== '' && text.replace(/\s+/g, '') === wanted.replace(/\s+/g, ''))
    return { cause: 'blank', message: `Only blanks differ: the regex has ${quoted(wanted)},${has}.` };
  if (text !== '' && isBlank(text) && wanted.trim() === '')
    return {
      cause: /[^\t-\r ]/.test(text) ? 'encoding' : 'blank',
      message: `The regex wants ${blanks(wanted)}; the line has ${blanks(text)}.`,
    };
  const alike = lookAlikes(text, wanted);
  return alike === undefined
    ? undefined
    : { cause: 'encoding', message: `${quoted(text)} only looks like ${quoted(wanted)}: ${alike}.` };
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

/** `others`: further places where the case differs. */
export function caseMessage(wanted: string, found: string, others = 0): string {
  const more = others === 0 ? '' : others === 1 ? ', and one more such word' : `, and ${others} more such words`;
  return `Only the case of letters differs: the regex has ${quoted(wanted)}, the line has ${quoted(found)}${more}.`;
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

/** White space as Python knows it: a byte order mark is none. */
export function isBlank(text: string): boolean {
  return /^\s+$/.test(text) && !text.includes('\ufeff');
}

export function blanks(text: string): string {
  if (/^ +$/.test(text)) return text.length === 1 ? 'a blank' : `${text.length} blanks`;
  if (text === '\t') return 'a tab';
  return nameBlanks(text) ?? `white space (${JSON.stringify(text)})`;
}

/** Log text in a sentence: short, and nothing in it that a terminal would obey. */
function quoted(text: string): string {
  return `"${shorten(visible(text))}"`;
}

export function shown({ written, kind }: RegexPart): string {
  return kind === 'literal' ? quoted(written) : shorten(visible(written));
}

function shorten(text: string): string {
  const chars = Array.from(text);
  return chars.length > 60 ? `${chars.slice(0, 45).join('')}…${chars.slice(-12).join('')}` : text;
}

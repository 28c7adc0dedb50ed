import { visible } from '../text/visible.ts';
import type { Span } from '../text/span.ts';
import type { NearMiss, Relaxation } from './near-miss.ts';
import type { RegexPart } from './regex-parts.ts';

/** What keeps a regex from matching, in one word. */
export type Cause = 'text' | 'case' | 'blank' | 'date' | 'anchor' | 'address' | 'encoding' | 'order';

export interface NamedCause {
  readonly cause: Cause;
  /** One sentence. */
  readonly message: string;
}

/** Where the regex was tried. */
export interface Subject {
  /** What fail2ban searches. */
  readonly text: string;
  /** True where a date was cut out at the very start of the line. */
  readonly isCutAtStart: boolean;
}

/** Says in words what the engine has proved: with `relaxation` made, and the others of `near`, the regex matches. */
export function nameCause(near: NearMiss, parts: readonly RegexPart[], subject: Subject): NamedCause {
  const first = causeOf(near.relaxations[0]!, parts, subject);
  const others = near.relaxations.slice(1).map((relaxation) => causeOf(relaxation, parts, subject).message);
  return { ...first, message: [first.message, ...others].join(' Besides: ') };
}

function causeOf({ from, to, found }: Relaxation, parts: readonly RegexPart[], subject: Subject): NamedCause {
  const text = found ? subject.text.slice(found.start, found.end) : undefined;
  const relaxed = parts.slice(from, to);
  const before = parts[from - 1];
  const after = parts[to];
  const isBetween = relaxed.every(({ kind }) => kind === 'start' || kind === 'end');
  const tag = tagBehindPort(from, found, parts, subject.text);
  if (tag) return { cause: 'address', message: portMessage(text!, tag, after) };
  if (isBetween && (relaxed[0]?.kind === 'start' || before?.kind === 'start')) return atStart(text, after, subject);
  if (isBetween && (relaxed.at(-1)?.kind === 'end' || after?.kind === 'end')) return atEnd(text, before);
  if (relaxed.length === 0) return between(text, before, after);
  const [part] = relaxed;
  if (relaxed.length === 1 && part!.kind === 'tag') return atTag(text, part!);
  return atText(text, relaxed, subject);
}

function atStart(text: string | undefined, next: RegexPart | undefined, { isCutAtStart }: Subject): NamedCause {
  const left = isCutAtStart ? ' once the date is cut out' : '';
  if (text !== undefined && text !== '' && /^\s+$/.test(text))
    return {
      cause: 'blank',
      message: `The text begins with ${blanks(text)}${left}; the regex wants ${next ? shown(next) : 'the end'} right at ^.`,
    };
  if (text && hasColours(text)) return colours(text);
  return {
    cause: 'anchor',
    message: `${text === undefined ? 'Something' : quoted(text)} stands at the start of the text${left}; the regex wants ${next ? shown(next) : 'the end'} right at ^.`,
  };
}

function atEnd(text: string | undefined, last: RegexPart | undefined): NamedCause {
  if (text && hasColours(text)) return colours(text);
  return {
    cause: text !== undefined && /^\s+$/.test(text) ? 'blank' : 'anchor',
    message: `The regex ends with $ behind ${last ? shown(last) : 'its start'}; the line goes on with ${text === undefined ? 'more' : quoted(text)}.`,
  };
}

function between(text: string | undefined, before: RegexPart | undefined, after: RegexPart | undefined): NamedCause {
  const place =
    before && after
      ? `between ${shown(before)} and ${shown(after)}`
      : before
        ? `behind ${shown(before)}`
        : `before ${shown(after!)}`;
  if (text === undefined) return { cause: 'text', message: `Text that the regex does not take stands ${place}.` };
  if (hasColours(text)) return colours(text);
  if (/^\s+$/.test(text))
    return {
      cause: 'blank',
      message:
        before?.literal.trim() === '' && before.kind === 'literal'
          ? `The line has ${blanks(`${before.literal}${text}`)} before ${after ? shown(after) : 'its end'}; the regex has ${blanks(before.literal)}.`
          : `The line has ${blanks(text)} ${place}; the regex has none there.`,
    };
  return {
    cause: before?.kind === 'tag' || after?.kind === 'tag' ? 'address' : 'text',
    message: `${quoted(text)} stands ${place}; the regex takes nothing there.`,
  };
}

/** The tag whose address is followed by a port that nothing takes: only parts that may be left out stand in between. */
export function tagBehindPort(
  from: number,
  found: Span | undefined,
  parts: readonly RegexPart[],
  text: string,
): RegexPart | undefined {
  if (!found || !/^:\d+(?![\w:.])/.test(text.slice(found.start))) return undefined;
  if (!/[\da-fA-F.\]]$/.test(text.slice(0, found.start)) || found.end - found.start < 2) return undefined;
  let at = from - 1;
  while (at > 0 && (parts[at]!.isOptional || parts[at]!.kind === 'end')) at--;
  return parts[at]?.kind === 'tag' ? parts[at] : undefined;
}

function portMessage(text: string, tag: RegexPart, next: RegexPart | undefined): string {
  const port = /^:\d+/.exec(text)![0];
  return `The port ${quoted(port)} stands behind the address; the regex wants ${next ? shown(next) : 'the end'} right behind ${tag.written}.`;
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

function atText(text: string | undefined, relaxed: readonly RegexPart[], subject: Subject): NamedCause {
  const wanted = relaxed.map(({ literal }) => literal).join('');
  const isLiteral = relaxed.every(({ kind }) => kind === 'literal');
  const name = relaxed.length === 1 ? shown(relaxed[0]!) : `${shown(relaxed[0]!)} … ${shown(relaxed.at(-1)!)}`;
  const has = text === undefined ? '' : text === '' ? ' nothing like it stands there' : ` the line has ${quoted(text)}`;
  if (text && hasColours(text)) return colours(text);
  if (isLiteral && /^<\/?[A-Za-z][\w-]*\/?>$/.test(wanted))
    return { cause: 'text', message: `${wanted} is no tag of fail2ban, so it stands for these letters;${has}.` };
  if (isLiteral && text !== undefined) {
    if (text !== wanted && text.toLowerCase() === wanted.toLowerCase())
      return { cause: 'case', message: caseMessage(wanted, text) };
    if (text !== wanted && text.trim() !== '' && text.replace(/\s+/g, '') === wanted.replace(/\s+/g, ''))
      return { cause: 'blank', message: `Only blanks differ: the regex has ${quoted(wanted)},${has}.` };
    if (text !== wanted && text !== '' && text.trim() === '' && wanted.trim() === '')
      return { cause: 'blank', message: `The regex wants ${blanks(wanted)}; the line has ${blanks(text)}.` };
    if (/[^\0-\x7f]/.test(text) && text.normalize('NFKD').replace(/\p{M}/gu, '') === wanted)
      return { cause: 'encoding', message: `${quoted(text)} only looks like ${quoted(wanted)}.` };
  }
  const isNowhere = isLiteral && /\w/.test(wanted) && !subject.text.toLowerCase().includes(wanted.toLowerCase());
  return {
    cause: 'text',
    message: `The regex wants ${name};${has || ' something else stands there'}${isNowhere ? `, and ${quoted(wanted)} is nowhere in it` : ''}.`,
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

function colours(text: string): NamedCause {
  return { cause: 'encoding', message: `The line holds the terminal's colour codes there: ${quoted(text)}.` };
}

function blanks(text: string): string {
  if (/^ +$/.test(text)) return text.length === 1 ? 'a blank' : `${text.length} blanks`;
  if (text === '\t') return 'a tab';
  return `white space (${JSON.stringify(text)})`;
}

/** Log text in a sentence: short, and nothing in it that a terminal would obey. */
function quoted(text: string): string {
  return `"${shorten(visible(text))}"`;
}

function shown({ written, kind }: RegexPart): string {
  return kind === 'literal' ? quoted(written) : shorten(visible(written));
}

function shorten(text: string): string {
  const chars = Array.from(text);
  return chars.length > 60 ? `${chars.slice(0, 45).join('')}…${chars.slice(-12).join('')}` : text;
}

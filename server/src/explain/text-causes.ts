import type { Span } from '../text/span.ts';
import { visible } from '../text/visible.ts';
import { blanks, caseMessage, isBlank, quoted, shorten, shown } from './in-words.ts';
import { lookAlikes } from './look-alikes.ts';
import type { NamedCause, Subject } from './named-cause.ts';
import type { RegexPart } from './regex-parts.ts';
import { secondDate } from './second-date.ts';
import { setMessage, standsAsWritten } from './word-sets.ts';

/** Parts that give way, and what the line has there. */
interface Place {
  readonly relaxed: readonly RegexPart[];
  readonly parts: readonly RegexPart[];
  readonly subject: Subject;
  readonly found: Span | undefined;
  /** The text of `found`. */
  readonly text: string | undefined;
  /** What the parts stand for, as far as they are letters. */
  readonly wanted: string;
  readonly isLiteral: boolean;
  /** The parts as they are written. */
  readonly written: string;
  /** The parts in words. */
  readonly name: string;
  /** What the line has there in words; empty where that is not known. */
  readonly has: string;
}

export function atText(
  text: string | undefined,
  found: Span | undefined,
  relaxed: readonly RegexPart[],
  parts: readonly RegexPart[],
  subject: Subject,
): NamedCause {
  const place: Place = {
    relaxed,
    parts,
    subject,
    found,
    text,
    wanted: relaxed.map(({ literal }) => literal).join(''),
    isLiteral: relaxed.every(({ kind }) => kind === 'literal'),
    written: relaxed.map(({ written }) => written).join(''),
    name: relaxed.length === 1 ? shown(relaxed[0]!) : `${shown(relaxed[0]!)} … ${shown(relaxed.at(-1)!)}`,
    has: thereInWords(text, found, subject.text),
  };
  for (const causeOf of kinds) {
    const cause = causeOf(place);
    if (cause) return cause;
  }
  return otherText(place);
}

type FindCause = (place: Place) => NamedCause | undefined;

const lineBreak: FindCause = ({ relaxed, subject }) =>
  subject.isSingle && relaxed.some(({ literal, written }) => literal.includes('\n') || written.includes('\\n'))
    ? {
        cause: 'text',
        message:
          'The regex wants a line break with more behind it, but fail2ban searches each line alone: that needs maxlines = 2 or more.',
      }
    : undefined;

const lookAround: FindCause = ({ written, name, found, subject }) =>
  /^\(\?<?!/.test(written)
    ? {
        cause: 'text',
        message: `${name} rules the line out: what it forbids stands ${written.startsWith('(?<') ? 'before' : 'at'}${found ? ` ${quoted(/^\s*\S*/.exec(subject.text.slice(found.end))![0])}` : ' its place'}.`,
      }
    : undefined;

const processNumber: FindCause = ({ written, text, has }) =>
  /^\\\[\\d(?:\+|\{[^}]*\})?\\\]$/.test(written) && text !== undefined && !/\[\d/.test(text)
    ? { cause: 'text', message: `The regex wants a process number, ${written};${has || ' none stands there'}.` }
    : undefined;

const onlyIpv4: FindCause = ({ written, text, name }) =>
  text !== undefined && /^\[?[0-9a-fA-F:]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\]?$/.test(text) && /\\d|\[0-9\]/.test(written)
    ? {
        cause: 'address',
        message: `The regex wants an IPv4 address, ${name}; the line has ${quoted(text)}, an IPv6 address. <ADDR> takes both.`,
      }
    : undefined;

const takenByPrefix: FindCause = ({ relaxed, subject: { taken, text }, name }) => {
  const words = relaxed.flatMap(({ literal }) => (/\w{2}/.test(literal) ? [literal] : []));
  const [first] = words;
  if (!taken || first === undefined || !taken.before.includes(first) || text.includes(first)) return undefined;
  return partOfPrefix(words.every((word) => taken.before.includes(word)) ? name : quoted(first));
};

function partOfPrefix(what: string): NamedCause {
  return {
    cause: 'prefix',
    message: `${what} is part of what prefregex has taken; the failregex sees only what it hands on.`,
  };
}

/** The words that are wanted, and those of them that are nowhere in the line. */
function longWords({ relaxed, subject: { text } }: Place): { words: string[]; missing: string[] } {
  const words = relaxed.flatMap(({ literal }) => (/\p{L}{3}/u.test(literal) ? [literal] : []));
  return { words, missing: words.filter((word) => !text.toLowerCase().includes(word.toLowerCase())) };
}

const otherKindOfLine: FindCause = (place) => {
  const { words, missing } = longWords(place);
  if (words.length <= 2 || missing.length <= words.length / 2) return undefined;
  const more = missing.length > 3 ? ' and more' : '';
  return {
    cause: 'text',
    message: `It is another kind of line: ${missing.slice(0, 3).map(quoted).join(', ')}${more} ${missing.length === 1 ? 'is' : 'are'} nowhere in it.`,
  };
};

const otherDate: FindCause = ({ subject, text, name }) => {
  const second = subject.wasCut === true ? secondDate(text) : undefined;
  return second === undefined ? undefined : { cause: 'date', message: `${second}; the regex wants ${name} there.` };
};

const otherOrder: FindCause = (place) => {
  const { relaxed, parts, found, subject } = place;
  return relaxed.length > 3 && longWords(place).missing.length > 0
    ? undefined
    : wordsElsewhere(relaxed, parts, found, subject.text);
};

const noDate: FindCause = ({ relaxed, parts, subject, isLiteral, wanted }) =>
  parts[0]!.kind === 'start' && relaxed[0] === parts[1] && isLiteral && wanted === ' ' && subject.wasCut === false
    ? {
        cause: 'date',
        message: `The regex wants a blank right at ^, where a date would have been cut out; no date is found in this line, and it begins with ${quoted(/^\s*\S+/.exec(subject.text)?.[0] ?? '')}.`,
      }
    : undefined;

/** `[auth::api]` for `\\[auth::api\\]`. */
const setOfWords: FindCause = ({ relaxed, subject: { text } }) => {
  const [part] = relaxed;
  return relaxed.length === 1 && part && standsAsWritten(part, text)
    ? { cause: 'text', message: `${setMessage(part.written)}.` }
    : undefined;
};

/** The first that answers is told. */
const kinds: readonly FindCause[] = [
  lineBreak,
  specialText,
  lookAround,
  processNumber,
  onlyIpv4,
  takenByPrefix,
  otherKindOfLine,
  otherDate,
  setOfWords,
  otherOrder,
  noDate,
];

/** No special reason. */
function otherText({ relaxed, parts, subject: { text }, isLiteral, wanted, name, has }: Place): NamedCause {
  const isOfItsKind = parts.slice(0, parts.indexOf(relaxed[0]!)).some(({ literal }) => /\p{L}{3}/u.test(literal));
  const behind = parts.slice(parts.indexOf(relaxed[0]!));
  const lacksAddress =
    isOfItsKind &&
    behind.some(({ kind, written: tag }) => kind === 'tag' && /^<(?:HOST|ADDR|IP[46])>$/.test(tag)) &&
    !/\w\.\w|[0-9a-f]*:[0-9a-f]*:/i.test(text);
  const isNowhere = isLiteral && /\w/.test(wanted) && !text.toLowerCase().includes(wanted.toLowerCase());
  const names = isNowhere && isNameOfAddress(relaxed, parts) ? namesOfAddresses(text) : [];
  if (names.length > 0)
    return {
      cause: 'address',
      isAll: true,
      message: `The regex wants the address behind ${name}, which is nowhere in the line: an address stands there behind ${names.map(quoted).join(', ')}.`,
    };
  return {
    cause: 'text',
    isGeneral: true,
    message: `${lacksAddress ? 'No address stands in this line: where another line of the same connection names it, <F-MLFID> brings both together. ' : ''}The regex wants ${name};${has || ' something else stands there'}${isNowhere ? `, and ${quoted(wanted)} is nowhere in it` : ''}.`,
  };
}

/** A word, and behind it nothing but marks up to the address: `"remote_addr":"<HOST>`, `rhost=<HOST>`. */
function isNameOfAddress(relaxed: readonly RegexPart[], parts: readonly RegexPart[]): boolean {
  if (relaxed.length !== 1 || !/^[\w.-]+$/.test(relaxed[0]!.literal)) return false;
  const behind = parts.slice(parts.indexOf(relaxed[0]!) + 1);
  const tag = behind.findIndex(({ kind }) => kind === 'tag');
  const between = behind.slice(0, tag);
  const marks = between.map(({ literal }) => literal).join('');
  return tag > 0 && between.every(({ kind }) => kind === 'literal') && /^(?:"\s*:\s*"|=\s*"?)$/.test(marks);
}

/** The names of values that are addresses: of JSON, or before `=`. */
function namesOfAddresses(text: string): string[] {
  const names = text.matchAll(
    /(?:"(?<json>[\w.-]+)"\s*:\s*"|(?<![\w.-])(?<plain>[\w.-]+)="?)\[?(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]*:[\da-f]*:[\da-f:.]*)(?![\w.])/gi,
  );
  return [...new Set(Array.from(names, ({ groups }) => (groups!['json'] ?? groups!['plain'])!))].slice(0, 3);
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
function specialText({ isLiteral, written, wanted, text, has, subject }: Place): NamedCause | undefined {
  if (!isLiteral) return undefined;
  const { variables, taken } = subject;
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
    return partOfPrefix(quoted(wanted));
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

import type { CompiledRegex } from '../matching/compile-filter.ts';
import { escapeRegex } from '../text/escape-regex.ts';
import { MappedText, type Origin } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { tagBehindPort } from './address-causes.ts';
import { isNarrowClass, joinedWord } from './between-causes.ts';
import { isBlank, shown } from './in-words.ts';
import type { Cause, Subject } from './named-cause.ts';
import type { Relaxation } from './changed-regex.ts';
import { isField } from './json-field.ts';
import type { NearMiss } from './near-miss.ts';
import type { RegexPart } from './regex-parts.ts';

/** A regex as it could be written. */
export interface Fix {
  /** What is done, in a few words. */
  readonly title: string;
  readonly configured: MappedText;
}

/** A change of a regex that may be the right answer. */
export interface Repair extends Fix {
  /** A better reason than the general one, good where the repaired regex matches. */
  readonly reason: { readonly cause: Cause; readonly message: string } | undefined;
}

/** One place of the expanded regex that is written anew. */
interface Edit {
  readonly span: Span;
  readonly text: string;
  readonly title: string;
  readonly reason?: Repair['reason'];
  /** Other places that go with it. */
  readonly also?: readonly { readonly span: Span; readonly text: string }[];
}

/**
 * How the regex could be written so that it takes what stands in the line, where each place has one right answer. Nothing is proved here: the
 * caller lets the engine try it.
 */
export function repairOf(
  { relaxations, parts }: NearMiss,
  regex: Pick<CompiledRegex, 'expanded' | 'configured'>,
  subject: Subject,
): Repair | undefined {
  const edits: Edit[] = [];
  for (const relaxation of relaxations) {
    const edit = editOf(relaxation, parts, regex.expanded.text, subject);
    if (!edit) return undefined;
    edits.push(edit);
  }
  const configured = rewritten(
    regex,
    edits.flatMap(({ span, text, also = [] }) => [{ span, text }, ...also]),
  );
  const titles = [...new Set(edits.map(({ title }) => title))];
  return (
    configured && {
      title: titles.map((title, i) => (i === 0 ? title : title[0]!.toLowerCase() + title.slice(1))).join('; '),
      configured,
      reason: edits.find(({ reason }) => reason)?.reason,
    }
  );
}

/** Each kind of place, the surer first. */
function editOf(
  relaxation: Relaxation,
  parts: readonly RegexPart[],
  source: string,
  subject: Subject,
): Edit | undefined {
  const { found } = relaxation;
  if (!found) return undefined;
  const lost = parts.slice(relaxation.from, relaxation.to);
  const isBetween = lost.every(({ kind }) => kind === 'start' || kind === 'end');
  const place: Place = {
    parts,
    source,
    subject,
    found,
    lost,
    text: subject.text.slice(found.start, found.end),
    before: parts[lost[0]?.kind === 'start' ? relaxation.from : relaxation.from - 1],
    after: parts[lost.at(-1)?.kind === 'end' ? relaxation.to - 1 : relaxation.to],
    from: relaxation.from,
  };
  const kinds = isBetween
    ? [
        markOfAnchor,
        port,
        atStart,
        fractionLeft,
        atEnd,
        blankBetween,
        processNumber,
        unescapedMark,
        star,
        leftOfDate,
        longerWord,
        narrowClass,
        fieldOfJson,
        onlyMark,
        colours,
      ]
    : [
        fieldWithoutValue,
        httpVersion,
        otherQuote,
        emptyClass,
        dateItself,
        otherBlank,
        missingProcessNumber,
        unescapedSet,
        unknownTag,
      ];
  for (const kind of kinds) {
    const edit = kind(place);
    if (edit) return edit;
  }
  return undefined;
}

interface Place {
  readonly parts: readonly RegexPart[];
  /** The expanded regex. */
  readonly source: string;
  readonly subject: Subject;
  readonly found: Span;
  /** What the line has there. */
  readonly text: string;
  /** The parts that gave way. */
  readonly lost: readonly RegexPart[];
  readonly before: RegexPart | undefined;
  readonly after: RegexPart | undefined;
  readonly from: number;
}

type FindEdit = (place: Place) => Edit | undefined;

const atStart: FindEdit = ({ before, text }) =>
  before?.kind === 'start' && isBlank(text)
    ? { ...behind(before, '\\s*'), title: 'Take white space at the start: ^\\s*' }
    : undefined;

/** `.400` of a time whose template takes no fraction. */
const fractionLeft: FindEdit = ({ before, text, subject: { isCutAtStart } }) =>
  before?.kind === 'start' && isCutAtStart && /^[.,]\d+\s*$/.test(text)
    ? { ...behind(before, '(?:[.,]\\d+)?'), title: 'Take the fraction of a second that is left: ^(?:[.,]\\d+)?' }
    : undefined;

const atEnd: FindEdit = ({ before, after, text, parts }) => {
  if (after?.kind !== 'end' || !before) return undefined;
  if (isBlank(text)) return { ...inFront(after, '\\s*'), title: 'Take white space at the end: \\s*$' };
  // Behind a piece that takes anything the end is what tells the line from what a client writes into it.
  if (!parts.some(({ written }) => /^\.[*+]/.test(written)))
    return { span: after.span, text: '', title: 'Let more follow: leave out the $' };
  if (text.length > 40 || /["'<>\d]\.\d|["']/.test(text)) return undefined;
  const piece = literally(text);
  return { ...inFront(after, piece), title: `Take what follows: ${piece}$` };
};

const blankBetween: FindEdit = ({ before, after, text }) => {
  if (!isBlank(text)) return undefined;
  const blank = [before, after].find((part) => part && isOneBlank(part));
  if (blank) return { span: blank.span, text: '\\s+', title: 'Take any white space: \\s+' };
  const piece = text === ' ' ? ' ' : '\\s+';
  const what = text === ' ' ? 'Write a blank' : 'Take white space (\\s+)';
  return after
    ? { ...inFront(after, piece), title: `${what} before ${shown(after)}` }
    : before && { ...behind(before, piece), title: `${what} behind ${shown(before)}` };
};

const processNumber: FindEdit = ({ before, text }) =>
  before && /^\[\d+\]$/.test(text)
    ? { ...behind(before, '(?:\\[\\d+\\])?'), title: 'Take a process number: (?:\\[\\d+\\])?' }
    : undefined;

const port: FindEdit = ({ from, found, parts, subject }) => {
  const tag = tagBehindPort(from, found, parts, subject.text);
  return tag && { ...behind(tag, '(?::\\d+)?'), title: `Take a port: ${tag.written}(?::\\d+)?` };
};

/** `failed? (user x)`: the mark is in the line, and means something else in the regex. */
const unescapedMark: FindEdit = ({ before, after, text, source, parts }) => {
  if (before?.kind === 'pattern' && /^(?:[?*+]|\{\d+(?:,\d*)?\})$/.test(text) && before.written.endsWith(text)) {
    const { end } = before.span;
    return {
      span: { start: end - text.length, end },
      text: escapeRegex(text),
      title: `Mean the mark itself: ${escapeRegex(text)}`,
      reason: {
        cause: 'text',
        message: `${JSON.stringify(text)} repeats what stands before it, here ${shown({ ...before, written: before.written.slice(0, -text.length) })}; the line has the mark itself.`,
      },
    };
  }
  if (text !== '(' && text !== ')') return undefined;
  const gap = { start: before?.span.end ?? 0, end: after?.span.start ?? source.length };
  const at = gap.start + source.slice(gap.start, gap.end).indexOf(text);
  const other = at < gap.start ? undefined : matchingBracket(source, at);
  if (other === undefined) return undefined;
  const group = source.slice(Math.min(at, other), Math.max(at, other) + 1);
  if (group.startsWith('(?')) return undefined;
  const written = parts
    .filter(({ kind, span }) => kind === 'tag' && span.start > Math.min(at, other) && span.end < Math.max(at, other))
    .reduce((shorter, tag) => shorter.replace(source.slice(tag.span.start, tag.span.end), () => tag.written), group);
  return {
    span: { start: at, end: at + 1 },
    text: `\\${text}`,
    also: [{ span: { start: other, end: other + 1 }, text: `\\${source[other]!}` }],
    title: 'Mean the brackets themselves: \\( and \\)',
    reason: {
      cause: 'text',
      message: `The brackets of ${cut(written)} make a group; the line has the brackets themselves.`,
    },
  };
};

/** `cost $5`: the anchor stands where the line has the mark. */
const markOfAnchor: FindEdit = ({ lost, text }) => {
  const [part] = lost;
  return lost.length === 1 && text === part!.written && /^[$^]$/.test(text)
    ? {
        span: part!.span,
        text: `\\${text}`,
        title: `Mean the mark itself: \\${text}`,
        reason: { cause: 'text', message: `${text} is an anchor; the line has the mark itself.` },
      }
    : undefined;
};

/** `failed for * from`, as a shell would read it. */
const star: FindEdit = ({ before, after, text, parts, from }) => {
  // Of ` * x` the second blank, too, has taken one of the line's.
  const earlier = before && isOneBlank(before) && text.endsWith(before.literal) ? parts[from - 2] : undefined;
  const part = [before, after, earlier].find((near) => near && /^\\?[^\w\\()[\].*+?]\*$/.test(near.written));
  if (!part || text === '') return undefined;
  const { end } = part.span;
  return {
    span: { start: end - 1, end },
    text: '.*',
    title: 'Take any text: .*',
    reason: {
      cause: 'text',
      message: `${JSON.stringify(part.written)} takes ${part.written === ' *' ? 'blanks' : `"${part.written.slice(0, -1)}", often or never`}; the line has ${JSON.stringify(cut(text))} there. Any text is .*`,
    },
  };
};

const leftOfDate: FindEdit = ({ before, found, text, subject: { cutAt } }) =>
  before &&
  cutAt !== undefined &&
  found.start <= cutAt &&
  cutAt <= found.end &&
  text.length <= 12 &&
  /^[^\p{L}\p{N}]*\p{L}?[^\p{L}\p{N}]*$/u.test(text)
    ? { ...behind(before, literally(text)), title: `Take what is left of the date: ${literally(text)}` }
    : undefined;

const longerWord: FindEdit = ({ before, after, found, text, subject }) => {
  const word = joinedWord(text, found, before, after, subject.text);
  if (!word) return undefined;
  const piece = `(?:${literally(text)})?`;
  return word.there.startsWith(word.wanted)
    ? { ...behind(before!, piece), title: `Take both words: ${word.wanted}${piece}` }
    : { ...inFront(after!, piece), title: `Take both words: ${piece}${word.wanted}` };
};

/** `\w+` for a user with a `-` or an `@`, `\d` for a longer number. */
const narrowClass: FindEdit = ({ before, found, text, subject }) => {
  if (!before || !isNarrowClass(before) || !/\w/.test(subject.text[found.start - 1] ?? '')) return undefined;
  if (/^\\d$|^\[0-9\]$/.test(before.written))
    return /^\d+$/.test(text) ? { ...behind(before, '+'), title: `Take more digits: ${before.written}+` } : undefined;
  return /[\s"'<>()[\],;=]/.test(text) || !/[+*]$/.test(before.written)
    ? undefined
    : { span: before.span, text: '\\S+', title: 'Take any characters but blanks: \\S+' };
};

/** One mark more: a comma, a dot, a bracket, a slash. */
const onlyMark: FindEdit = ({ before, text }) =>
  before && /^[.,;:!>)\]/\\]$/.test(text)
    ? {
        ...behind(before, `${escapeRegex(text)}?`),
        title: `Take the mark ${JSON.stringify(text)}: ${escapeRegex(text)}?`,
      }
    : undefined;

const fieldOfJson: FindEdit = ({ before, text }) => {
  if (!before || !isField(text)) return undefined;
  const piece = text.replace(/("[^"]+":\s*)("[^"]*"|[\w.+-]+)|[^"]+/g, (all: string, name?: string, value?: string) =>
    name === undefined ? literally(all) : `${literally(name)}${value!.startsWith('"') ? '"[^"]*"' : '[^,]+'}`,
  );
  return { ...behind(before, `(?:${piece})?`), title: `Take the field, or none: (?:${piece})?` };
};

/** `-` is what a log writes for a field without a value. */
const fieldWithoutValue: FindEdit = ({ lost, text, before, after }) =>
  lost.length === 1 &&
  lost[0]!.literal === '-' &&
  /^[\w@."][^\s]*$/.test(text) &&
  [before, after].every((near) => near && isOneBlank(near))
    ? {
        span: lost[0]!.span,
        text: '\\S+',
        title: 'Take any value: \\S+',
        reason: {
          cause: 'text',
          message: `"-" stands in a log for a field without a value; the line has ${JSON.stringify(cut(text))} there.`,
        },
      }
    : undefined;

/** `HTTP/1\.1` where the line has HTTP/2.0. */
const httpVersion: FindEdit = ({ lost, found, subject }) => {
  const there = /^\d(?:\.\d)?(?=["\s])/.exec(subject.text.slice(found.start))?.[0];
  const wanted = lost.map(({ written }) => written).join('');
  if (!there || !/HTTP\/$/i.test(subject.text.slice(0, found.start)) || !/^\d/.test(wanted)) return undefined;
  const [first, ...others] = lost;
  return {
    span: first!.span,
    text: '\\d+',
    also: others.filter(({ written }) => /^\d$/.test(written)).map(({ span }) => ({ span, text: '\\d+' })),
    title: 'Take any version of HTTP: \\d+',
    reason: {
      cause: 'text',
      message: `The regex wants HTTP/${shown(first!).replaceAll('"', '')}; the line has HTTP/${there}.`,
    },
  };
};

/** `"\S+"` where the line has `'bob'`, or no quotes at all. */
const otherQuote: FindEdit = ({ lost, found, text, subject }) => {
  const [part] = lost;
  if (lost.length !== 1 || !/^["'`]$/.test(part!.literal) || text.length > 1) return undefined;
  const there = /^["'`]/.exec(text === '' ? subject.text.slice(found.start) : text)?.[0];
  return there === part!.literal
    ? undefined
    : { span: part!.span, text: '["\']?', title: 'Take either quote, or none: ["\']?' };
};

/** `"[^"]+"` for an empty name, `.+` where nothing stands between two words. */
const emptyClass: FindEdit = ({ lost, text }) => {
  const [part] = lost;
  const [, once, lazy] = /^(\.|\\[dswDSW]|\[(?:\\.|[^\]\\])+\])\+(\??)$/.exec(part?.written ?? '') ?? [];
  if (lost.length !== 1 || text !== '' || once === undefined) return undefined;
  const piece = `${once}*${lazy}`;
  return {
    span: part!.span,
    text: piece,
    title: `Let it be empty: ${piece}`,
    reason: {
      cause: 'text',
      message: `${shown(part!)} takes at least one character; the line has none between what stands before it and behind it.`,
    },
  };
};

const colours: FindEdit = ({ before, after, text }) => {
  if (!/^(?:\x1b\[[\d;]*m)+$/.test(text)) return undefined;
  const piece = '(?:\\x1b\\[[\\d;]*m)*';
  const title = `Take the colour codes: ${piece}`;
  return before ? { ...behind(before, piece), title } : after && { ...inFront(after, piece), title };
};

/** The regex looks for the date, which is cut out. */
const dateItself: FindEdit = ({ lost, found, text, subject: { cutAt, wasCut } }) => {
  if (!wasCut || cutAt === undefined || text.trim() !== '' || found.start > cutAt + 1 || found.end < cutAt)
    return undefined;
  if (!lost.some(({ kind }) => kind === 'pattern') && lost.length < 2) return undefined;
  const [first, ...others] = lost;
  return {
    span: first!.span,
    text: '',
    also: others.map(({ span }) => ({ span, text: '' })),
    title: 'Leave out the date: it is cut out before the search',
    reason: {
      cause: 'date',
      message: `The date stands there in the line, but fail2ban cuts it out before it searches: nothing is left for ${lost.length === 1 ? shown(first!) : `${shown(first!)} … ${shown(others.at(-1)!)}`}.`,
    },
  };
};

const otherBlank: FindEdit = ({ lost, text }) => {
  if (lost.length !== 1 || !isOneBlank(lost[0]!)) return undefined;
  if (text === '') return { span: lost[0]!.span, text: '\\s*', title: 'Let the blank be missing: \\s*' };
  return isBlank(text) ? { span: lost[0]!.span, text: '\\s+', title: 'Take any white space: \\s+' } : undefined;
};

const missingProcessNumber: FindEdit = ({ lost, text, source }) => {
  const span = { start: lost[0]!.span.start, end: lost.at(-1)!.span.end };
  const written = source.slice(span.start, span.end);
  return /^\\\[\\d(?:[*+]|\{[^}]*\})?\\\]$/.test(written) && text === ''
    ? { span, text: `(?:${written})?`, title: `Let the process number be missing: (?:${written})?` }
    : undefined;
};

/** `[error]` for `\[error\]`. */
const unescapedSet: FindEdit = ({ lost, text }) =>
  lost.length === 1 && lost[0]!.written === text && /^\[[^\]\\]+\]$/.test(text)
    ? {
        span: lost[0]!.span,
        text: literally(text),
        title: `Mean the brackets themselves: ${literally(text)}`,
        reason: {
          cause: 'text',
          message: `${text} takes one of these letters; the line has the word and the brackets themselves.`,
        },
      }
    : undefined;

const unknownTag: FindEdit = ({ lost, text }) => {
  const [tag] = lost;
  if (lost.length !== 1 || !/^<[A-Za-z][\w-]*>$/.test(tag!.literal)) return undefined;
  const piece = /user/i.test(tag!.literal) ? '<F-USER>\\S+</F-USER>' : '\\S+';
  return /\s/.test(text) ? undefined : { span: tag!.span, text: piece, title: `Take a word there: ${piece}` };
};

function behind({ whole }: RegexPart, text: string): Pick<Edit, 'span' | 'text'> {
  return { span: { start: whole.end, end: whole.end }, text };
}

function inFront({ whole }: RegexPart, text: string): Pick<Edit, 'span' | 'text'> {
  return { span: { start: whole.start, end: whole.start }, text };
}

function isOneBlank({ literal, written }: RegexPart): boolean {
  return (literal !== '' && literal.trim() === '') || written === '\\s';
}

/** A regex for `text`: blanks as white space, numbers as any number. */
function literally(text: string): string {
  return escapeRegex(text).replace(/\s+/g, '\\s+').replace(/\d+/g, '\\d+');
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 30)}…` : text;
}

/** The bracket that belongs to the one at `at`; sets and escapes are passed over. */
function matchingBracket(source: string, at: number): number | undefined {
  const open: number[] = [];
  for (const { 0: piece, index } of source.matchAll(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()]/gs)) {
    if (piece === '(') open.push(index);
    else if (piece === ')') {
      const start = open.pop();
      if (start === at) return index;
      if (index === at) return start;
    }
  }
  return undefined;
}

/** The configured regex with pieces of the expanded one written anew; undefined where one of them was not typed as it stands. */
export function rewritten(
  { expanded, configured }: Pick<CompiledRegex, 'expanded' | 'configured'>,
  pieces: readonly { readonly span: Span; readonly text: string }[],
): MappedText | undefined {
  const edits: { span: Span; text: string }[] = [];
  for (const { span, text } of pieces) {
    const place = placeIn(configured, expanded, span);
    if (!place) return undefined;
    edits.push({ span: place, text });
  }
  edits.sort((a, b) => a.span.start - b.span.start);
  const kept: MappedText[] = [];
  let done = 0;
  for (const { span, text } of edits) {
    if (span.start < done) return undefined;
    kept.push(configured.slice(done, span.start), MappedText.builtin(text, 'fix'));
    done = span.end;
  }
  return MappedText.concat([...kept, configured.slice(done)]);
}

/** Where a piece of the expanded regex is written in the configured one; an empty place beside a tag is before or behind the tag. */
function placeIn(configured: MappedText, expanded: MappedText, { start, end }: Span): Span | undefined {
  if (end > start) return originIn(configured, expanded.whereToEdit({ start, end }));
  const besides = (from: number): Span | undefined =>
    from >= 0 && from < expanded.length
      ? originIn(configured, expanded.whereToShow({ start: from, end: from + 1 })[0])
      : undefined;
  const next = besides(start);
  if (next) return { start: next.start, end: next.start };
  const last = besides(start - 1);
  return last && { start: last.end, end: last.end };
}

function originIn(configured: MappedText, origin: Origin | undefined): Span | undefined {
  let at = 0;
  for (const { text, origin: own, exact } of configured.segments) {
    const isInside =
      origin && own.file === origin.file && own.span.start <= origin.span.start && origin.span.end <= own.span.end;
    if (exact && isInside) {
      const start = at + origin.span.start - own.span.start;
      return { start, end: start + origin.span.end - origin.span.start };
    }
    at += text.length;
  }
  return undefined;
}

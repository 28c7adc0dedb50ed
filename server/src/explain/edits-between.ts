import { findDates } from '../dates/find-dates.ts';
import { escapeRegex } from '../text/escape-regex.ts';
import { tagBehindPort } from './address-causes.ts';
import { isNarrowClass, joinedWord } from './between-causes.ts';
import { endInDockerJson, isAtStart, isHostOfSyslog } from './edge-causes.ts';
import { behind, cut, inFront, isOneBlank, literally, type FindEdit } from './edit.ts';
import { endOfJsonValue, foreignPrefixOf, takeEndOfJsonValue } from './foreign-prefixes.ts';
import { isBlank, quoted, shown } from './in-words.ts';
import { fieldBeforeQuote, isField } from './json-field.ts';

const atStart: FindEdit = ({ before, text }) =>
  before?.kind === 'start' && isBlank(text)
    ? { ...behind(before, '\\s*'), title: 'Take white space at the start: ^\\s*' }
    : undefined;

/** What a container's runtime, the journal or syslog has put before each line. */
const foreignPrefix: FindEdit = ({ before, text }) => {
  const take = before?.kind === 'start' ? foreignPrefixOf(text)?.take : undefined;
  return take === undefined
    ? undefined
    : { ...behind(before!, take), title: `Take what stands before each line: ^${take}` };
};

/** `.400` of a time whose template takes no fraction. */
const fractionLeft: FindEdit = ({ before, text, subject: { isCutAtStart } }) =>
  before?.kind === 'start' && isCutAtStart && /^[.,]\d+\s*$/.test(text)
    ? { ...behind(before, '(?:[.,]\\d+)?'), title: 'Take the fraction of a second that is left: ^(?:[.,]\\d+)?' }
    : undefined;

/** ` srv` of syslog, before the daemon. */
const hostBefore: FindEdit = ({ parts, from, found, text, subject }) => {
  const [start] = parts;
  if (!start || !isAtStart(parts, from) || !subject.isCutAtStart) return undefined;
  if (!isHostOfSyslog(text, subject.text.slice(found.end))) return undefined;
  return { ...behind(start, '\\s*\\S+\\s+'), title: "Take the host's name: ^\\s*\\S+\\s+" };
};

const atEnd: FindEdit = ({ before, after, text, parts }) => {
  if (after?.kind !== 'end' || !before) return undefined;
  if (endInDockerJson.test(text))
    return { span: after.span, text: '\\\\n"', title: String.raw`End where Docker's JSON ends the text: \\n"` };
  if (isBlank(text)) return { ...inFront(after, '\\s*'), title: 'Take white space at the end: \\s*$' };
  if (endOfJsonValue.test(text))
    return {
      ...inFront(after, takeEndOfJsonValue),
      title: `Take the end of the value and what follows: ${takeEndOfJsonValue}$`,
    };
  const fields = moreFields(text);
  if (fields !== undefined) return { ...inFront(after, fields), title: `Take the fields that follow: ${fields}$` };
  // Behind a piece that takes anything the end is what tells the line from what a client writes into it.
  if (!parts.some(({ written }) => /^\.[*+]/.test(written)))
    return { span: after.span, text: '', title: 'Let more follow: leave out the $' };
  if (text.length > 40 || /["'<>\d]\.\d|["']/.test(text)) return undefined;
  const piece = inShape(text);
  return { ...inFront(after, piece), title: `Take what follows: ${piece}$` };
};

/** ` 12 "-" "curl"` of an access log: numbers and quoted fields, each for any. */
function moreFields(text: string): string | undefined {
  if (!/^(?: (?:"[^"\\]*"|\d+|-)){1,8}$/.test(text) || !text.includes('"')) return undefined;
  return text.replace(/"[^"]*"|\d+|-/g, (field) => (field.startsWith('"') ? '"[^"]*"' : '\\S+'));
}

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
        title: `Take the mark ${quoted(text)}: ${escapeRegex(text)}?`,
      }
    : undefined;

/** The address, or another value, stands in quotes, or in those of JSON inside of JSON. */
const onlyQuote: FindEdit = ({ before, text }) =>
  before && /^["'`]$/.test(text)
    ? { ...behind(before, `${text}?`), title: `Take the quotes, or none: ${text}?` }
    : undefined;

/** `ipv4:` before an address. */
const labelBefore: FindEdit = ({ before, after, text }) =>
  before && after?.kind === 'tag' && /^[A-Za-z][\w-]{0,11}[:=]$/.test(text)
    ? {
        ...behind(before, `(?:${literally(text)})?`),
        title: `Take what stands there, or nothing: (?:${literally(text)})?`,
      }
    : undefined;

const fieldOfJson: FindEdit = ({ before, text }) => {
  if (!before) return undefined;
  const turned = fieldBeforeQuote(text, before.literal);
  const field = turned ?? (isField(text) ? text : undefined);
  if (field === undefined) return undefined;
  const piece = field.replace(/("[^"]+":\s*)("[^"]*"|[\w.+-]+)|[^"]+/g, (all: string, name?: string, value?: string) =>
    name === undefined ? literally(all) : `${literally(name)}${value!.startsWith('"') ? '"[^"]*"' : '[^,]+'}`,
  );
  const place = turned === undefined ? behind : inFront;
  return { ...place(before, `(?:${piece})?`), title: `Take the field, or none: (?:${piece})?` };
};

/** Words with which a line tells of something else than without them. */
const turnsMeaning = /\b(?:not|no|never|without|un|succe\w*|accept\w*|allow\w*)\b/i;

/** A name of two words where `\\w+` takes one: the second is a value, too, not a word of the program. */
const valueOfWords: FindEdit = ({ before, text, parts, from }) => {
  const value = parts[from - 2];
  if (!before || !isOneBlank(before) || !value || !/^\\w[+*]\??$/.test(value.written)) return undefined;
  const piece = `${value.written}(?:\\s+\\w+)*?`;
  return /^(?:\w+\s+)+$/.test(text)
    ? { span: value.span, text: piece, title: `Take several words: ${piece}` }
    : undefined;
};

/** Other words, such as ` in 2 secs` or a number in brackets: they are taken as they stand, numbers and names of no one kind as any. */
const otherWords: FindEdit = ({ before, after, text }) => {
  if (!before || before.kind === 'end' || text.length > 60) return undefined;
  // A time tells of a date, which is the better place to begin, as a date itself is.
  if (/["\\\x00-\x1f]|\d:\d\d/.test(text) || findDates(text).length > 0) return undefined;
  if (turnsMeaning.test(text) || !/[\p{L}\p{N}]/u.test(text)) return undefined;
  const piece = inShape(text);
  const title = `Take what stands there, or nothing: (?:${piece})?`;
  return before.kind === 'start' || !after
    ? { ...behind(before, piece), title: `Take what stands there: ${piece}` }
    : { ...behind(before, `(?:${piece})?`), title };
};

/** Words of letters alone as they are; others, such as `bob@example.com`, `<a1b2>` and `x_9`, by what they are made of. */
function inShape(text: string): string {
  return text
    .split(/(\s+|[[\](){}<>,;:=|'`]+)/)
    .map((word, i, words) => {
      // The value of a name.
      if (/=$/.test(words[i - 1] ?? '') && word !== '') return '\\S+?';
      if (i % 2 === 1 || /^[\p{L}_]*$/u.test(word) || /^[-*.]+$/.test(word)) return literally(word);
      return /^\d+$/.test(word) ? '\\d+' : '\\S+?';
    })
    .join('');
}

const colours: FindEdit = ({ before, after, text }) => {
  if (!/^(?:\x1b\[[\d;]*m)+$/.test(text)) return undefined;
  const piece = '(?:\\x1b\\[[\\d;]*m)*';
  const title = `Take the colour codes: ${piece}`;
  return before ? { ...behind(before, piece), title } : after && { ...inFront(after, piece), title };
};

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

/** For text that stands where the regex takes nothing; the surer first. */
export const editsBetween: readonly FindEdit[] = [
  markOfAnchor,
  port,
  hostBefore,
  atStart,
  foreignPrefix,
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
  onlyQuote,
  labelBefore,
  colours,
  valueOfWords,
  otherWords,
];

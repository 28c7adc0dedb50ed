import { cut, isOneBlank, literally, type FindEdit } from './edit.ts';
import { isBlank, shown } from './in-words.ts';

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

const dayOrMonth =
  /^(?:(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/i;

/** The regex looks for the date, which is cut out. */
const dateItself: FindEdit = ({ lost, found, text, subject: { cutAt, cutOut = '', wasCut } }) => {
  if (!wasCut || cutAt === undefined || text.trim() !== '' || found.start > cutAt + 1 || found.end < cutAt)
    return undefined;
  if (!lost.some(({ kind }) => kind === 'pattern') && lost.length < 2) return undefined;
  // Words that no date has are looked for in the line.
  const words = lost.flatMap(({ literal }) => literal.match(/\p{L}{2,}/gu) ?? []);
  const isOfDate = (word: string): boolean =>
    dayOrMonth.test(word) || cutOut.toLowerCase().includes(word.toLowerCase());
  if (!words.every(isOfDate)) return undefined;
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

/** For parts that give way; the surer first. */
export const editsOfParts: readonly FindEdit[] = [
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

import type { Span } from '../text/span.ts';
import { daemonName, otherDaemon } from './daemon-causes.ts';
import { blanks, isBlank, placeInWords, quoted, shown } from './in-words.ts';
import type { NamedCause, Subject } from './named-cause.ts';
import type { RegexPart } from './regex-parts.ts';

/** What stands around a date, at most. */
const longestResidue = 16;

export function between(
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
  if (text === '\\' && found && whole[found.end] === '"')
    return {
      cause: 'text',
      message: `The line has \\" ${place}: so a quote is written inside of JSON; the regex wants " alone.`,
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

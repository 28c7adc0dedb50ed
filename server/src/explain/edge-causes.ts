import type { Span } from '../text/span.ts';
import { foreignPrefixOf } from './foreign-prefixes.ts';
import { blanks, isBlank, quoted, shown } from './in-words.ts';
import type { NamedCause, Subject } from './named-cause.ts';
import type { RegexPart } from './regex-parts.ts';
import { secondDate } from './second-date.ts';
import { setMessage, standsAsWritten } from './word-sets.ts';

/** Before the part nothing stands but `^` and what may take nothing or white space. */
export function isAtStart(parts: readonly RegexPart[], from: number): boolean {
  return (
    parts[0]?.kind === 'start' &&
    parts.slice(1, from).every(({ isOptional, written }) => isOptional || /^\\s[*?]?$/.test(written))
  );
}

/** The first part from `at` on that has to be there: what may be left out is not what a line lacks. */
export function firstFixed(parts: readonly RegexPart[], at: number): RegexPart | undefined {
  return parts.slice(at).find(({ isOptional }) => !isOptional) ?? parts[at];
}

export function atStart(
  text: string | undefined,
  found: Span | undefined,
  next: RegexPart | undefined,
  { text: whole, isCutAtStart, cutAt, wasCut, isHandedOnWhole }: Subject,
): NamedCause {
  const left = isCutAtStart ? ' once the date is cut out' : '';
  const wants = `the regex wants ${next ? shown(next) : 'the end'} right at ^`;
  if (text?.includes('\ufeff'))
    return { cause: 'encoding', message: `The text begins with a byte order mark (U+FEFF); ${wants}.` };
  if (text !== undefined && text !== '' && isBlank(text))
    return { cause: 'blank', message: `The text begins with ${blanks(text)}${left}; ${wants}.` };
  const prefix = text === undefined ? undefined : foreignPrefixOf(text)?.what;
  if (prefix)
    return { cause: 'prefix', message: `${quoted(text!)} stands at the start of the text: ${prefix}; ${wants}.` };
  if (text !== undefined && isCutAtStart && /^[.,]\d+\s*$/.test(text))
    return {
      cause: 'date',
      message: `${quoted(text)} is left of the date, whose template takes no fraction of a second; ${wants}.`,
    };
  if (found && isCutAtStart && isHostOfSyslog(text, whole.slice(found.end)))
    return {
      cause: 'prefix',
      message: `${quoted(text!)} stands at the start of the text: syslog puts the name of the host before the daemon; ${wants}.`,
    };
  if (next && standsAsWritten(next, whole)) return { cause: 'text', message: `${setMessage(next.written)}.` };
  const second = wasCut ? secondDate(text) : undefined;
  if (second !== undefined) return { cause: 'date', message: `${second}; ${wants}.` };
  const isLeft = found && cutAt !== undefined && cutAt > 0 && found.start < cutAt && cutAt <= found.end;
  const origin = isLeft ? `, left around the date that is cut out` : left;
  const handedOn = isHandedOnWhole ? ', as prefregex has no <F-CONTENT> and hands on the whole text' : '';
  return {
    cause: isHandedOnWhole ? 'prefix' : 'anchor',
    isGeneral: !isHandedOnWhole && !isLeft,
    message: `${text === undefined ? 'Something' : quoted(text)} stands at the start of the text${origin}${handedOn}; ${wants}.`,
  };
}

/** ` srv` before ` app[12]: `. */
export function isHostOfSyslog(text: string | undefined, rest: string): boolean {
  return text !== undefined && /^\s*[A-Za-z0-9][\w.-]*\s*$/.test(text) && /^\s*[\w./-]+\[\d+\]: /.test(rest);
}

/** How Docker's json-file driver ends a line of a program. */
export const endInDockerJson = /^\\n","(?:stream|attrs|time)":/;

export function atEnd(text: string | undefined, last: RegexPart | undefined): NamedCause {
  if (text !== undefined && endInDockerJson.test(text))
    return {
      cause: 'prefix',
      message: `The regex ends with $ behind ${last ? shown(last) : 'its start'}; the line goes on with ${quoted(text)}: Docker's json-file driver wraps each line so.`,
    };
  return {
    cause: text !== undefined && isBlank(text) ? 'blank' : 'anchor',
    isGeneral: text === undefined || !isBlank(text),
    message: `The regex ends with $ behind ${last ? shown(last) : 'its start'}; the line goes on with ${text === undefined ? 'more' : quoted(text)}.`,
  };
}

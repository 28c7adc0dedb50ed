import { MappedText } from '../text/mapped-text.ts';
import { once } from '../text/once.ts';
import type { Span } from '../text/span.ts';
import { NotArithmetic, PythonError } from './arithmetic/errors.ts';
import { evaluateArithmetic } from './arithmetic/evaluate.ts';
import { isTuple, type Value } from './arithmetic/values.ts';

/**
 * fail2ban reads a time (`bantime = 1h 30m`) by rewriting its units to factors and having Python evaluate the result. We
 * rewrite alike and then read numbers, `+ - * / // % **`, parentheses and tuples by a grammar (`arithmetic/`); nothing is ever executed.
 */
export type TimeReading =
  /** A bigint where Python has an int, a number where it has a float. */
  | { readonly kind: 'number'; readonly value: bigint | number }
  /** `1h,30m`: Python makes a tuple of it, which no option takes. */
  | { readonly kind: 'tuple'; readonly items: readonly TimeReading[] }
  /** Python raises; `message` is its text without the `(<string>, line 1)`. */
  | { readonly kind: 'error'; readonly exception: string; readonly message: string; readonly span: Span }
  /** Something else that Python evaluates (a call, a comparison, a name it knows): no time. */
  | { readonly kind: 'expression'; readonly span: Span };

/** What Python's case-insensitive `[a-z]` takes besides ASCII. */
const letter = '[a-zA-Z\\u017f\\u212a\\u0130\\u0131]';
const digit = '\\p{Nd}';
/** Python's `\s` for text: JavaScript's without U+FEFF, with U+001C to U+001F and U+0085. */
const blank = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';

/** In the order in which fail2ban replaces them: `d` before `w` before `mo` … */
const units = once(() => [
  unit('days?|da|dd?', '*86400'),
  unit('weeks?|wee?|ww?', '*604800'),
  unit('months?|mon?', '*2629800.0'),
  unit('years?|yea?|yy?', '*31557600.0'),
  unit('seconds?|sec?|ss?', '*1'),
  unit('minutes?|min?|mm?', '*60'),
  unit('hours?|hou?|hh?', '*3600'),
]);

function unit(words: string, factor: string): { readonly pattern: RegExp; readonly factor: string } {
  const folded = words.replace(
    /[a-z]/g,
    (c) => `[${c}${c.toUpperCase()}${{ s: '\\u017f', k: '\\u212a', i: '\\u0130\\u0131' }[c] ?? ''}]`,
  );
  return { pattern: new RegExp(`(?<=${digit}|${blank})(?:${folded})(?![\\p{L}\\p{N}_])`, 'gu'), factor };
}

const digitAfterLetter = once(() => new RegExp(`(?<=${letter})${digit}`, 'gu'));
const blanksBetweenDigits = once(() => new RegExp(`(${digit})(${blank}+)(${digit})`, 'gu'));

/** Reads a time as `MyTime.str2seconds` does; spans are offsets into `text`. */
export function readTime(text: string): TimeReading {
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return { kind: 'number', value: BigInt(text) };
  const rewritten = rewriteUnits(text);
  const toSource = (span: Span): Span => {
    const places = rewritten.whereToShow(span);
    const last = places.at(-1);
    return last
      ? { start: places[0]!.span.start, end: Math.max(places[0]!.span.start, last.span.end) }
      : { start: 0, end: text.length };
  };
  try {
    return toReading(evaluateArithmetic(rewritten.text));
  } catch (error) {
    if (error instanceof PythonError)
      return { kind: 'error', exception: error.exception, message: error.message, span: toSource(error.span) };
    if (error instanceof NotArithmetic) return { kind: 'expression', span: toSource(error.span) };
    throw error;
  }
}

/** The number of seconds, where the text is a number; undefined otherwise. */
export function timeInSeconds(text: string): number | undefined {
  const reading = readTime(text);
  return reading.kind === 'number' ? Number(reading.value) : undefined;
}

/** `1h30` -> `1*3600+30`, each piece still knowing where it stands in `text`. */
function rewriteUnits(text: string): MappedText {
  let mapped = MappedText.exact(text, 'time', 0);
  mapped = mapped.replace(digitAfterLetter(), (_, matched) => MappedText.concat([standsFor(' ', matched), matched]));
  for (const { pattern, factor } of units())
    mapped = mapped.replace(pattern, (_, matched) => standsFor(factor, matched));
  return mapped.replace(blanksBetweenDigits(), (match, matched) => {
    const [, before, blanks] = match as unknown as [string, string, string];
    const gap = { start: before.length, end: before.length + blanks.length };
    return MappedText.concat([
      matched.slice(0, gap.start),
      standsFor('+', matched.slice(gap.start, gap.end)),
      matched.slice(gap.end),
    ]);
  });
}

function standsFor(text: string, matched: MappedText): MappedText {
  return MappedText.derived(text, matched.whereToShow({ start: 0, end: matched.length })[0]!);
}

function toReading(value: Value): TimeReading {
  if (isTuple(value)) return { kind: 'tuple', items: value.map(toReading) };
  if (typeof value === 'object') throw new NotArithmetic(value.span);
  return { kind: 'number', value };
}

import { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { KnownMistake } from './known-mistakes.ts';

/** Places between two pieces of a regex where a quote may have stood. */
const mostSlots = 60;

/**
 * A regex without any `"` for a line that has them: what a shell leaves of `"user":"<HOST>"`. `matches` searches the line with the regex as it
 * would be configured. Undefined where quotes alone do not make it match.
 */
export function lostQuotes(
  configured: MappedText,
  expanded: MappedText,
  line: string,
  matches: (configured: MappedText) => boolean,
): KnownMistake | undefined {
  if (configured.text.includes('"') || (line.match(/"/g) ?? []).length < 2) return undefined;
  const slots = slotsOf(configured.text);
  if (slots.length > mostSlots) return undefined;
  const written = (quotes: readonly string[]): MappedText =>
    MappedText.concat(
      slots.flatMap((at, i) => [
        configured.slice(slots[i - 1] ?? 0, at),
        MappedText.builtin(quotes[i]!, 'fix'),
        ...(i === slots.length - 1 ? [configured.slice(at)] : []),
      ]),
    );
  const quotes = slots.map(() => '"?');
  if (!matches(written(quotes))) return undefined;
  for (const i of slots.keys())
    for (const quote of ['"', '', '"?']) {
      quotes[i] = quote;
      if (quote === '"?' || matches(written(quotes))) break;
    }
  const first = quotes.findIndex((quote) => quote !== '');
  if (first < 0) return undefined;
  const at = slots[first]!;
  return {
    cause: 'text',
    message:
      'The line has quotes (") there, and the regex has none at all: a shell takes them out of a regex that it is given without single quotes around it.',
    configured: written(quotes),
    title: 'Write the quotes that the line has',
    span: placeOf(configured, expanded, at),
  };
}

/** Where a place of the configured regex is in the expanded one: before the first tag both are the same. */
function placeOf(configured: MappedText, expanded: MappedText, at: number): Span {
  const isSame = configured.text.slice(0, at + 1) === expanded.text.slice(0, at + 1);
  return isSame
    ? { start: at, end: Math.min(at + 1, expanded.length) }
    : { start: 0, end: Math.min(1, expanded.length) };
}

/** Both ends of the regex, and both sides of the marks that stand between names and values. */
function slotsOf(text: string): number[] {
  const slots = new Set<number>();
  const [start, end] = [/^\^?/.exec(text)![0].length, text.length - /\$?$/.exec(text)![0].length];
  slots.add(start);
  for (const { 0: piece, index } of text.matchAll(piecesOfRegex))
    if (/^(?:\\?[{}]|[:,= ])$/.test(piece)) slots.add(index).add(index + piece.length);
  slots.add(end);
  return [...slots].filter((at) => start <= at && at <= end).sort((a, b) => a - b);
}

/** Escapes, sets, tags, the beginnings of groups and counts are one piece each. */
const piecesOfRegex =
  /\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|<[^<>\s]*>|\(\?(?:[:=!>]|<[=!]|P[<=][\w]+[>)]?)|\{\d+(?:,\d*)?\}|./gs;

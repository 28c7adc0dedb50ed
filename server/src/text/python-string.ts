import { once } from './once.ts';
import { digitValue, isPrintable, isSpace } from './unicode.ts';

/** What Python's `str` methods mean where JavaScript's differ. */

/** Python's white space as the inside of a character class. */
export const pythonSpaceClass = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/** Python's `\w` of a str pattern as the inside of a character class; needs the `u` flag. */
export const pythonWordClass = '\\p{L}\\p{N}_';

/**
 * A regular expression that holds Python's `\w`; `write` gets it as the inside of a character class. V8 takes a millisecond to lay out Unicode's letters, so
 * a text of ASCII alone is given one without them.
 */
export function wordRegex(write: (word: string) => string, flags = ''): (text: string) => RegExp {
  const ofAscii = once(() => new RegExp(write('\\w'), flags));
  const ofUnicode = once(() => new RegExp(write(pythonWordClass), `${flags}u`));
  return (text) => (/[^\0-\x7f]/.test(text) ? ofUnicode() : ofAscii());
}

/** The part of `text` between `start` and `end` that `str.strip` would leave. All-blank text answers with an empty span at `start`. */
export function stripSpan(text: string, start = 0, end = text.length): { start: number; end: number } {
  let from = start;
  while (from < end && isSpace(text.charCodeAt(from))) from++;
  if (from === end) return { start, end: start };
  let to = end;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  return { start: from, end: to };
}

/** As `str.strip`. */
export function pythonStrip(text: string): string {
  const { start, end } = stripSpan(text);
  return text.slice(start, end);
}

const shortEscapes: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' };

/**
 * As `repr` of a str: single quotes unless the text holds only those (`"it's"`), and an escape for everything that
 * `str.isprintable` denies.
 */
export function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[^ !#-&(-[\]-~]/gu, (char) => {
    if (char === '"' || char === "'") return char === quote ? `\\${char}` : char;
    const codePoint = char.codePointAt(0)!;
    return shortEscapes[char] ?? (isPrintable(codePoint) ? char : codeEscape(codePoint));
  });
  return quote + escaped + quote;
}

function codeEscape(code: number): string {
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/**
 * As `int(text)` for base 10: blanks around, a sign, digits of any script, single underscores between them. Undefined where it raises
 * ValueError. E.g. ` +1_0 ` gives 10n. Quirk: of ASCII's blanks only those of C are taken, so U+001C is none.
 */
export function pythonInt(text: string): bigint | undefined {
  const match = /^[\t-\r ]*([+-]?)(\d+(?:_\d+)*)[\t-\r ]*$/.exec(toAsciiDigits(text));
  if (!match) return undefined;
  const digits = match[2]!.replaceAll('_', '');
  return digits.length > maxIntDigits ? undefined : BigInt(match[1] + digits);
}

/** `sys.get_int_max_str_digits()` */
export const maxIntDigits = 4300;

/** `_PyUnicode_TransformDecimalAndSpaceToASCII`: only characters beyond ASCII change. */
function toAsciiDigits(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (char) => {
    const codePoint = char.codePointAt(0)!;
    return isSpace(codePoint) ? ' ' : (digitValue(codePoint)?.toString() ?? '?');
  });
}

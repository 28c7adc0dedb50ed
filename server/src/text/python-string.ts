/** What Python's `str` methods mean where JavaScript's differ. */

/** As `str.isspace` and `\s` of a str pattern: JavaScript's white space with U+001C to U+001F and U+0085, without U+FEFF. */
export function isPythonSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
  return (
    code === 0x85 || code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000
  );
}

/** Python's white space as the inside of a character class. */
export const pythonSpaceClass = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/** Python's `\w` of a str pattern as the inside of a character class; needs the `u` flag. */
export const pythonWordClass = '\\p{L}\\p{N}_';

/** The part of `text` between `start` and `end` that `str.strip` would leave. All-blank text answers with an empty span at `start`. */
export function stripSpan(text: string, start = 0, end = text.length): { start: number; end: number } {
  let from = start;
  while (from < end && isPythonSpace(text.charCodeAt(from))) from++;
  if (from === end) return { start, end: start };
  let to = end;
  while (to > from && isPythonSpace(text.charCodeAt(to - 1))) to--;
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
  const escaped = text.replace(/[\p{C}\p{Z}\\'"]/gu, (char) => {
    if (char === ' ') return char;
    if (char === '"' || char === "'") return char === quote ? `\\${char}` : char;
    return shortEscapes[char] ?? codeEscape(char.codePointAt(0)!);
  });
  return quote + escaped + quote;
}

function codeEscape(code: number): string {
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** As `int(text)` for base 10: a sign, digits of any script, single underscores between digits. Undefined where it raises ValueError. */
export function pythonInt(text: string): number | undefined {
  const match = /^([+-]?)(\p{Nd}+(?:_\p{Nd}+)*)$/u.exec(pythonStrip(text));
  if (!match) return undefined;
  const digits = match[2]!.replaceAll('_', '').replace(/[^0-9]/gu, (digit) => String(digitValue(digit)));
  return digits.length > 4300 ? undefined : Number(match[1]! + digits) + 0;
}

/** Decimal digits of every script stand in runs of ten, so the value is the distance from the run's zero. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0)!;
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--;
  // Neighbouring runs (mathematical digits, U+1D7CE to U+1D7FF) start at U+1D7CE.
  return code >= 0x1d7ce && code <= 0x1d7ff ? (code - 0x1d7ce) % 10 : code - zero;
}

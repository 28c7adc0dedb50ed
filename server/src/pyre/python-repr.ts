import { isPrintable } from './unicode.ts';

const named: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' };

/** Python's `repr` of a str, as it stands in messages. E.g. `a'b` gives `"a'b"`, U+200B gives `'\u200b'` */
export function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return quote + Array.from(text, (char) => reprOfChar(char, quote)).join('') + quote;
}

function reprOfChar(char: string, quote: string): string {
  if (char === quote) return '\\' + char;
  const codePoint = char.codePointAt(0)!;
  if (named[char]) return named[char];
  if (isPrintable(codePoint)) return char;
  if (codePoint < 0x100) return '\\x' + hex(codePoint, 2);
  return codePoint < 0x10000 ? '\\u' + hex(codePoint, 4) : '\\U' + hex(codePoint, 8);
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}

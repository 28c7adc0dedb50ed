import { Output, type Codec } from './codec.ts';

const simple: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  b: '\b',
  f: '\f',
  t: '\t',
  n: '\n',
  r: '\r',
  v: '\v',
  a: '\x07',
};

/** How many hexadecimal digits an escape has. */
const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Escapes as in Python's strings (`unicode_escape`). `codePointOfName`: what a name in `\N{…}` stands for. */
export function createUnicodeEscape(codePointOfName: (name: string) => number | undefined): Codec {
  return {
    isCutAtLineFeeds: false,
    isAsciiBased: false,
    decode: (bytes) => decodeEscapes(bytes, (text, at, output) => escape(text, at, output, codePointOfName)),
    encodedLength: (text) => lengthOf(text, (code) => (code < 0x80 ? asciiLength(code) : 4)),
  };
}

/** `\u` and `\U` alone (`raw_unicode_escape`). */
export const rawUnicodeEscape: Codec = {
  isCutAtLineFeeds: false,
  isAsciiBased: false,
  decode: (bytes) => decodeEscapes(bytes, rawEscape),
  encodedLength: (text) => lengthOf(text, () => 1),
};

/** Reads the escape whose backslash stands at `at`; gives what is behind it. */
type ReadEscape = (text: string, at: number, output: Output) => number;

function decodeEscapes(bytes: Uint8Array, read: ReadEscape): ReturnType<Codec['decode']> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const output = new Output(bytes);
  for (let at = 0; at < text.length;) {
    const found = text.indexOf('\\', at);
    const end = found === -1 ? text.length : found;
    output.addText(text.slice(at, end));
    at = found === -1 ? end : read(text, found, output);
  }
  return output.decoded;
}

function escape(
  text: string,
  at: number,
  output: Output,
  codePointOfName: (name: string) => number | undefined,
): number {
  const char = text[at + 1];
  if (char === undefined) return failed(output, at, at + 1);
  const plain = simple[char];
  if (plain !== undefined) {
    output.addText(plain);
    return at + 2;
  }
  if (hexDigits[char] !== undefined) return hexEscape(text, at, hexDigits[char], output);
  if (char === 'N') return namedEscape(text, at, output, codePointOfName);
  const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0];
  if (octal === undefined) output.addText(`\\${char}`);
  else output.add(parseInt(octal, 8));
  return at + 1 + (octal?.length ?? 1);
}

function rawEscape(text: string, at: number, output: Output): number {
  const char = text[at + 1];
  if (char === 'u' || char === 'U') return hexEscape(text, at, hexDigits[char]!, output);
  output.addText(text.slice(at, at + 2));
  return at + 2;
}

function hexEscape(text: string, at: number, count: number, output: Output): number {
  const digits = /^[0-9A-Fa-f]*/.exec(text.slice(at + 2, at + 2 + count))![0];
  const end = at + 2 + digits.length;
  const code = parseInt(digits, 16);
  if (digits.length < count || code > 0x10ffff) return failed(output, at, end);
  output.add(code);
  return end;
}

function namedEscape(
  text: string,
  at: number,
  output: Output,
  codePointOfName: (name: string) => number | undefined,
): number {
  if (text[at + 2] !== '{') return failed(output, at, at + 2);
  const end = text.indexOf('}', at + 3);
  if (end === -1) return failed(output, at, text.length);
  if (end === at + 3) return failed(output, at, end);
  const code = codePointOfName(text.slice(at + 3, end));
  if (code === undefined) return failed(output, at, end + 1);
  output.add(code);
  return end + 1;
}

function failed(output: Output, start: number, end: number): number {
  output.fail(start, end);
  return end;
}

function asciiLength(code: number): number {
  if (code === 0x5c || code === 9 || code === 10 || code === 13) return 2;
  return code >= 0x20 && code < 0x7f ? 1 : 4;
}

function lengthOf(text: string, ofByte: (code: number) => number): number {
  let length = 0;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    length += code < 0x100 ? ofByte(code) : code < 0x10000 ? 6 : 10;
  }
  return length;
}

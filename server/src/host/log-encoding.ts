import { isAscii } from 'node:buffer';

/** Text of whole lines; `isAscii` where every character is below U+0080. */
export interface DecodedText {
  readonly text: string;
  readonly isAscii: boolean;
  /** The text's characters, one byte each, where it is ASCII and they are at hand. Good until the next text of the log is asked for. */
  readonly bytes?: Uint8Array;
}

/**
 * One way to read a log's bytes, as Python's `bytes.decode(encoding, 'replace')` reads them line by line. `unit`: the bytes
 * of one line end; only encodings with `unit` 1 may be cut at LF bytes.
 */
export interface LogEncoding {
  /** Python's own name, e.g. `iso8859-1`. */
  readonly name: string;
  readonly unit: 1 | 2;
  decode(bytes: Uint8Array): DecodedText;
}

/** The encodings that `findLogEncoding` knows, for an error message. */
export const encodingHint =
  'utf-8, latin-1, ascii, iso8859-N, cp125N, koi8-r, koi8-u, cp866, cp874, mac-roman, mac-cyrillic, utf-16-le, utf-16-be';

/** Python's names and common aliases, reduced as `encodings.normalize_encoding` does. */
const aliases: Readonly<Record<string, string>> = {
  auto: 'utf_8',
  utf8: 'utf_8',
  u8: 'utf_8',
  utf: 'utf_8',
  cp65001: 'utf_8',
  latin1: 'iso8859_1',
  latin_1: 'iso8859_1',
  latin: 'iso8859_1',
  l1: 'iso8859_1',
  '8859': 'iso8859_1',
  cp819: 'iso8859_1',
  iso_8859_1: 'iso8859_1',
  us_ascii: 'ascii',
  '646': 'ascii',
  ansi_x3_4_1968: 'ascii',
  ansi_x3_4_1986: 'ascii',
  utf16: 'utf_16',
  u16: 'utf_16',
  utf_16le: 'utf_16_le',
  utf_16be: 'utf_16_be',
  koi8r: 'koi8_r',
  koi8u: 'koi8_u',
  macroman: 'mac_roman',
  macintosh: 'mac_roman',
  maccyrillic: 'mac_cyrillic',
  '866': 'cp866',
  ibm866: 'cp866',
};

/** The encoding of that name for one log from its start, or undefined where we know none. `auto` is UTF-8. */
export function findLogEncoding(name: string): LogEncoding | undefined {
  const reduced = name.toLowerCase().replace(/[^a-z0-9.]+/g, '_');
  const key =
    aliases[reduced] ??
    reduced
      .replace(/^(?:windows|cp)?_?(125\d)$/, 'cp$1')
      .replace(/^iso_?8859_?(\d+)$/, 'iso8859_$1')
      .replace(/^windows_874$/, 'cp874');
  if (key === 'utf_8') return { name: 'utf-8', unit: 1, decode: decodeUtf8 };
  if (key === 'iso8859_1') return { name: 'iso8859-1', unit: 1, decode: decodeLatin1 };
  if (key === 'ascii') return tableEncoding('ascii', String.fromCharCode(...new Array<number>(128).fill(0xfffd)));
  if (key.startsWith('utf_16')) return utf16Encoding(key);
  const high = highHalf(key);
  return high === undefined ? undefined : tableEncoding(key.replace(/_/g, '-'), high);
}

function decodeUtf8(bytes: Uint8Array): DecodedText {
  const buffer = asBuffer(bytes);
  return isAscii(buffer)
    ? { text: buffer.latin1Slice(), isAscii: true, bytes }
    : { text: buffer.utf8Slice(), isAscii: false };
}

function decodeLatin1(bytes: Uint8Array): DecodedText {
  const buffer = asBuffer(bytes);
  return isAscii(buffer)
    ? { text: buffer.latin1Slice(), isAscii: true, bytes }
    : { text: buffer.latin1Slice(), isAscii: false };
}

function asBuffer(bytes: Uint8Array): Buffer & { latin1Slice(): string; utf8Slice(): string } {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) as Buffer & {
    latin1Slice(): string;
    utf8Slice(): string;
  };
}

/** An encoding of one byte a character; `high` holds the characters of the bytes from 0x80. */
function tableEncoding(name: string, high: string): LogEncoding {
  return {
    name,
    unit: 1,
    decode: (bytes) => {
      const plain = decodeLatin1(bytes);
      if (plain.isAscii) return plain;
      return { text: plain.text.replace(/[\x80-\xff]/g, (char) => high[char.charCodeAt(0) - 0x80]!), isAscii: false };
    },
  };
}

/** Where Python leaves a byte undefined that the WHATWG tables map: beside every C1 control of the Windows code pages. */
const undefinedInPython: Readonly<Record<string, readonly number[]>> = {
  cp1253: [0xaa],
  cp874: [0xdb, 0xdc, 0xdd, 0xde, 0xfc, 0xfd, 0xfe, 0xff],
};

/** `TextDecoder` of Node 20 reads windows-1252 as latin-1, so its table stands here: the bytes 0x80 to 0x9f. */
const cp1252Controls = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** The characters of the bytes 0x80 to 0xff as Python decodes them; undefined for an encoding we do not know. */
function highHalf(key: string): string | undefined {
  const bytes = Uint8Array.from({ length: 128 }, (_, i) => 0x80 + i);
  if (key === 'cp1252') return cp1252Controls + decodeLatin1(bytes.slice(32)).text;
  const label =
    labels[key] ??
    (/^iso8859_(?:[2-8]|10|13|14|15)$/.test(key)
      ? key.replace('iso8859_', 'iso-8859-')
      : /^cp125[0-8]$/.test(key)
        ? key.replace('cp', 'windows-')
        : undefined);
  if (label === undefined) return undefined;
  const decoded = new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
  if (!/^cp(?:125|874)/.test(key)) return decoded;
  const holes = undefinedInPython[key] ?? [];
  return Array.from(decoded, (char, i) =>
    /[\x80-\x9f]/.test(char) || holes.includes(0x80 + i) ? '\ufffd' : char,
  ).join('');
}

const labels: Readonly<Record<string, string>> = {
  koi8_r: 'koi8-r',
  koi8_u: 'koi8-u',
  cp866: 'ibm866',
  cp874: 'windows-874',
  mac_roman: 'macintosh',
  mac_cyrillic: 'x-mac-cyrillic',
};

/** `utf-16` looks for a byte order mark at the start of the log and takes little endian without one. */
function utf16Encoding(key: string): LogEncoding | undefined {
  if (!['utf_16', 'utf_16_le', 'utf_16_be'].includes(key)) return undefined;
  let label = key === 'utf_16_be' ? 'utf-16be' : 'utf-16le';
  let isFirst = key === 'utf_16';
  return {
    name: key.replace(/_/g, '-'),
    unit: 2,
    decode: (bytes) => {
      const ignoreBOM = !isFirst;
      if (isFirst && bytes[0] === 0xfe && bytes[1] === 0xff) label = 'utf-16be';
      isFirst = false;
      return { text: new TextDecoder(label, { ignoreBOM }).decode(bytes), isAscii: false };
    },
  };
}

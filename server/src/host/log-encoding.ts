import { isAscii } from 'node:buffer';
import { codePointOfName } from '../pyre/unicode-names.ts';
import { decodeLine, lineFeed, type Codec } from './encodings/codec.ts';
import { moduleOfEncoding } from '../text/encoding-names.ts';

/** Text of whole lines; `isAscii` where every character is below U+0080. */
export interface DecodedText {
  /** Where there are `pieces` it is put together when it is first asked for. */
  readonly text: string;
  readonly isAscii: boolean;
  /** The text in pieces of whole lines, which take much less time to make than one long text. */
  readonly pieces?: readonly string[] | undefined;
  /** The text's characters, one byte each, where it is ASCII and they are at hand. Good until the next text of the log is asked for. */
  readonly bytes?: Uint8Array | undefined;
}

export interface DecodedLines extends DecodedText {
  /** False for what stands after the last line end: fail2ban waits for that line's end and fail2ban-regex drops it. */
  readonly isComplete: boolean;
  /** All of the text is one line for fail2ban, whatever line feeds stand in it. */
  readonly isOneLine?: boolean;
  /** Bytes read so far. */
  readonly bytesDone: number;
  /** In place of text: a line that was passed over because it has so many bytes. */
  readonly passedOver?: number;
}

/** How a log's bytes become lines. */
export type LogDecoder =
  /** A line ends at each LF byte: runs of whole lines are decoded at once. */
  | { readonly kind: 'runs'; decode(bytes: Uint8Array): DecodedText }
  /** Where a line ends, its text says (`readLinesAfresh`). */
  | { readonly kind: 'lines'; readonly codec: Codec };

/** One of Python's text encodings. */
export interface LogEncoding {
  /** Known without loading it: its lines end at each LF byte and nowhere else, and each means the same without those before it. */
  readonly isCutAtLineFeeds: boolean;
  /** Loads what it takes to read it. */
  open(): Promise<LogDecoder>;
}

/** The encodings that `findLogEncoding` knows, for an error message. */
export const encodingHint =
  "utf-8, latin-1, cp1252, utf-16-le, gbk, shift_jis and all other text encodings of Python's";

/** The encoding of that name, or undefined where Python, or fail2ban with it, reads no log. `auto` is UTF-8. */
export function findLogEncoding(name: string): LogEncoding | undefined {
  const module = name.toLowerCase() === 'auto' ? 'utf_8' : moduleOfEncoding(name);
  if (module === undefined) return undefined;
  const decode = simple[module];
  return {
    isCutAtLineFeeds: decode !== undefined,
    open: () => (decode ? Promise.resolve({ kind: 'runs', decode }) : load(module)),
  };
}

/** The encodings that need no table. */
const simple: Readonly<Record<string, (bytes: Uint8Array) => DecodedText>> = {
  utf_8: decodeUtf8,
  // Each line is decoded by itself, and so loses a byte order mark.
  utf_8_sig: (bytes) => {
    const decoded = decodeUtf8(bytes);
    return decoded.isAscii ? decoded : { text: decoded.text.replace(/(^|\n)\ufeff/g, '$1'), isAscii: false };
  },
  latin_1: decodeLatin1,
  iso8859_1: decodeLatin1,
  charmap: decodeLatin1,
};

async function load(module: string): Promise<LogDecoder> {
  const { createCodec } = await import('./encodings/create-codec.ts');
  const codec = createCodec(module, codePointOfName)!;
  if (!codec.isCutAtLineFeeds) return { kind: 'lines', codec };
  return {
    kind: 'runs',
    decode: (bytes) =>
      codec.isAsciiBased && isAscii(bytes)
        ? asciiText(asBuffer(bytes))
        : { text: decodeLines(codec, bytes), isAscii: false },
  };
}

function decodeLines(codec: Codec, bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(lineFeed, start) + 1 || bytes.length;
    text += decodeLine(codec, bytes.subarray(start, end));
    start = end;
  }
  return text;
}

/** As Python's `bytes.decode('utf-8', 'replace')`. */
export function decodeUtf8(bytes: Uint8Array): DecodedText {
  const buffer = asBuffer(bytes);
  return isAscii(buffer) ? asciiText(buffer) : { text: buffer.utf8Slice(), isAscii: false };
}

function decodeLatin1(bytes: Uint8Array): DecodedText {
  const buffer = asBuffer(bytes);
  return isAscii(buffer) ? asciiText(buffer) : { text: buffer.latin1Slice(), isAscii: false };
}

/** Bytes of a piece: up to here V8 has room for a text at hand; a longer one asks the system for memory, which takes longer than all else about it. */
const pieceBytes = 120_000;

function asciiText(bytes: SliceableBuffer): DecodedText {
  if (bytes.length <= pieceBytes) return { text: bytes.latin1Slice(), isAscii: true, bytes };
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = endOfLines(bytes, start, pieceBytes);
    pieces.push(bytes.latin1Slice(start, end));
    start = end;
  }
  return new AsciiText(pieces, bytes);
}

/** No object with an accessor of its own: V8 keeps the shape of such a one, and so its pieces, until it frees all memory. */
class AsciiText implements DecodedText {
  readonly isAscii = true;

  constructor(
    readonly pieces: readonly string[],
    readonly bytes: Uint8Array,
  ) {}

  get text(): string {
    return this.pieces.join('');
  }
}

/** Where the last line ends that begins at `start` or later and ends within `most` bytes; at least one line is taken, and all bytes where none ends. */
export function endOfLines(bytes: Uint8Array, start: number, most: number): number {
  if (bytes.length - start <= most) return bytes.length;
  const within = bytes.lastIndexOf(lineFeed, start + most - 1) + 1;
  return within > start ? within : bytes.indexOf(lineFeed, start + most) + 1 || bytes.length;
}

type SliceableBuffer = Buffer & {
  latin1Slice(start?: number, end?: number): string;
  utf8Slice(): string;
};

function asBuffer(bytes: Uint8Array): SliceableBuffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) as SliceableBuffer;
}

/** The first part of some bytes that Python's decoder does not take: what `UnicodeDecodeError.start` and `.end` say. */
export interface DecodeError {
  readonly start: number;
  /** Behind the last byte. */
  readonly end: number;
}

/** What Python makes of some bytes. */
export interface Decoded {
  /** As of `bytes.decode(name, 'replace')`. */
  readonly text: string;
  /** What `bytes.decode(name, 'strict')` raises; undefined where it raises nothing. */
  readonly error?: DecodeError | undefined;
}

/** One of Python's text encodings. Without a state: each call begins anew, as `bytes.decode` does. */
export interface Codec {
  decode(bytes: Uint8Array): Decoded;
  /** How many bytes `text.encode(name, 'replace')` has. */
  encodedLength(text: string): number;
  /** Every LF byte ends a line, whatever stands before it, and nothing else does: a log may be cut there before it is decoded. */
  readonly isCutAtLineFeeds: boolean;
  /** Bytes below 0x80 are ASCII. */
  readonly isAsciiBased: boolean;
  /**
   * How many of these bytes are done with, and what reads the ones behind them: together the two give what the whole would, whatever
   * may follow. Undefined where that depends on too much.
   */
  settled?(bytes: Uint8Array): { readonly length: number; readonly rest: Codec };
}

export const lineFeed = 10;
export const carriageReturn = 13;

/**
 * A line's text as fail2ban decodes it (`FileContainer.decode_line`): as `replace` does, but where the first error is a line end that
 * reaches to the end of the bytes (half a character of UTF-16), the text before it.
 */
export function decodeLine(codec: Codec, bytes: Uint8Array): string {
  const { text, error } = codec.decode(bytes);
  if (error?.end !== bytes.length) return text;
  const first = bytes[error.start]!;
  return first === lineFeed || first === carriageReturn ? codec.decode(bytes.subarray(0, error.start)).text : text;
}

/** Collects a decoder's characters and its first error. */
export class Output {
  /** UTF-16, little endian. Each output is done with before the next one begins, so they share their room. */
  private static room = Buffer.alloc(1 << 10);
  private readonly room: Buffer;
  private length = 0;
  private error: DecodeError | undefined;

  /** No encoding makes more UTF-16 units of `bytes` than there are bytes. */
  constructor(bytes: Uint8Array) {
    if (Output.room.length < 2 * bytes.length) Output.room = Buffer.alloc(4 * bytes.length);
    this.room = Output.room;
  }

  /** A code point, or half a surrogate pair. */
  add(code: number): void {
    if (code >= 0x10000) this.addUnit(0xd800 + ((code - 0x10000) >> 10));
    this.addUnit(code < 0x10000 ? code : 0xdc00 + (code & 0x3ff));
  }

  addText(text: string): void {
    for (let i = 0; i < text.length; i++) this.addUnit(text.charCodeAt(i));
  }

  fail(start: number, end: number): void {
    this.error ??= { start, end };
    this.add(0xfffd);
  }

  get decoded(): Decoded {
    return { text: this.room.toString('utf16le', 0, this.length), error: this.error };
  }

  private addUnit(unit: number): void {
    this.room[this.length++] = unit & 0xff;
    this.room[this.length++] = unit >> 8;
  }
}

export function codePointsIn(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

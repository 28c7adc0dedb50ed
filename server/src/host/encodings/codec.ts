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
  error: DecodeError | undefined;
  private done = '';
  private codes: number[] = [];

  /** A code point, or half a surrogate pair. */
  add(code: number): void {
    this.codes.push(code);
    if (this.codes.length >= 4096) this.flush();
  }

  addText(text: string): void {
    this.flush();
    this.done += text;
  }

  fail(start: number, end: number): void {
    this.error ??= { start, end };
    this.add(0xfffd);
  }

  get decoded(): Decoded {
    this.flush();
    return { text: this.done, error: this.error };
  }

  private flush(): void {
    this.done += String.fromCodePoint(...this.codes);
    this.codes = [];
  }
}

export function codePointsIn(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

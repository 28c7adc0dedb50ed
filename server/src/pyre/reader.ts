import * as errors from './errors.ts';
import type { RegexError, RegexErrorKind } from './errors.ts';

/** Ends the parse at CPython's first error; thrown in pyre/ only, and caught by `parsePattern` alone. */
export class PatternFailure extends Error {
  constructor(readonly error: RegexError) {
    super(error.msg);
  }
}

/**
 * `Tokenizer` of `re/_parser.py`: a token is one code point, or a backslash with the code point behind it. Reads one token
 * ahead, so the error of a backslash at the very end comes up as soon as the token before it is taken, as in CPython.
 * All offsets are UTF-16.
 */
export class Reader {
  /** The token ahead; null at the end. */
  next: string | null = null;
  /** Where the token behind `next` begins. */
  private index = 0;

  constructor(readonly source: string) {
    this.advance();
  }

  /** Where `next` begins. */
  tell(): number {
    return this.index - (this.next?.length ?? 0);
  }

  seek(offset: number): void {
    this.index = offset;
    this.advance();
  }

  get(): string | null {
    const token = this.next;
    this.advance();
    return token;
  }

  match(token: string): boolean {
    if (this.next !== token) return false;
    this.advance();
    return true;
  }

  /** Takes up to `count` tokens as long as they are in `chars`. */
  getWhile(count: number, chars: string): string {
    let taken = '';
    while (taken.length < count && this.isNextIn(chars)) taken += this.get()!;
    return taken;
  }

  isNextIn(chars: string): boolean {
    return this.next !== null && chars.includes(this.next);
  }

  /** Takes all up to `terminator` (taken too); `name` says in messages what is being read. */
  getUntil(terminator: string, name: string): string {
    let taken = '';
    for (;;) {
      const token = this.get();
      if (token === null)
        throw taken === ''
          ? this.error(errors.missing(name))
          : this.error(errors.unterminatedName(terminator), taken.length);
      if (token === terminator) break;
      taken += token;
    }
    if (taken === '') throw this.error(errors.missing(name), 1);
    return taken;
  }

  /** The error `msg` at `back` characters before the token ahead. */
  error(msg: string, back = 0): PatternFailure {
    return this.errorAt(msg, this.tell() - back);
  }

  errorAt(msg: string, position: number): PatternFailure {
    return new PatternFailure({ kind: 're.error', msg, position, span: this.visible(position, this.tell()) });
  }

  /** An exception without a position. */
  failure(kind: RegexErrorKind, msg: string, start: number, end = this.tell()): PatternFailure {
    return new PatternFailure({ kind, msg, span: this.visible(start, end) });
  }

  /** The span, widened where it would show nothing. */
  private visible(start: number, end: number): { start: number; end: number } {
    if (end > start) return { start, end };
    if (start >= this.source.length) return { start: Math.max(0, this.source.length - 1), end: this.source.length };
    return { start, end: start + 1 };
  }

  private advance(): void {
    const start = this.index;
    const char = charAt(this.source, start);
    if (char === '\\') {
      const escaped = charAt(this.source, start + 1);
      if (escaped === '') {
        // CPython leaves its place behind the backslash; nothing reads on after the error.
        this.next = null;
        throw this.errorAt(errors.escapeAtEnd(), this.source.length - 1);
      }
      this.next = char + escaped;
    } else this.next = char === '' ? null : char;
    this.index = start + (this.next?.length ?? 0);
  }
}

function charAt(source: string, offset: number): string {
  const isSurrogate = (source.charCodeAt(offset) & 0xf800) === 0xd800;
  return isSurrogate ? String.fromCodePoint(source.codePointAt(offset)!) : source.charAt(offset);
}

export const digits = '0123456789';
export const octalDigits = '01234567';
export const hexDigits = '0123456789abcdefABCDEF';

export function isAsciiLetter(char: string): boolean {
  return /^[A-Za-z]$/.test(char);
}

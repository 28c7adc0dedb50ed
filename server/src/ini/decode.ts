import { undecodable } from './problems.ts';

/** A file's bytes as text. */
export interface DecodedIni {
  /** With U+FFFD for what is not UTF-8, so that an editor can still show it. */
  readonly text: string;
  /** Present where the bytes are not strict UTF-8: Python's own words. */
  readonly error?: DecodeError;
}

export interface DecodeError {
  readonly text: string;
  /** How many bytes stand before the bad one. */
  readonly byteOffset: number;
  /**
   * The text that the real reader has parsed before it meets the error: whole lines of earlier blocks. An error in it
   * is raised instead of this one.
   */
  readonly readBefore: string;
}

/** Python's text files are read and decoded in blocks of this many bytes; error positions count from the block's start. */
const blockSize = 8192;

/** Strict UTF-8 as Python reads a file; a byte order mark stays in the text. */
export function decodeIni(bytes: Uint8Array): DecodedIni {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { text: lossy(bytes), error: findError(bytes) };
  }
}

function lossy(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function findError(bytes: Uint8Array): DecodeError {
  let at = 0;
  /** The block being decoded, and how many bytes of an unfinished sequence the decoder carried into it. */
  let blockStart = 0;
  let carried = 0;
  for (;;) {
    const sequence = readSequence(bytes, at);
    const noticed = sequence.ok ? at + sequence.length : noticedAt(bytes, at, sequence);
    for (let next = blockStart + blockSize; next <= noticed; next += blockSize) {
      carried = sequence.ok && noticed === next ? 0 : Math.max(0, next - at);
      blockStart = next;
    }
    if (!sequence.ok) {
      const atEnd = noticed === bytes.length;
      const position = atEnd ? 0 : at - (blockStart - carried);
      const readBefore = wholeLines(lossy(bytes.subarray(0, Math.min(blockStart, at))));
      return {
        text: undecodable(bytes.subarray(at, at + sequence.length), position, sequence.reason),
        byteOffset: at,
        readBefore,
      };
    }
    at = noticed;
  }
}

/** The offset of the byte at which the decoder gives up; the length of `bytes` where only the end of the file shows the error. */
function noticedAt(bytes: Uint8Array, at: number, { length, reason }: BadSequence): number {
  if (reason === 'invalid start byte') return at;
  if (reason === 'unexpected end of data') return bytes.length;
  const bad = at + length;
  // Half a surrogate (ED A0 to ED BF) at the end of a block waits for its third byte, which could make it acceptable
  // to an error handler.
  const endsBlock = (bad + 1) % blockSize === 0 || bad + 1 === bytes.length;
  return bytes[at] === 0xed && bytes[bad]! >= 0xa0 && bytes[bad]! <= 0xbf && endsBlock ? bad + 1 : bad;
}

function wholeLines(text: string): string {
  return text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
}

type Sequence = { readonly ok: true; readonly length: number } | BadSequence;

interface BadSequence {
  readonly ok: false;
  readonly length: number;
  readonly reason: 'invalid start byte' | 'invalid continuation byte' | 'unexpected end of data';
}

/** One character's bytes; or how many bytes the bad sequence has, and CPython's reason. */
function readSequence(bytes: Uint8Array, at: number): Sequence {
  const first = bytes[at]!;
  if (first < 0x80) return { ok: true, length: 1 };
  const total = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (total === 0) return { ok: false, length: 1, reason: 'invalid start byte' };
  for (let i = 1; i < total; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return { ok: false, length: i, reason: 'unexpected end of data' };
    const [low, high] = i === 1 ? secondByteRange(first) : [0x80, 0xbf];
    if (byte < low || byte > high) return { ok: false, length: i, reason: 'invalid continuation byte' };
  }
  return { ok: true, length: total };
}

/** No overlong forms, no surrogates, nothing above U+10FFFF. */
function secondByteRange(first: number): [number, number] {
  if (first === 0xe0) return [0xa0, 0xbf];
  if (first === 0xed) return [0x80, 0x9f];
  if (first === 0xf0) return [0x90, 0xbf];
  if (first === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}

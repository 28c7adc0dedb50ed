import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Texts of any length, written now and read later. */
export interface Spool {
  /** One text of many; all share the room. */
  open(): SpooledText;
  /** After this, nothing of it can be read. */
  close(): void;
}

export interface SpooledText {
  readonly isEmpty: boolean;
  /** Throws SpoolFailure. */
  add(text: string): void;
  /** All that was added, in pieces. Throws SpoolFailure. */
  pieces(): Iterable<string>;
}

/** The temporary folder cannot be written: it is full, or not ours. */
export class SpoolFailure extends Error {}

export interface SpoolOptions {
  /** Bytes of one text that wait in memory. */
  readonly textRoom?: number;
  /** Bytes of all texts that wait in memory. */
  readonly room?: number;
  readonly folder?: string;
}

const smallestRoom = 1 << 10;
const pieceLength = 1 << 16;

/**
 * What a long log makes the program print waits here until the counts stand, in flat memory: beyond some megabytes in a file of
 * the temporary folder, which is readable by nobody else and loses its name as soon as it is open, so that nothing is left behind.
 */
export function createSpool({ textRoom = 1 << 20, room = 1 << 24, folder }: SpoolOptions = {}): Spool {
  let descriptor: number | undefined;
  let fileLength = 0;
  let waiting = 0;
  const texts = new Set<WaitingText>();

  const tried = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw new SpoolFailure(
        `the temporary folder ${folder ?? tmpdir()} cannot be written (${(error as NodeJS.ErrnoException).code}): set TMPDIR to a folder with room`,
      );
    }
  };
  const write = (bytes: Uint8Array): number =>
    tried(() => {
      descriptor ??= openUnnamed(folder ?? tmpdir());
      const start = fileLength;
      for (let rest = bytes; rest.length > 0;) {
        const length = writeSync(descriptor, rest, 0, rest.length, fileLength);
        fileLength += length;
        rest = rest.subarray(length);
      }
      return start;
    });
  const flush = (text: WaitingText): void => {
    if (text.length > 0) text.extents.push(write(text.bytes.subarray(0, text.length)), text.length);
    waiting -= text.length;
    text.length = 0;
  };
  /** Room for so many more bytes, or false where they are too many for any. */
  const makeRoom = (text: WaitingText, length: number): boolean => {
    if (text.length + length > textRoom) flush(text);
    if (length > textRoom) return false;
    if (waiting + length > room)
      for (const other of texts) {
        flush(other);
        other.bytes = noBytes;
      }
    const needed = text.length + length;
    if (needed > text.bytes.length) {
      const grown = new Uint8Array(Math.min(Math.max(smallestRoom, needed, 2 * text.bytes.length), textRoom));
      grown.set(text.bytes.subarray(0, text.length));
      text.bytes = grown;
    }
    return true;
  };

  return {
    open: () => {
      const text: WaitingText = { bytes: noBytes, length: 0, extents: [] };
      texts.add(text);
      return {
        get isEmpty() {
          return text.length === 0 && text.extents.length === 0;
        },
        add: (added) => {
          const length = Buffer.byteLength(added);
          if (length === 0) return;
          if (!makeRoom(text, length)) {
            text.extents.push(write(Buffer.from(added)), length);
            return;
          }
          encoder.encodeInto(added, text.bytes.subarray(text.length));
          text.length += length;
          waiting += length;
        },
        *pieces() {
          const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
          const piece = new Uint8Array(pieceLength);
          for (let i = 0; i < text.extents.length; i += 2) {
            let at = text.extents[i]!;
            for (const end = at + text.extents[i + 1]!; at < end;) {
              const length = tried(() => readSync(descriptor!, piece, 0, Math.min(pieceLength, end - at), at));
              if (length === 0) throw new SpoolFailure(`a file in the temporary folder ${folder} was cut`);
              at += length;
              yield decoder.decode(piece.subarray(0, length), { stream: true });
            }
          }
          for (let at = 0; at < text.length; at += pieceLength)
            yield decoder.decode(text.bytes.subarray(at, Math.min(at + pieceLength, text.length)), { stream: true });
          yield decoder.decode();
        },
      };
    },
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
      texts.clear();
    },
  };
}

/** A text's bytes that wait in memory, behind those that stand in the file. */
interface WaitingText {
  bytes: Uint8Array;
  length: number;
  /** Start and length in the file, in turn. */
  readonly extents: number[];
}

const noBytes = new Uint8Array(0);
const encoder = new TextEncoder();

/** `wx`: a file or a link that somebody put in its place is an error, never written through. */
function openUnnamed(folder: string): number {
  const path = join(folder, `fail2ban-lens-${process.pid}-${process.hrtime.bigint()}.tmp`);
  const descriptor = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  return descriptor;
}

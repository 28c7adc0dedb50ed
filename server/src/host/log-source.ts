import { isAscii } from 'node:buffer';
import { closeSync, constants, createReadStream, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { lineFeed } from './encodings/codec.ts';
import { endOfLines, type DecodedLines, type DecodedText, type LogEncoding } from './log-encoding.ts';
import { readLinesAfresh } from './read-lines-afresh.ts';

/** A log as chunks of bytes, from the first to the last. */
export interface LogSource {
  /** Bytes in all where that is known, for a progress bar. */
  readonly size?: number;
  /** Differs for another file of the same name, and after somebody wrote to it. */
  readonly stamp?: string;
  /** The bytes are unpacked gzip. */
  readonly isCompressed?: boolean;
  /** Each is good until the next one is asked for. */
  chunks(): AsyncIterable<Uint8Array>;
}

export class UnreadableLog extends Error {}

/** Bytes of a chunk where somebody waits for a sign of life between chunks (an editor). */
const smallChunk = 1 << 18;
/** Where only the end counts: each block of work has its price (a watchdog for its deadline). */
export const largeChunk = 1 << 20;

/** A part of a file that is not packed. Offsets in bytes, each at a line's begin. */
export interface FileRange {
  from: number;
  /** Undefined: wherever the file ends. */
  to?: number | undefined;
  /** A chunk ends here. */
  pauseAt?: number | undefined;
}

/**
 * A file, plain or gzip (told by its first bytes). Reads to wherever the file ends when we get there, so a log that grows or
 * shrinks meanwhile is no error. Throws UnreadableLog.
 */
export function openLogFile(path: string, chunkSize = smallChunk, range: Readonly<FileRange> = { from: 0 }): LogSource {
  try {
    // To open a device may do something to it.
    checkKind(statSync(path), path);
    const descriptor = openWithoutWaiting(path);
    const magic = Buffer.alloc(2);
    const isGzip = readSync(descriptor, magic, 0, 2, 0) === 2 && magic[0] === 0x1f && magic[1] === 0x8b;
    const { size, dev, ino, mtimeMs } = fstatSync(descriptor);
    const stamp = [dev, ino, size, mtimeMs].join(' ');
    if (isGzip) return { isCompressed: true, stamp, chunks: () => gunzip(descriptor, path, chunkSize) };
    return { size, stamp, chunks: () => readPlain(descriptor, path, chunkSize, range) };
  } catch (error) {
    throw asUnreadable(error, path);
  }
}

/** What is opened may be no more what was looked at: a pipe would be waited for, for ever. */
function openWithoutWaiting(path: string): number {
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    checkKind(fstatSync(descriptor), path);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function checkKind(stats: Stats, path: string): void {
  if (!stats.isFile() && !stats.isDirectory())
    throw new UnreadableLog(`${path}: cannot be read (it is a pipe or a device)`);
}

/** Each chunk ends behind a line feed where it holds one, so that no line has to be joined of two. All stand in the same room, one after the other. */
async function* readPlain(
  descriptor: number,
  path: string,
  chunkSize: number,
  { from, to = Infinity, pauseAt = Infinity }: Readonly<FileRange>,
): AsyncIterable<Uint8Array> {
  try {
    const room = Buffer.allocUnsafeSlow(chunkSize);
    /** How much of the room the begin of a line takes. */
    let begun = 0;
    for (let at = from; at < to;) {
      const most = at < pauseAt ? Math.min(to, pauseAt) - at : to - at;
      const length = readSync(descriptor, room, begun, Math.min(chunkSize - begun, most), at);
      if (length === 0) break;
      at += length;
      const read = room.subarray(0, begun + length);
      const end = read.lastIndexOf(lineFeed) + 1 || read.length;
      yield read.subarray(0, end);
      room.copyWithin(0, end, read.length);
      begun = read.length - end;
    }
    if (begun > 0) yield room.subarray(0, begun);
  } catch (error) {
    throw asUnreadable(error, path);
  } finally {
    closeSync(descriptor);
  }
}

/** Where the first line begins that stands wholly behind `offset`; undefined where none is near. Throws UnreadableLog. */
export function findLineStart(path: string, offset: number): number | undefined {
  try {
    const descriptor = openWithoutWaiting(path);
    try {
      const room = Buffer.alloc(smallChunk);
      const end = room.subarray(0, readSync(descriptor, room, 0, smallChunk, offset)).indexOf(lineFeed);
      return end === -1 ? undefined : offset + end + 1;
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw asUnreadable(error, path);
  }
}

/** The file that was opened, also where another has its name by now. */
async function* gunzip(descriptor: number, path: string, chunkSize: number): AsyncIterable<Uint8Array> {
  // Loaded where it is needed: it takes several milliseconds, which most starts can do without.
  const { createGunzip } = await import('node:zlib');
  const file = createReadStream(path, { fd: descriptor, start: 0 });
  const unzipped = createGunzip({ chunkSize: smallChunk });
  file.on('error', (error) => unzipped.destroy(error));
  try {
    yield* gather(file.pipe(unzipped) as AsyncIterable<Uint8Array>, chunkSize);
  } catch (error) {
    throw asUnreadable(error, path);
  }
}

/** Whatever is still to come on a stream, such as standard input. */
export function streamSource(stream: AsyncIterable<Uint8Array>, name: string): LogSource {
  return {
    async *chunks() {
      try {
        yield* gather(stream, largeChunk, drained);
      } catch (error) {
        throw asUnreadable(error, name);
      }
    },
  };
}

/** Bytes of a chunk of a stream that had no more to give. */
const drained = 1 << 14;

/**
 * Chunks of `size` bytes out of smaller ones, each up to a line's end where it holds one; all stand in the same room, one after the other. What has come
 * by then is given on behind a chunk of less than `least` bytes: the next one may be long in coming.
 */
async function* gather(stream: AsyncIterable<Uint8Array>, size: number, least = 0): AsyncGenerator<Uint8Array> {
  const room = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  for await (const chunk of stream)
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + size - filled);
      room.set(part, filled);
      at += part.length;
      filled += part.length;
      const isFull = filled === size;
      if (!isFull && (at < chunk.length || chunk.length >= least)) continue;
      const end = room.subarray(0, filled).lastIndexOf(lineFeed) + 1 || (isFull ? filled : 0);
      if (end > 0) yield room.subarray(0, end);
      room.copyWithin(0, end, filled);
      filled -= end;
    }
  if (filled > 0) yield room.subarray(0, filled);
}

function asUnreadable(error: unknown, name: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'no such file',
    EACCES: 'no permission',
    EISDIR: 'it is a folder',
  };
  return new UnreadableLog(
    `${name}: cannot be read (${reasons[code] ?? (code.startsWith('Z_') ? `damaged gzip data: ${message}` : code)})`,
  );
}

/** Bytes of a run that holds characters beyond ASCII: what stands far from them is read as the ASCII that it is. */
const mixedBytes = 1 << 19;

/** The longest text that JavaScript can hold, less room for what is put around it. */
const longestLine = 0x1fffffe8 - 1024;

/**
 * A log's text, in runs of whole lines (each ends with LF); last, where there is one, the line without its end. Bytes are
 * cut at LF only, before they are decoded, as fail2ban does. `mostBytes`: longer lines are passed over where an encoding's bytes can be cut
 * at every LF; else, and where it is not given, they are too much. Throws UnreadableLog.
 */
export async function* readLines(
  source: LogSource,
  encoding: LogEncoding,
  mostBytes?: number,
): AsyncGenerator<DecodedLines> {
  const decoder = await encoding.open();
  if (decoder.kind === 'lines')
    yield* readLinesAfresh(source.chunks(), decoder.codec, (bytes) => checkLength(bytes, mostBytes));
  else yield* readRuns(source, decoder.decode, mostBytes);
}

async function* readRuns(
  source: LogSource,
  decode: (bytes: Uint8Array) => DecodedText,
  mostBytes: number | undefined,
): AsyncGenerator<DecodedLines> {
  /** Of the line at hand, where it is passed over. */
  let passedOver = 0;
  let pending: Uint8Array[] = [];
  let pendingLength = 0;
  let bytesDone = 0;
  for await (const read of source.chunks()) {
    bytesDone += read.length;
    let chunk = read;
    if (passedOver > 0) {
      const length = chunk.indexOf(lineFeed) + 1;
      passedOver += length || chunk.length;
      if (length === 0) continue;
      yield { text: '', isAscii: true, isComplete: true, bytesDone, passedOver };
      passedOver = 0;
      chunk = chunk.subarray(length);
      if (chunk.length === 0) continue;
    }
    const end = chunk.lastIndexOf(lineFeed) + 1;
    if (end === 0) {
      pending.push(Buffer.from(chunk));
      pendingLength += chunk.length;
      if (pendingLength > (mostBytes ?? Infinity)) {
        passedOver = pendingLength;
        pending = [];
        pendingLength = 0;
      } else checkLength(pendingLength);
      continue;
    }
    pending.push(chunk.subarray(0, end));
    const bytes = pending.length === 1 ? pending[0]! : Buffer.concat(pending);
    const before = bytesDone - (chunk.length - end) - bytes.length;
    const most = isAscii(bytes) ? Infinity : mixedBytes;
    for (let start = 0; start < bytes.length;) {
      const behind = endOfLines(bytes, start, most);
      yield new DecodedRun(decode(bytes.subarray(start, behind)), true, before + behind);
      start = behind;
    }
    pending = end < chunk.length ? [Buffer.from(chunk.subarray(end))] : [];
    pendingLength = chunk.length - end;
  }
  if (passedOver > 0) yield { text: '', isAscii: true, isComplete: false, bytesDone, passedOver };
  if (pendingLength === 0) return;
  const last = decode(Buffer.concat(pending));
  // A carriage return ends the last line as well (`FileContainer.readline` of `server/filter.py`).
  yield last.text.endsWith('\r')
    ? { text: `${last.text}\n`, isAscii: last.isAscii, isComplete: true, bytesDone }
    : new DecodedRun(last, false, bytesDone);
}

/** Some of a log's lines. Puts no text together that nobody asks for. */
class DecodedRun implements DecodedLines {
  readonly isAscii: boolean;
  readonly pieces: readonly string[] | undefined;
  readonly bytes: Uint8Array | undefined;

  constructor(
    private readonly decoded: DecodedText,
    readonly isComplete: boolean,
    readonly bytesDone: number,
  ) {
    this.isAscii = decoded.isAscii;
    this.pieces = decoded.pieces;
    this.bytes = decoded.bytes;
  }

  get text(): string {
    return this.decoded.text;
  }
}

function checkLength(bytes: number, most = longestLine): void {
  if (bytes > most)
    throw new UnreadableLog(`a line is longer than ${most} bytes: split the log, or look whether it is a text at all`);
}

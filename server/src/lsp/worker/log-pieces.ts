import { isAscii } from 'node:buffer';
import { findLogEncoding, type DecodedLines } from '../../host/log-encoding.ts';
import { openLogFile, readLines, UnreadableLog, type LogSource } from '../../host/log-source.ts';
import type { LogInput } from './messages.ts';

/** Some hundred whole lines of a log. */
export interface LogPiece {
  readonly text: string;
  readonly isAscii: boolean;
  /** The text is one line, whatever line feeds stand in it. */
  readonly isOneLine: boolean;
  /** Bytes of the log up to the piece's end. */
  readonly bytesDone: number;
}

/** Where the texts of `LogInput`s of source `text` are. */
export type TextOf = (path: string) => string | Uint8Array | undefined;

/** Characters of a piece: few enough that a run over them is done with in some milliseconds. */
const pieceLength = 1 << 17;

/** A log that is read once; `return` of the pieces ends it early. */
export interface LogPieces {
  readonly pieces: AsyncGenerator<LogPiece, undefined>;
  /** Null where it is unknown. */
  readonly size: number | null;
  readonly isCompressed: boolean;
}

/** Opens a log. Throws UnreadableLog. */
export function openPieces(log: LogInput, textOf: TextOf): LogPieces {
  const { lines, size, isCompressed } = openSource(log, textOf);
  return { pieces: splitPieces(lines, log.keepsLastLine), size: size ?? null, isCompressed: isCompressed === true };
}

/** So many characters of a log, up to the end of a piece. Undefined where it cannot be read. */
export async function readBeginning(log: LogInput, characters: number, textOf: TextOf): Promise<string | undefined> {
  let text = '';
  try {
    for await (const piece of openPieces(log, textOf).pieces) {
      text += piece.text;
      if (text.length >= characters) break;
    }
  } catch (error) {
    if (!(error instanceof UnreadableLog)) throw error;
    return undefined;
  }
  return text;
}

/** The texts of some lines, from 0, in the order asked for; empty for a line that the log does not have. Throws UnreadableLog. */
export async function readTexts(log: LogInput, lines: readonly number[], textOf: TextOf): Promise<string[]> {
  const wanted = new Map(lines.map((line) => [line, '']));
  const last = Math.max(...lines);
  const { pieces } = openPieces(log, textOf);
  let line = 0;
  for await (const { text, isOneLine } of pieces) {
    for (let start = 0; start < text.length; line++) {
      const found = isOneLine ? text.length - 1 : text.indexOf('\n', start);
      const end = found === -1 ? text.length : found;
      if (wanted.has(line)) wanted.set(line, text.slice(start, end).replace(/\r+$/, ''));
      start = end + 1;
    }
    if (line > last) break;
  }
  return lines.map((asked) => wanted.get(asked)!);
}

function openSource(
  log: LogInput,
  textOf: TextOf,
): { readonly lines: AsyncIterable<DecodedLines>; readonly size?: number; readonly isCompressed?: boolean } {
  if (log.source === 'text') {
    const text = textOf(log.path);
    if (text === undefined) throw new UnreadableLog(`${log.path}: cannot be read`);
    if (typeof text === 'string') return { lines: linesOfText(text), size: text.length };
    return fromBytes(log, { size: text.length, chunks: () => once(text) });
  }
  return fromBytes(log, openLogFile(log.file));
}

function fromBytes(
  { encoding }: LogInput,
  source: LogSource,
): { readonly lines: AsyncIterable<DecodedLines>; readonly size?: number; readonly isCompressed?: boolean } {
  const known = findLogEncoding(encoding);
  if (!known) throw new UnreadableLog(`the encoding '${encoding}' is not known (setting fail2banLens.encoding)`);
  const { size, isCompressed = false } = source;
  return { lines: readLines(source, known), isCompressed, ...(size === undefined ? {} : { size }) };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

/** An editor's text as if it were read from a disk. */
async function* linesOfText(text: string): AsyncIterable<DecodedLines> {
  // A carriage return ends the last line as well.
  if (text.endsWith('\r')) text += '\n';
  const end = text.lastIndexOf('\n') + 1;
  const whole = end === text.length ? text : text.slice(0, end);
  if (end > 0) yield { text: whole, isAscii: isAsciiText(whole), isComplete: true, bytesDone: end };
  if (end < text.length)
    yield { text: text.slice(end), isAscii: isAsciiText(text.slice(end)), isComplete: false, bytesDone: text.length };
}

function isAsciiText(text: string): boolean {
  return isAscii(Buffer.from(text));
}

/** Runs of whole lines of about `pieceLength` characters; the line without end only where it is to count. */
async function* splitPieces(
  lines: AsyncIterable<DecodedLines>,
  keepsLastLine: boolean,
): AsyncGenerator<LogPiece, undefined> {
  for await (const { text, isAscii: ascii, isComplete, isOneLine = false, bytesDone } of lines) {
    if (!isComplete && !keepsLastLine) return undefined;
    if (isOneLine) {
      yield { text: isComplete ? text : `${text}\n`, isAscii: ascii, isOneLine, bytesDone };
      continue;
    }
    for (let start = 0; start < text.length;) {
      const found = start + pieceLength >= text.length ? -1 : text.indexOf('\n', start + pieceLength);
      const end = found === -1 ? text.length : found + 1;
      yield { text: text.slice(start, end), isAscii: ascii, isOneLine, bytesDone: bytesDone - (text.length - end) };
      start = end;
    }
  }
  return undefined;
}

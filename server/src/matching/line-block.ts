/**
 * A run of a log's lines as one text and offsets into it: no object a line. Only lines that fail2ban-regex tests are listed;
 * empty lines and those that start with `#` are not, but they count in the numbering.
 */
export interface LineBlock {
  readonly text: string;
  readonly isAscii: boolean;
  /** The text's characters, one byte each; where it is ASCII and somebody had them at hand. */
  readonly bytes?: Uint8Array | undefined;
  /** How many lines are listed. */
  readonly count: number;
  /** Where line i starts in `text`. */
  readonly starts: Int32Array;
  /** Where line i ends, before its CR and LF. */
  readonly ends: Int32Array;
  /** Line i's physical number in the log, from 1. */
  readonly numbers: Int32Array;
  /** How many physical lines the block holds in all. */
  readonly physicalLines: number;
}

const cr = 13;
const hash = 35;

export interface BlockOptions {
  /** The physical number of the text's first line. */
  readonly firstNumber: number;
  readonly isAscii: boolean;
  readonly bytes?: Uint8Array | undefined;
  /** The text is one line, whatever line feeds stand in it. */
  readonly isOneLine?: boolean | undefined;
}

/** Room for the offsets of blocks of which each is done with before the next is made. */
export interface BlockRoom {
  starts: Int32Array;
  ends: Int32Array;
  numbers: Int32Array;
}

export function createBlockRoom(lines = 0): BlockRoom {
  return { starts: new Int32Array(lines), ends: new Int32Array(lines), numbers: new Int32Array(lines) };
}

/** Lists the lines of `text`, which ends with LF or is one line without it (fail2ban-regex's log argument itself). `room` is taken where it is given. */
export function splitLines(
  text: string,
  { firstNumber, isAscii, bytes, isOneLine = false }: BlockOptions,
  room = createBlockRoom(64 + (text.length >> 6)),
): LineBlock {
  let { starts, ends, numbers } = room;
  let count = 0;
  let number = firstNumber;
  for (let start = 0; start < text.length; number++) {
    const found = isOneLine && text.endsWith('\n') ? text.length - 1 : text.indexOf('\n', start);
    const next = found === -1 ? text.length : found + 1;
    let end = found === -1 ? text.length : found;
    while (end > start && text.charCodeAt(end - 1) === cr) end--;
    if (end > start && text.charCodeAt(start) !== hash) {
      if (count === starts.length) {
        const lines = 2 * count + 64;
        starts = room.starts = grow(starts, lines);
        ends = room.ends = grow(ends, lines);
        numbers = room.numbers = grow(numbers, lines);
      }
      starts[count] = start;
      ends[count] = end;
      numbers[count] = number;
      count++;
    }
    start = next;
  }
  return { text, isAscii, bytes, count, starts, ends, numbers, physicalLines: number - firstNumber };
}

function grow(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(old);
  return grown;
}

const encoder = new TextEncoder();

/** The characters of an ASCII block, one byte each. */
export function bytesOf({ bytes, text }: Pick<LineBlock, 'bytes' | 'text'>): Uint8Array {
  return bytes ?? encoder.encode(text);
}

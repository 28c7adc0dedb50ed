/**
 * A run of a log's lines as one text and offsets into it: no object a line. Only lines that fail2ban-regex tests are listed;
 * empty lines and those that start with `#` are not, but they count in the numbering.
 */
export interface LineBlock {
  readonly text: BlockText;
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

/** A part of a block's text: whole lines. */
export interface TextPiece {
  readonly text: string;
  /** Where it begins in the block's text: what stands at `i` there stands at `i - begin` here. */
  readonly begin: number;
}

/** A block's text, which may have been made in pieces. */
export class BlockText {
  readonly pieces: readonly TextPiece[];
  /** The number of the piece that was asked for last: the next line stands there or in the one behind it. */
  private current = 0;
  private joined: string | undefined;

  constructor(texts: readonly string[]) {
    let begin = 0;
    this.pieces = texts.map((text) => {
      const piece = { text, begin };
      begin += text.length;
      return piece;
    });
  }

  /** All of it as one text, which takes its time: for those who are not content with a line at a time. */
  get whole(): string {
    const { pieces } = this;
    return (this.joined ??= pieces.length === 1 ? pieces[0]!.text : pieces.map(({ text }) => text).join(''));
  }

  /** The piece that holds the line that stands around this offset. */
  at(offset: number): TextPiece {
    const { pieces } = this;
    let { current } = this;
    while (current > 0 && pieces[current]!.begin > offset) current--;
    while (current + 1 < pieces.length && pieces[current + 1]!.begin <= offset) current++;
    this.current = current;
    return pieces[current]!;
  }

  /** As `slice` of a text, for what stands in one line. */
  slice(from = 0, to = from): string {
    const { text, begin } = this.at(from);
    return text.slice(from - begin, to - begin);
  }
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
  options: BlockOptions,
  room = createBlockRoom(64 + (text.length >> 6)),
): LineBlock {
  return splitPieces([text], options, room);
}

/** The same for a text in pieces, each of which ends with LF. */
export function splitPieces(
  texts: readonly string[],
  { firstNumber, isAscii, bytes, isOneLine = false }: BlockOptions,
  room: BlockRoom,
): LineBlock {
  const text = new BlockText(texts);
  const listed = { count: 0, number: firstNumber };
  for (const piece of text.pieces) listLines(piece, isOneLine, room, listed);
  const { starts, ends, numbers } = room;
  const { count, number } = listed;
  return { text, isAscii, bytes, count, starts, ends, numbers, physicalLines: number - firstNumber };
}

/** Adds a piece's lines. `listed`: how many there are, and the number of the next line. */
function listLines(
  { text: piece, begin }: TextPiece,
  isOneLine: boolean,
  room: BlockRoom,
  listed: { count: number; number: number },
): void {
  let { starts, ends, numbers } = room;
  let { count, number } = listed;
  for (let start = 0; start < piece.length; number++) {
    const found = isOneLine && piece.endsWith('\n') ? piece.length - 1 : piece.indexOf('\n', start);
    const next = found === -1 ? piece.length : found + 1;
    let end = found === -1 ? piece.length : found;
    while (end > start && piece.charCodeAt(end - 1) === cr) end--;
    if (end > start && piece.charCodeAt(start) !== hash) {
      if (count === starts.length) {
        const lines = 2 * count + 64;
        starts = room.starts = grow(starts, lines);
        ends = room.ends = grow(ends, lines);
        numbers = room.numbers = grow(numbers, lines);
      }
      starts[count] = begin + start;
      ends[count] = begin + end;
      numbers[count] = number;
      count++;
    }
    start = next;
  }
  listed.count = count;
  listed.number = number;
}

function grow(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(old);
  return grown;
}

const encoder = new TextEncoder();

/** The characters of an ASCII block, one byte each. */
export function bytesOf({ bytes, text }: Pick<LineBlock, 'bytes' | 'text'>): Uint8Array {
  return bytes ?? encoder.encode(text.whole);
}

import { ByteWindow } from './byte-window.ts';
import { decodeLine, type Codec } from './encodings/codec.ts';
import type { DecodedLines } from './log-encoding.ts';

/** Characters of a run of lines. */
const runLength = 1 << 17;

/**
 * A log's lines in an encoding in which an LF byte need be no line end, as `FileContainer.readline` of fail2ban's `server/filter.py` reads
 * them: up to an LF byte, decoded by themselves; where the text has no line end, with the bytes up to the next LF byte, decoded anew.
 * Where a line end is found inside the text, reading goes on behind as many bytes as the text before has when it is encoded again: a byte
 * order mark that `utf-16` writes, or a character that stands for bad bytes, makes that another place than the line's end.
 */
export async function* readLinesAfresh(
  chunks: AsyncIterable<Uint8Array>,
  codec: Codec,
  checkLength: (bytes: number) => void,
): AsyncGenerator<DecodedLines> {
  const window = new ByteWindow(chunks);
  let run = '';
  try {
    for (;;) {
      const line = await nextLine(window, codec, checkLength);
      const isSpecial = line === undefined || !line.isComplete || line.text.includes('\n');
      if (run !== '' && (isSpecial || run.length > runLength)) {
        yield { text: run, isAscii: false, isComplete: true, bytesDone: window.position };
        run = '';
      }
      if (line === undefined) return;
      if (!isSpecial) run += `${line.text}\n`;
      else
        yield {
          text: line.isComplete ? `${line.text}\n` : line.text,
          isAscii: false,
          isComplete: line.isComplete,
          isOneLine: true,
          bytesDone: window.position,
        };
    }
  } finally {
    await window.close();
  }
}

interface Line {
  /** Without the line ends behind it. */
  readonly text: string;
  readonly isComplete: boolean;
}

/** The line at the window's begin, which moves behind it; undefined where no byte is left. */
async function nextLine(
  window: ByteWindow,
  codec: Codec,
  checkLength: (bytes: number) => void,
): Promise<Line | undefined> {
  let end = await window.lineEnd(0);
  if (end === 0) return undefined;
  const text = decodeLine(codec, window.bytes(0, end));
  const line = withoutEnds(text);
  if (line !== text) {
    await window.skip(end);
    return { text: line, isComplete: true };
  }
  const growing = new GrowingText(codec);
  for (;;) {
    growing.settle(window.bytes(growing.settledBytes, end));
    const next = await window.lineEnd(end);
    if (next === end) {
      growing.look(window.bytes(growing.settledBytes, end));
      await window.skip(end);
      return { text: growing.text, isComplete: false };
    }
    checkLength(next);
    end = next;
    growing.look(window.bytes(growing.settledBytes, end));
    const { lineEnd } = growing;
    if (lineEnd !== -1 && lineEnd !== growing.length - 1) {
      const { text: whole } = growing;
      await window.skip(codec.encodedLength(whole.slice(0, lineEnd + 1)));
      return { text: whole.slice(0, lineEnd), isComplete: true };
    }
    if (!/[\r\n]/.test(growing.lastCharacter)) continue;
    await window.skip(end);
    return { text: withoutEnds(growing.text), isComplete: true };
  }
}

function withoutEnds(text: string): string {
  return text.replace(/[\r\n]+$/, '');
}

/** The text of bytes that grow: what no later byte can change is decoded once. */
class GrowingText {
  settledBytes = 0;
  /** The text of what is settled, its first line end, and whether Python took all of it. */
  private settled = '';
  private settledLineEnd = -1;
  private hasError = false;
  private tail = '';
  private reader: Codec;

  constructor(codec: Codec) {
    this.reader = codec;
  }

  /** `bytes`: all from `settledBytes` on. */
  settle(bytes: Uint8Array): void {
    const done = this.reader.settled?.(bytes);
    if (!done || done.length === 0) return;
    const { text, error } = this.reader.decode(bytes.subarray(0, done.length));
    const found = text.indexOf('\n');
    if (this.settledLineEnd === -1 && found !== -1) this.settledLineEnd = this.settled.length + found;
    this.settled += text;
    this.hasError ||= error !== undefined;
    this.settledBytes += done.length;
    this.reader = done.rest;
  }

  /** `bytes`: all from `settledBytes` on, as they are now. */
  look(bytes: Uint8Array): void {
    // Python's first error decides how the end is read; here it may lie in what is settled.
    this.tail = this.hasError ? this.reader.decode(bytes).text : decodeLine(this.reader, bytes);
  }

  get text(): string {
    return this.settled + this.tail;
  }

  get length(): number {
    return this.settled.length + this.tail.length;
  }

  /** The first line end; -1 for none. */
  get lineEnd(): number {
    if (this.settledLineEnd !== -1) return this.settledLineEnd;
    const found = this.tail.indexOf('\n');
    return found === -1 ? -1 : this.settled.length + found;
  }

  get lastCharacter(): string {
    return this.tail === '' ? this.settled.slice(-1) : this.tail.slice(-1);
  }
}

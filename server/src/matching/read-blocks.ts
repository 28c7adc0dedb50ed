import type { DecodedLines } from '../host/log-encoding.ts';
import { createBlockRoom, splitPieces, type LineBlock } from './line-block.ts';

/** A log's lines in blocks, and what was left out. */
export interface LogBlocks {
  /** Each is good until the next one is asked for. */
  blocks(): AsyncGenerator<LineBlock>;
  /** After the last block: the last line has no line end, so fail2ban does not read it. */
  readonly droppedLine: { readonly number: number; readonly text: string } | undefined;
  /** Physical lines that are empty or start with `#`. */
  readonly skippedLines: number;
  /** Lines of the file that were read so far, whatever they hold. */
  readonly physicalLines: number;
  /** Lines that were passed over because they are too long to be held. */
  readonly longLines: readonly LongLine[];
  readonly bytesDone: number;
}

/** `number`: from 1. */
export interface LongLine {
  readonly number: number;
  readonly bytes: number;
}

export function readBlocks(lines: AsyncIterable<DecodedLines>): LogBlocks {
  const room = createBlockRoom();
  let number = 1;
  let skippedLines = 0;
  let bytesDone = 0;
  const longLines: LongLine[] = [];
  let droppedLine: LogBlocks['droppedLine'];
  return {
    async *blocks() {
      for await (const run of lines) {
        const { isAscii, bytes, isComplete, isOneLine, passedOver } = run;
        bytesDone = run.bytesDone;
        if (passedOver !== undefined && isComplete) {
          longLines.push({ number, bytes: passedOver });
          number++;
          continue;
        }
        if (!isComplete) {
          droppedLine = { number, text: run.text };
          return;
        }
        const block = splitPieces(run.pieces ?? [run.text], { firstNumber: number, isAscii, bytes, isOneLine }, room);
        number += block.physicalLines;
        skippedLines += block.physicalLines - block.count;
        yield block;
      }
    },
    get droppedLine() {
      return droppedLine;
    },
    longLines,
    get skippedLines() {
      return skippedLines;
    },
    get physicalLines() {
      return number - 1;
    },
    get bytesDone() {
      return bytesDone;
    },
  };
}

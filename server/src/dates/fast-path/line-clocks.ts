import { isDigitCode } from './char-codes.ts';
import { createCharCursor } from './text-cursor.ts';

/** The places in a line that may be a clock time: `5:04:3` around its first colon. */
export interface LineClocks {
  /** Offsets of the first colons, in order; good until the next line. */
  readonly colons: Int32Array;
  /** Looks through a line; gives how many there are, -1 for more than are kept. */
  find(text: string, start: number, end: number): number;
}

const room = 12;

export function createLineClocks(): LineClocks {
  const colons = new Int32Array(room);
  const cursor = createCharCursor(':');
  return {
    colons,
    find(text, start, end) {
      let count = 0;
      for (let colon = cursor.next(text, start); colon < end; colon = cursor.next(text, colon + 1)) {
        if (!isClockColon(text, colon, start, end)) continue;
        if (count === room) return -1;
        colons[count++] = colon;
      }
      return count;
    },
  };
}

/** A digit, the colon, one or two digits, another colon, a digit. */
function isClockColon(text: string, colon: number, start: number, end: number): boolean {
  if (colon === start || !isDigitCode(text.charCodeAt(colon - 1)) || !isDigitCode(text.charCodeAt(colon + 1)))
    return false;
  const second = text.charCodeAt(colon + 2) === 0x3a ? colon + 2 : colon + 3;
  return (
    second + 1 < end &&
    text.charCodeAt(second) === 0x3a &&
    isDigitCode(text.charCodeAt(second - 1)) &&
    isDigitCode(text.charCodeAt(second + 1))
  );
}

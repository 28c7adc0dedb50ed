import { isWord } from '../text/unicode.ts';

/** No character stands there. */
export const nothing = -1;
/** Python's stand-in for "not known yet". */
export const unknownEnd = 0x7fffffff;

/** A line by code points: the one at an offset, the one before it; `nothing` outside of the line. */
export interface CodePoints {
  at(offset: number): number;
  before(offset: number): number;
  last(): number;
}

/** Where the last match began and ended, in code points from the line's begin, and the characters on both sides of both ends. */
export class LastMatch {
  start = 1;
  end = unknownEnd;
  private beforeStart = nothing;
  private atStart = nothing;
  private beforeEnd = nothing;
  private atEnd = nothing;

  /** The character before the match. */
  get before(): number {
    return this.beforeStart;
  }

  /** The character behind the match. */
  get behind(): number {
    return this.atEnd;
  }

  take(start: number, end: number, line: CodePoints): void {
    this.start = start;
    this.beforeStart = line.before(start);
    this.atStart = line.at(start);
    this.end = end;
    // `line[endpos-1]` of an empty match at the line's begin is the line's last character.
    this.beforeEnd = end === 0 ? line.last() : line.before(end);
    this.atEnd = line.at(end);
  }

  /** Whether a line looks around this place as the last line did, so that the place may be trusted. */
  hasSameNeighbours(line: CodePoints): boolean {
    return (
      (line.before(this.start) === this.beforeStart ||
        (line.at(this.start) === this.atStart && !isAlphanumeric(this.atStart))) &&
      (line.at(this.end) === this.atEnd ||
        (line.before(this.end) === this.beforeEnd && !isAlphanumeric(this.beforeEnd)))
    );
  }
}

/** `str.isalnum` of one character. */
function isAlphanumeric(codePoint: number): boolean {
  return codePoint !== 0x5f && isWord(codePoint);
}

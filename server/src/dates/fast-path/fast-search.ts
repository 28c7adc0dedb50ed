import { nothing, type CodePoints, type LastMatch } from '../last-match.ts';
import { isDigitCode, isWordCode } from './char-codes.ts';
import type { LineClocks } from './line-clocks.ts';
import type { StickyTemplate } from './sticky-template.ts';
import { createNonAsciiCursor } from './text-cursor.ts';

/**
 * What the template that won last finds in the next line.
 * - `accepted`: it wins; no other template needs to be tried;
 * - `reserved`: it wins unless another template matches;
 * - `absent`: it does not match;
 * - `unknown`: ask the regex.
 */
export type FastVerdict = 'accepted' | 'reserved' | 'absent' | 'unknown';

/** Beyond this a pattern is tried at too many places. */
export const maxPrefix = 48;

/** Tries the last template at the places where it can stand. The first half of `DateDetector.matchTime`, on a text of many lines. */
export class FastSearch {
  /** Of group 1, as offsets into the text, where the verdict is `accepted` or `reserved`. */
  start = 0;
  end = 0;
  /** The line at hand. */
  readonly line = new AsciiLine();
  /** A match went beyond the line: it took the CR of a CRLF. */
  private isOverEnd = false;
  /** Clock times of the line: see `LineClocks.find`. Only asked for where the line has to be looked through. */
  private clockCount = unasked;
  private readonly nonAscii = createNonAsciiCursor();

  constructor(readonly clocks: LineClocks) {}

  /** False where the line is not of the kind that can be searched within its text. */
  begin(text: string, start: number, end: number, isAscii: boolean): boolean {
    this.clockCount = unasked;
    this.isOverEnd = false;
    this.line.set(text, start, end);
    return (
      start < end &&
      isLineEnd(text.charCodeAt(end)) &&
      isLineEnd(text.charCodeAt(start - 1)) &&
      (isAscii || this.nonAscii.next(text, start) >= end)
    );
  }

  try(sticky: StickyTemplate, last: LastMatch, isOnly: boolean): FastVerdict {
    const verdict =
      sticky.begin === 'line' || sticky.begin === 'line-loose'
        ? this.atLineBegin(sticky)
        : this.inLine(sticky, last, isOnly);
    return this.isOverEnd ? 'unknown' : verdict;
  }

  /** How many clock times the line holds; -1 for too many. */
  countClocks(): number {
    const { text, start, end } = this.line;
    if (this.clockCount === unasked) this.clockCount = this.clocks.find(text, start, end);
    return this.clockCount;
  }

  /** `^(?:\W{0,2})?` takes two characters if it can, else one, else none. */
  private atLineBegin(sticky: StickyTemplate): FastVerdict {
    const { text, start, end } = this.line;
    let skipped = 0;
    if (sticky.begin === 'line-loose')
      while (skipped < 2 && start + skipped < end && !isWordCode(text.charCodeAt(start + skipped))) skipped++;
    for (; skipped >= 0; skipped--) if (this.matchesAt(sticky, start + skipped)) return 'accepted';
    return 'absent';
  }

  private inLine(sticky: StickyTemplate, last: LastMatch, isOnly: boolean): FastVerdict {
    const { start } = this.line;
    const isAtPlace = (): boolean => this.end === start + last.end && this.start === start + last.start;
    if (last.hasSameNeighbours(this.line))
      return this.isBegin(sticky, start + last.start) && this.matchesAt(sticky, start + last.start) && isAtPlace()
        ? 'accepted'
        : 'unknown';
    const verdict = this.leftmost(sticky);
    return verdict === 'reserved' && (isOnly || isAtPlace()) ? 'accepted' : verdict;
  }

  /** The first match in the line, found from its clock time: the match begins a known number of characters before. */
  private leftmost(sticky: StickyTemplate): FastVerdict {
    const { clock } = sticky;
    const { text, start, end } = this.line;
    const count = this.countClocks();
    if (!clock || clock.prefix.max > maxPrefix || count < 0) return 'unknown';
    let best = end;
    for (let i = 0; i < count; i++) {
      const hour = this.clocks.colons[i]! - 1;
      const isTwoDigits = hour > start && isDigitCode(text.charCodeAt(hour - 1));
      const from = Math.max(start, hour - (isTwoDigits ? 1 : 0) - clock.prefix.max);
      for (let at = from; at <= hour - clock.prefix.min && at < best; at++)
        if (this.isBegin(sticky, at) && this.matchesAt(sticky, at)) best = at;
    }
    return best === end || !this.matchesAt(sticky, best) ? 'absent' : 'reserved';
  }

  /** `(?=^|\b|\W)` */
  private isBegin(sticky: StickyTemplate, at: number): boolean {
    const { text, start, end } = this.line;
    return (
      at < end &&
      (sticky.begin === 'none' ||
        at === start ||
        !isWordCode(text.charCodeAt(at)) ||
        !isWordCode(text.charCodeAt(at - 1)))
    );
  }

  private matchesAt({ here }: StickyTemplate, at: number): boolean {
    here.lastIndex = at;
    if (!here.test(this.line.text)) return false;
    this.start = at;
    this.end = here.lastIndex;
    if (this.end > this.line.end) this.isOverEnd = true;
    return true;
  }
}

const unasked = -2;

/** An ASCII line within a text. */
class AsciiLine implements CodePoints {
  text = '';
  start = 0;
  end = 0;

  set(text: string, start: number, end: number): void {
    this.text = text;
    this.start = start;
    this.end = end;
  }

  at(offset: number): number {
    const place = this.start + offset;
    return offset >= 0 && place < this.end ? this.text.charCodeAt(place) : nothing;
  }

  before(offset: number): number {
    return this.at(offset - 1);
  }

  last(): number {
    return this.text.charCodeAt(this.end - 1);
  }
}

/** LF, CR, or nothing (NaN). */
function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || Number.isNaN(code);
}

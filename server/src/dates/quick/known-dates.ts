import { isDigitCode, isWordCode } from './char-codes.ts';
import type { DateEnds } from './date-ends.ts';
import { isValid, type KnownValue, type SteadyClock } from './value-memo.ts';

/** Lines within the bytes of an ASCII text, one byte a character. */
export interface ByteLines {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly count: number;
}

/** Where the dates of lines are written down, by line. */
export interface DateColumns {
  readonly cutStarts: Int32Array;
  readonly cutEnds: Int32Array;
  /** Seconds since 1970. */
  readonly times: Float64Array;
}

/** Where a match stands, counted from the line's begin. `isAnchored`: bound to it, so that all before the match counts. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly isAnchored: boolean;
}

/** What the last line had around its match; the place is only trusted in a line that has the same. */
export interface Neighbours {
  readonly before: number;
  readonly behind: number;
}

/** What a line must hold at the place so that its date is known. */
interface KnownDate {
  readonly value: KnownValue;
  /** From `from` up to the character behind the match. */
  readonly chars: Uint8Array;
  /** Offsets from the line's begin: minute and second; both fractions the same for none. -1: nothing may differ. */
  readonly minuteAt: number;
  readonly fractionAt: number;
  readonly fractionEnd: number;
  /** By the second character behind the match: the match may go on there. */
  readonly goesOn: Uint8Array;
}

const maxHours = 4;
/** Open slots: a text stands in the first free one of `probes` in a row. */
const slotCount = 1024;
const probes = 4;
/** So many dates are taken in before it is asked whether they were met again. */
const trial = 64;
const nothing = -1;
const goesOnAlways = new Uint8Array(128).fill(1);

/**
 * Dates of one template at one place in the line, each found and valued the long way before. A line that has the same characters there
 * (but for minutes, seconds and fractions where these may differ) has the same match and needs no search.
 */
export class KnownDates {
  private hours: readonly KnownDate[] = [];
  private readonly texts = new Array<KnownDate | undefined>(slotCount + probes).fill(undefined);
  private hasTexts = false;
  private taken = 0;
  private met = 0;
  /** Where comparing begins: the line's begin, or the character before the match. */
  private readonly from: number;

  constructor(readonly place: Place, private readonly ends: DateEnds) {
    this.from = place.isAnchored ? 0 : Math.max(0, place.start - 1);
  }

  /** Takes in the date of a line that was read the long way, once its text is met again. */
  take(line: string, value: KnownValue): void {
    const { start, end } = this.place;
    // Up to two other signs are passed over at a line's begin, as many as there are: sure only before a letter or digit.
    if (this.place.isAnchored && !isWordCode(line.charCodeAt(start))) return;
    if (end >= line.length || (this.taken > trial && this.met < 8 * this.taken)) return;
    const chars = Uint8Array.from({ length: end + 1 - this.from }, (_, i) => line.charCodeAt(this.from + i));
    if (this.isKnown(chars, value)) return;
    this.taken++;
    const cutText = line.slice(start, end);
    const { steady } = value;
    const { isAnyDigit, goesOn } = this.ends.around(cutText, chars.at(-1)!, steady ? steadyDigits(steady) : []);
    const isSteady = steady !== undefined && isAnyDigit;
    const known: KnownDate = {
      value,
      chars,
      minuteAt: isSteady ? start + steady.minuteAt : nothing,
      fractionAt: isSteady ? start + steady.fractionAt : nothing,
      fractionEnd: isSteady ? start + steady.fractionEnd : nothing,
      goesOn: goesOn ?? goesOnAlways,
    };
    if (isSteady) this.hours = [known, ...this.hours].slice(0, maxHours);
    else if (steady === undefined) this.put(known);
  }

  private put(known: KnownDate): void {
    const first = slotOf(known.chars, 0, known.chars.length);
    let slot = first;
    while (this.texts[slot] !== undefined && slot < first + probes - 1) slot++;
    this.texts[slot] = known;
    this.hasTexts = true;
  }

  private isKnown(chars: Uint8Array, value: KnownValue): boolean {
    return this.hours.some((known) => known.value === value && known.chars.at(-1) === chars.at(-1)) || this.findText(chars, 0, chars.length)?.value === value;
  }

  /**
   * Writes down the dates of the lines from number `from` on as long as they are known; gives the number of the first other one.
   * `neighbours`: undefined where all depends on the line's begin.
   */
  read({ bytes, starts, ends, count }: ByteLines, from: number, { cutStarts, cutEnds, times }: DateColumns, now: number, guess: number, neighbours: Neighbours | undefined): number {
    const { start: placeStart, end: placeEnd } = this.place;
    let i = from;
    for (; i < count; i++) {
      const start = starts[i]!;
      const end = start + placeEnd;
      if (end >= ends[i]!) break;
      if (neighbours && (bytes[end] !== neighbours.behind || (placeStart === 0 ? nothing : bytes[start + placeStart - 1]) !== neighbours.before)) break;
      const known = this.find(bytes, start);
      if (known === undefined || !isValid(known.value, now, guess)) break;
      if (end + 1 < ends[i]! && known.goesOn[bytes[end + 1]!] === 1) break;
      cutStarts[i] = start + placeStart;
      cutEnds[i] = end;
      times[i] = known.minuteAt < 0 ? known.value.seconds : known.value.seconds + 60 * twoDigits(bytes, start + known.minuteAt) + twoDigits(bytes, start + known.minuteAt + 3);
    }
    this.met += i - from;
    return i;
  }

  private find(bytes: Uint8Array, start: number): KnownDate | undefined {
    for (const hour of this.hours) if (this.isSameHour(hour, bytes, start)) return hour;
    return this.hasTexts ? this.findText(bytes, start + this.from, start + this.place.end + 1) : undefined;
  }

  private findText(bytes: Uint8Array, from: number, to: number): KnownDate | undefined {
    const first = slotOf(bytes, from, to);
    for (let slot = first; slot < first + probes; slot++) {
      const known = this.texts[slot];
      if (known === undefined) return undefined;
      if (isSame(bytes, from, to, known.chars, 0)) return known;
    }
    return undefined;
  }

  private isSameHour({ chars, minuteAt, fractionAt, fractionEnd }: KnownDate, bytes: Uint8Array, start: number): boolean {
    const { from } = this;
    const minute = start + minuteAt;
    if (!isSame(bytes, start + from, minute, chars, 0) || bytes[minute + 2] !== colon || !isSame(bytes, minute + clockLength, start + fractionAt, chars, minuteAt + clockLength - from)) return false;
    if (twoDigits(bytes, minute) < 0 || twoDigits(bytes, minute + 3) < 0) return false;
    for (let at = fractionAt; at < fractionEnd; at++) if (!isDigitCode(bytes[start + at]!)) return false;
    return isSame(bytes, start + fractionEnd, start + this.place.end + 1, chars, fractionEnd - from);
  }
}

const colon = 0x3a;
const clockLength = 'MM:SS'.length;

function isSame(bytes: Uint8Array, from: number, to: number, chars: Uint8Array, at: number): boolean {
  for (let i = from, j = at; i < to; i++, j++) if (bytes[i] !== chars[j]) return false;
  return true;
}

/** Two digits below 60 as a number, else -1. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 0x30;
  const ones = bytes[at + 1]! - 0x30;
  return tens >= 0 && tens <= 5 && ones >= 0 && ones <= 9 ? 10 * tens + ones : -1;
}

function slotOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0;
  for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
  return (hash ^ (hash >>> 9)) & (slotCount - 1);
}

function steadyDigits({ minuteAt, fractionAt, fractionEnd }: SteadyClock): { at: number; last: number }[] {
  const [five, nine] = [0x35, 0x39];
  const clock = [{ at: minuteAt, last: five }, { at: minuteAt + 1, last: nine }, { at: minuteAt + 3, last: five }, { at: minuteAt + 4, last: nine }];
  return [...clock, ...Array.from({ length: fractionEnd - fractionAt }, (_, i) => ({ at: fractionAt + i, last: nine }))];
}

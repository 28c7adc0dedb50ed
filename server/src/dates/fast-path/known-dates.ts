import { isDigitCode, isWordCode } from './char-codes.ts';
import type { DateEnds } from './date-ends.ts';
import { isValid, type KnownValue, type SteadyClock } from './value-memo.ts';

/** Lines within the bytes of an ASCII text, one byte a character. */
export interface ByteLines {
  /** The part of it that stands around an offset. */
  readonly text: { at(offset: number): { readonly text: string; readonly begin: number } };
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

/** Where matches stand that are known together. */
export interface Place {
  readonly length: number;
  /** How many characters before the match count: all up to the line's begin where the match is bound to it, else one where there is one. */
  readonly lead: number;
  /** The match is bound to the line's begin. */
  readonly isAnchored: boolean;
}

/** The last match of all: where it is not bound to the line's begin, its place is only trusted in a line that looks the same around it. */
export interface LastPlace {
  /** Offset from the line's begin. */
  readonly start: number;
  /** The characters before and behind the match; -1 for none. */
  readonly before: number;
  readonly behind: number;
}

/** What a line must hold at the place so that its date is known. Offsets are counted from `lead` characters before the match. */
interface KnownDate {
  readonly value: KnownValue;
  /** The match with its `lead` and the character behind it. */
  readonly chars: Uint8Array;
  /** Minute and second; both fractions the same for none. -1: nothing may differ. */
  readonly minuteAt: number;
  readonly fractionAt: number;
  readonly fractionEnd: number;
  /** By the second character behind the match: the match may go on there. */
  readonly goesOn: Uint8Array;
  /** No match holds the one character before this one, so that none begins before it and reaches over it. */
  readonly isCutOff: boolean;
}

/** The date of a line. Offsets into the text; seconds since 1970. */
export interface FoundDate {
  readonly start: number;
  readonly end: number;
  readonly seconds: number;
}

const maxHours = 4;
const nothing = -1;
/** Open slots: a text stands in the first free one of `probes` in a row. */
const slotCount = 1024;
const probes = 4;
/** So many dates are taken in before it is asked whether they were met again. */
const trial = 64;
const goesOnAlways = new Uint8Array(128).fill(1);

/**
 * Dates of one template at one place in the line, each found and valued the long way before. A line that has the same characters there
 * (but for minutes, seconds and fractions where these may differ) has the same match and needs no search.
 */
export class KnownDates {
  private hours: readonly KnownDate[] = [];
  private texts: (KnownDate | undefined)[] = [];
  private hasTexts = false;
  private taken = 0;
  private met = 0;

  constructor(
    readonly place: Place,
    private readonly ends: DateEnds,
  ) {}

  /** Takes in the date of a line that was read the long way, once its text is met again. `start`: of the match. */
  take(line: string, start: number, value: KnownValue): void {
    const { length, lead, isAnchored } = this.place;
    const end = start + length;
    // Up to two other signs are passed over at a line's begin, as many as there are: sure only before a letter or digit.
    if (isAnchored && !isWordCode(line.charCodeAt(start))) return;
    if (end >= line.length || (this.taken > trial && this.met < 8 * this.taken)) return;
    const [newest] = this.hours;
    if (newest?.value === value && line.charCodeAt(end) === newest.chars[lead + length]) return;
    const chars = Uint8Array.from({ length: lead + length + 1 }, (_, i) => line.charCodeAt(start - lead + i));
    if (this.isKnown(chars, value)) return;
    this.taken++;
    const { steady } = value;
    const { isAnyDigit, goesOn } = this.ends.around(
      line.slice(start, end),
      chars.at(-1)!,
      steady ? steadyDigits(steady) : [],
    );
    const isSteady = steady !== undefined && isAnyDigit;
    const known: KnownDate = {
      value,
      chars,
      minuteAt: isSteady ? lead + steady.minuteAt : nothing,
      fractionAt: isSteady ? lead + steady.fractionAt : nothing,
      fractionEnd: isSteady ? lead + steady.fractionEnd : nothing,
      goesOn: goesOn ?? goesOnAlways,
      isCutOff: lead === 1 && !this.ends.mayHold(chars[0]!),
    };
    if (isSteady) this.hours = [known, ...this.hours].slice(0, maxHours);
    else if (steady === undefined) this.put(known);
  }

  private put(known: KnownDate): void {
    if (!this.hasTexts) this.texts = new Array<undefined>(slotCount + probes).fill(undefined);
    const first = slotOf(known.chars, 0, known.chars.length);
    let slot = first;
    while (this.texts[slot] !== undefined && slot < first + probes - 1) slot++;
    this.texts[slot] = known;
    this.hasTexts = true;
  }

  private isKnown(chars: Uint8Array, value: KnownValue): boolean {
    return (
      this.hours.some((known) => known.value === value && known.chars.at(-1) === chars.at(-1)) ||
      this.findText(chars, 0, chars.length)?.value === value
    );
  }

  /** Writes down the dates of the lines from number `from` on as long as they are known; gives the number of the first other one. */
  read(
    { bytes, starts, ends, count }: ByteLines,
    from: number,
    { cutStarts, cutEnds, times }: DateColumns,
    now: number,
    guess: number,
    last: LastPlace,
  ): number {
    const { length, lead, isAnchored } = this.place;
    const offset = isAnchored ? lead : last.start;
    /** Of the line before, once it is known that it is valid. */
    let same: KnownDate | undefined;
    let i = from;
    for (; i < count; i++) {
      const start = starts[i]! + offset;
      const end = start + length;
      if (end >= ends[i]!) break;
      if (!isAnchored && (bytes[end] !== last.behind || (lead === 0 ? nothing : bytes[start - 1]) !== last.before))
        break;
      let past = same === undefined ? -1 : pastHour(same, bytes, start - lead, end + 1);
      if (past < 0) {
        same = this.find(bytes, start - lead, end + 1);
        if (same === undefined || !isValid(same.value, now, guess)) break;
        past = same.minuteAt < 0 ? 0 : pastHour(same, bytes, start - lead, end + 1);
      }
      if (end + 1 < ends[i]! && same!.goesOn[bytes[end + 1]!] === 1) break;
      cutStarts[i] = start;
      cutEnds[i] = end;
      times[i] = same!.value.seconds + past;
    }
    this.met += i - from;
    return i;
  }

  /**
   * The first match of a line, wherever it stands, told by the first `count` clock times of the line (`colons`, see `LineClocks`; every match holds one). One that
   * began further left would have to reach over the character before this one, or hold a clock time before that. Undefined where that is not sure.
   * `begin`: what the colons are counted from.
   */
  findMoved(
    bytes: Uint8Array,
    lineStart: number,
    lineEnd: number,
    colons: Int32Array,
    begin: number,
    count: number,
    now: number,
    guess: number,
  ): FoundDate | undefined {
    const { length, lead } = this.place;
    for (const known of this.hours) {
      if (!known.isCutOff) continue;
      for (let clock = 0; clock < count; clock++) {
        const from = begin + colons[clock]! - known.minuteAt + 1;
        const start = from + lead;
        const end = start + length;
        if (from < lineStart || from > begin + colons[0]! || end >= lineEnd || !isSameHour(known, bytes, from, end + 1))
          continue;
        if (!isValid(known.value, now, guess) || (end + 1 < lineEnd && known.goesOn[bytes[end + 1]!] === 1))
          return undefined;
        this.met++;
        return { start, end, seconds: secondsAt(known, bytes, from) };
      }
    }
    return undefined;
  }

  private find(bytes: Uint8Array, from: number, to: number): KnownDate | undefined {
    for (let at = 0; at < this.hours.length; at++)
      if (isSameHour(this.hours[at]!, bytes, from, to)) return this.hours[at];
    return this.hasTexts ? this.findText(bytes, from, to) : undefined;
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
}

const colon = 0x3a;
const clockLength = 'MM:SS'.length;

function isSameHour(known: KnownDate, bytes: Uint8Array, from: number, to: number): boolean {
  return pastHour(known, bytes, from, to) >= 0;
}

/** Seconds past the hour of a date that differs from a known one in minute, second and fraction alone; -1 for another, and where none of these may differ. */
function pastHour(
  { chars, minuteAt, fractionAt, fractionEnd }: KnownDate,
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  if (minuteAt < 0) return -1;
  const minute = from + minuteAt;
  const minutes = twoDigits(bytes, minute);
  const seconds = twoDigits(bytes, minute + 3);
  if (minutes < 0 || seconds < 0 || bytes[minute + 2] !== colon) return -1;
  if (
    !isSame(bytes, from, minute, chars, 0) ||
    !isSame(bytes, minute + clockLength, from + fractionAt, chars, minuteAt + clockLength)
  )
    return -1;
  for (let at = fractionAt; at < fractionEnd; at++) if (!isDigitCode(bytes[from + at]!)) return -1;
  return isSame(bytes, from + fractionEnd, to, chars, fractionEnd) ? 60 * minutes + seconds : -1;
}

function isSame(bytes: Uint8Array, from: number, to: number, chars: Uint8Array, at: number): boolean {
  for (let i = from, j = at; i < to; i++, j++) if (bytes[i] !== chars[j]) return false;
  return true;
}

function secondsAt({ value, minuteAt }: KnownDate, bytes: Uint8Array, from: number): number {
  return minuteAt < 0
    ? value.seconds
    : value.seconds + 60 * twoDigits(bytes, from + minuteAt) + twoDigits(bytes, from + minuteAt + 3);
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
  const clock = [
    { at: minuteAt, last: five },
    { at: minuteAt + 1, last: nine },
    { at: minuteAt + 3, last: five },
    { at: minuteAt + 4, last: nine },
  ];
  return [
    ...clock,
    ...Array.from({ length: fractionEnd - fractionAt }, (_, i) => ({ at: fractionAt + i, last: nine })),
  ];
}

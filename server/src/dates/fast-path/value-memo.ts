import type { DateTemplate } from '../date-pattern.ts';
import { isDigitCode } from './char-codes.ts';

/** What the memory asks when it meets a text for the first time. */
export interface ValueProbe {
  /** The moment of the same match with another text in place of the cut one, read at `now`; NaN for none. Changes no state. */
  momentOf(cutText: string, now: number): number;
  /** Undefined where nothing may be varied. */
  readonly steady: SteadyClock | undefined;
}

/** What may differ in a text of the same length without anything else changing its meaning, as offsets into the cut text. */
export interface SteadyClock {
  /** Minute and second, two digits each, a colon between. */
  readonly minuteAt: number;
  /** Digits that fail2ban passes over; both the same for none. */
  readonly fractionAt: number;
  readonly fractionEnd: number;
}

/** What a text is worth, for some time. */
export interface KnownValue {
  readonly template: DateTemplate;
  readonly cutText: string;
  /** Undefined: this one text; else all that differ from it in minute, second and fraction only. */
  readonly steady: SteadyClock | undefined;
  /** Seconds since 1970; of the full hour where minute and second may differ. */
  readonly seconds: number;
  readonly guess: number;
  readonly validFrom: number;
}

/**
 * The values of some date texts: of the last one and all that differ from it in minute, second and fraction only, and of single
 * texts that come again and again, as in a log that several programs write with clocks of their own.
 */
export interface ValueMemo {
  /** Undefined where the text is not known. `guess`: of the `MakeTime` whose next answer this stands for. */
  recall(
    template: DateTemplate,
    text: string,
    start: number,
    end: number,
    now: number,
    guess: number,
  ): KnownValue | undefined;
  /** Takes in a text whose moment was found the long way; `guess` is the one after that. */
  learn(template: DateTemplate, cutText: string, seconds: number, now: number, guess: number, probe: ValueProbe): void;
}

const colon = 0x3a;
const clockLength = 'MM:SS'.length;
/** How long (by the clock) a value holds: dates without a year or a day depend on now. */
const validSeconds = 3600;
/** With more single texts than this, all are forgotten: a log whose dates go on and on never asks for an old one. */
const maxTexts = 1024;

export function createValueMemo(): ValueMemo {
  let hour: KnownValue | undefined;
  let frameBefore = '';
  const texts = new Map<string, KnownValue>();

  return {
    recall(template, text, start, end, now, guess) {
      if (
        hour?.template === template &&
        hour.cutText.length === end - start &&
        isValid(hour, now, guess) &&
        isSameHour(hour, text, start)
      )
        return hour;
      if (texts.size === 0) return undefined;
      const known = texts.get(text.slice(start, end));
      return known?.template === template && isValid(known, now, guess) ? known : undefined;
    },
    learn(template, cutText, seconds, now, guess, probe) {
      const later = now + validSeconds;
      const { steady } = probe;
      const frame = steady ? withClock(cutText, steady, '00:00') : cutText;
      // The second text of an hour pays for the whole hour: it holds where its first and its last second are an hour apart, now
      // and later.
      if (steady && frame === frameBefore) {
        const base = seconds - 60 * numberAt(cutText, steady.minuteAt) - numberAt(cutText, steady.minuteAt + 3);
        const last = withClock(cutText, steady, '59:59');
        const isEven = [now, later].every(
          (moment) => probe.momentOf(frame, moment) === base && probe.momentOf(last, moment) === base + 3599,
        );
        if (isEven) {
          hour = { template, cutText: ownCopy(cutText), steady, seconds: base, guess, validFrom: now };
          return;
        }
      }
      frameBefore = frame;
      if (probe.momentOf(cutText, later) !== seconds) return;
      if (texts.size >= maxTexts) texts.clear();
      const copy = ownCopy(cutText);
      texts.set(copy, { template, cutText: copy, steady: undefined, seconds, guess, validFrom: now });
    },
  };
}

/** Whether a value is still good: dates without a year or a day depend on now. */
export function isValid({ guess: known, validFrom }: KnownValue, now: number, guess: number): boolean {
  return known === guess && now >= validFrom && now < validFrom + validSeconds;
}

/** What a text is worth that `recall` knew. */
export function secondsOf({ seconds, steady }: KnownValue, text: string, start: number): number {
  return steady
    ? seconds + 60 * numberAt(text, start + steady.minuteAt) + numberAt(text, start + steady.minuteAt + 3)
    : seconds;
}

function isSameHour({ cutText, steady }: KnownValue, text: string, start: number): boolean {
  const { minuteAt, fractionAt, fractionEnd } = steady!;
  const isFrame =
    isSame(text, start, cutText, 0, minuteAt) &&
    text.charCodeAt(start + minuteAt + 2) === colon &&
    isSame(text, start, cutText, minuteAt + clockLength, fractionAt) &&
    isSame(text, start, cutText, fractionEnd, cutText.length);
  if (!isFrame) return false;
  for (let i = fractionAt; i < fractionEnd; i++) if (!isDigitCode(text.charCodeAt(start + i))) return false;
  return !Number.isNaN(numberAt(text, start + minuteAt) + numberAt(text, start + minuteAt + 3));
}

/** A text that keeps no larger one alive: what is cut out of a text is a window on it for V8. */
function ownCopy(text: string): string {
  return text.split('').join('');
}

function withClock(cutText: string, { minuteAt, fractionAt, fractionEnd }: SteadyClock, clock: string): string {
  const rest =
    cutText.slice(minuteAt + clockLength, fractionAt) +
    '0'.repeat(fractionEnd - fractionAt) +
    cutText.slice(fractionEnd);
  return cutText.slice(0, minuteAt) + clock + rest;
}

function isSame(text: string, start: number, cutText: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(start + i) !== cutText.charCodeAt(i)) return false;
  return true;
}

/** Two digits below 60 as a number, else NaN. */
function numberAt(text: string, at: number): number {
  const tens = text.charCodeAt(at);
  const ones = text.charCodeAt(at + 1);
  return tens >= 0x30 && tens <= 0x35 && isDigitCode(ones) ? (tens - 0x30) * 10 + ones - 0x30 : NaN;
}

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

/** The value of the last date text, and of those that differ from it in minute, second and fraction only. */
export interface ValueMemo {
  /** Seconds since 1970, or NaN where the text is not known. `guess`: of the `MakeTime` whose next answer this stands for. */
  recall(template: DateTemplate, text: string, start: number, end: number, now: number, guess: number): number;
  /** Takes in a text whose moment was found the long way; `guess` is the one after that. */
  learn(template: DateTemplate, cutText: string, seconds: number, now: number, guess: number, probe: ValueProbe): void;
}

const colon = 0x3a;
const clockLength = 'MM:SS'.length;
/** How long (by the clock) a value holds: dates without a year or a day depend on now. */
const validSeconds = 3600;

interface Known {
  readonly template: DateTemplate;
  readonly cutText: string;
  readonly guess: number;
  readonly validFrom: number;
  /** Of the cut text, or with minute and second taken off where these may vary. */
  readonly seconds: number;
  readonly steady: SteadyClock | undefined;
}

export function createValueMemo(): ValueMemo {
  let known: Known | undefined;
  let frameBefore = '';

  return {
    recall(template, text, start, end, now, guess) {
      if (known === undefined || known.template !== template || known.cutText.length !== end - start || known.guess !== guess) return NaN;
      if (now < known.validFrom || now >= known.validFrom + validSeconds) return NaN;
      const { cutText, seconds, steady } = known;
      const length = cutText.length;
      if (!steady) return isSame(text, start, cutText, 0, length) ? seconds : NaN;
      const { minuteAt, fractionAt, fractionEnd } = steady;
      const isFrame =
        isSame(text, start, cutText, 0, minuteAt) &&
        text.charCodeAt(start + minuteAt + 2) === colon &&
        isSame(text, start, cutText, minuteAt + clockLength, fractionAt) &&
        isSame(text, start, cutText, fractionEnd, length);
      if (!isFrame) return NaN;
      for (let i = fractionAt; i < fractionEnd; i++) if (!isDigitCode(text.charCodeAt(start + i))) return NaN;
      return seconds + 60 * numberAt(text, start + minuteAt) + numberAt(text, start + minuteAt + 3);
    },
    learn(template, cutText, seconds, now, guess, probe) {
      known = undefined;
      const later = now + validSeconds;
      const { steady } = probe;
      const frame = steady ? withClock(cutText, steady, '00:00') : cutText;
      // The second text of an hour pays for the whole hour: it holds where its first and its last second are an hour apart, now
      // and later.
      if (steady && frame === frameBefore) {
        const base = seconds - 60 * numberAt(cutText, steady.minuteAt) - numberAt(cutText, steady.minuteAt + 3);
        const last = withClock(cutText, steady, '59:59');
        const isEven = [now, later].every((moment) => probe.momentOf(frame, moment) === base && probe.momentOf(last, moment) === base + 3599);
        if (isEven) known = { template, cutText, guess, validFrom: now, seconds: base, steady };
      }
      frameBefore = frame;
      if (known === undefined && probe.momentOf(cutText, later) === seconds) known = { template, cutText, guess, validFrom: now, seconds, steady: undefined };
    },
  };
}

function withClock(cutText: string, { minuteAt, fractionAt, fractionEnd }: SteadyClock, clock: string): string {
  const rest = cutText.slice(minuteAt + clockLength, fractionAt) + '0'.repeat(fractionEnd - fractionAt) + cutText.slice(fractionEnd);
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

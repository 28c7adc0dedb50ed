import type { DateTemplate } from '../date-pattern.ts';
import { isDigitCode } from './char-codes.ts';

/** What the memory asks when it meets a text for the first time. */
export interface ValueProbe {
  /** The moment of the same match with another text in place of the cut one, read at `now`; NaN for none. Changes no state. */
  momentOf(cutText: string, now: number): number;
  /** Where minute and second (two digits each, a colon between) stand in the cut text; -1 where they may not be varied. */
  readonly minuteAt: number;
}

/** The value of the last date text, and of those that differ from it in minute and second only. */
export interface ValueMemo {
  /** Seconds since 1970, or NaN where the text is not known. `guess`: of the `MakeTime` whose next answer this stands for. */
  recall(template: DateTemplate, text: string, start: number, end: number, now: number, guess: number): number;
  /** Takes in a text whose moment was found the long way; `guess` is the one after that. */
  learn(template: DateTemplate, cutText: string, seconds: number, now: number, guess: number, probe: ValueProbe): void;
}

/** How long (by the clock) a value holds: dates without a year or a day depend on now. */
const validSeconds = 3600;

interface Known {
  readonly template: DateTemplate;
  readonly cutText: string;
  readonly guess: number;
  readonly validFrom: number;
  /** Of the cut text, or with minute and second taken off where these may vary. */
  readonly seconds: number;
  readonly minuteAt: number;
}

export function createValueMemo(): ValueMemo {
  let known: Known | undefined;
  let frameBefore = '';

  return {
    recall(template, text, start, end, now, guess) {
      if (known === undefined || known.template !== template || known.cutText.length !== end - start || known.guess !== guess) return NaN;
      if (now < known.validFrom || now >= known.validFrom + validSeconds) return NaN;
      const { cutText, seconds, minuteAt } = known;
      const length = cutText.length;
      if (minuteAt < 0) return isSame(text, start, cutText, 0, length) ? seconds : NaN;
      if (!isSame(text, start, cutText, 0, minuteAt) || !isSame(text, start, cutText, minuteAt + 5, length)) return NaN;
      return text.charCodeAt(start + minuteAt + 2) === 0x3a ? seconds + 60 * numberAt(text, start + minuteAt) + numberAt(text, start + minuteAt + 3) : NaN;
    },
    learn(template, cutText, seconds, now, guess, probe) {
      known = undefined;
      const later = now + validSeconds;
      const { minuteAt } = probe;
      const frame = minuteAt < 0 ? cutText : withClock(cutText, minuteAt, '00:00');
      // The second text of an hour pays for the whole hour: it holds where its first and its last second are an hour apart, now
      // and later.
      if (minuteAt >= 0 && frame === frameBefore) {
        const base = seconds - 60 * numberAt(cutText, minuteAt) - numberAt(cutText, minuteAt + 3);
        const last = withClock(cutText, minuteAt, '59:59');
        const isSteady = [now, later].every((moment) => probe.momentOf(frame, moment) === base && probe.momentOf(last, moment) === base + 3599);
        if (isSteady) known = { template, cutText, guess, validFrom: now, seconds: base, minuteAt };
      }
      frameBefore = frame;
      if (known === undefined && probe.momentOf(cutText, later) === seconds) known = { template, cutText, guess, validFrom: now, seconds, minuteAt: -1 };
    },
  };
}

function withClock(cutText: string, minuteAt: number, clock: string): string {
  return cutText.slice(0, minuteAt) + clock + cutText.slice(minuteAt + 5);
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

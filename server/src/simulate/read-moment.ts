import { createLocalZone, MakeTime } from '../dates/local-time.ts';

const form = /^\s*(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?\s*$/;

/** What to write for a moment, in words for the user. */
export const momentAdvice = 'give a moment such as 2025-07-11 05:40:00';

/**
 * Reads moments as people write them: `2025-07-11 05:40`, with seconds or a zone where one likes; without a zone in the given one. Gives seconds since 1970;
 * undefined for what is no moment.
 */
export function createMomentReader(timeZone: string): (text: string) => number | undefined {
  const makeTime = new MakeTime(createLocalZone(timeZone));
  return (text) => {
    const [, day, time, zone = ''] = form.exec(text) ?? [];
    const moment = day !== undefined && isDay(day) ? Date.parse(`${day}T${time}${zone || 'Z'}`) / 1000 : NaN;
    const found = zone !== '' || Number.isNaN(moment) ? moment : makeTime.toUtc(moment);
    return found === null || Number.isNaN(found) ? undefined : found;
  };
}

/** Each moment once, in order. */
export function inOrder(moments: readonly number[]): number[] {
  return [...new Set(moments)].sort((a, b) => a - b);
}

/** False for February 30, which JavaScript takes for March 2. */
function isDay(day: string): boolean {
  const midnight = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}

import { createLocalZone, MakeTime } from '../dates/local-time.ts';
import { UsageError } from './command.ts';

const form = /^\s*(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?\s*$/;

/**
 * The values of an option as seconds since 1970, in order: `2025-07-11 05:40`, with seconds or a zone where one likes; without a zone in the one that
 * moments are told in. Throws UsageError.
 */
export function momentsOf(option: string, values: readonly string[] | undefined, timeZone: string): number[] {
  if (!values) return [];
  const makeTime = new MakeTime(createLocalZone(timeZone));
  const moments = values.map((value) => {
    const [, day, time, zone = ''] = form.exec(value) ?? [];
    const moment = day !== undefined && isDay(day) ? Date.parse(`${day}T${time}${zone || 'Z'}`) / 1000 : NaN;
    const found = zone !== '' || Number.isNaN(moment) ? moment : makeTime.toUtc(moment);
    if (found === null || Number.isNaN(found))
      throw new UsageError(`${option} ${value}: give a moment such as 2025-07-11 05:40:00`);
    return found;
  });
  return [...new Set(moments)].sort((a, b) => a - b);
}

/** False for February 30, which JavaScript takes for March 2. */
function isDay(day: string): boolean {
  const midnight = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}

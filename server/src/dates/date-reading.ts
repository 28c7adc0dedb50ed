import type { DateFailure } from './date-value.ts';

/**
 * The date of a line as `processLine` takes it:
 * - `none`: no template matches;
 * - `empty`: the cut text is empty (`{NONE}`), so the date is the last known one, or now;
 * - `time`: `seconds` is its moment;
 * - `unparsable`: cut, but without a moment ("failed to parse timeText");
 * - `crash`: fail2ban-regex ends with `failure`, the server gives up the line.
 */
export interface DateReading {
  readonly kind: 'none' | 'empty' | 'time' | 'unparsable' | 'crash';
  /** UTF-16 offsets into the text of what is cut out of the line; 0 and 0 for `none`, and for a crash before any cut. */
  readonly start: number;
  readonly end: number;
  /** Seconds since 1970; NaN unless `kind` is `time`. */
  readonly seconds: number;
  readonly failure?: DateFailure;
}

export const noDate: DateReading = { kind: 'none', start: 0, end: 0, seconds: NaN };

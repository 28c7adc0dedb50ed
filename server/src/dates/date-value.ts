/** What a date's text is worth. */
export type DateOutcome = DateTime | DateFailure;

export interface DateTime {
  readonly kind: 'time';
  /** Seconds since 1970 (UTC), with a fraction only from Epoch. */
  readonly seconds: number;
}

/**
 * Python raised something. `unparsable`: a ValueError, which fail2ban takes as "no date". `crash`: anything else; fail2ban-regex
 * ends with it, the server gives up the line.
 */
export interface DateFailure {
  readonly kind: 'unparsable' | 'crash';
  readonly exception: string;
  /** As `str(exception)`. */
  readonly message: string;
}

export function unparsable(exception: string, message: string): DateFailure {
  return { kind: 'unparsable', exception, message };
}

export function crash(exception: string, message: string): DateFailure {
  return { kind: 'crash', exception, message };
}

export interface CrashCounter {
  /** Counts one crash at `now` (milliseconds); true when more than `limit` fell within the period. */
  tooMany(now: number): boolean;
}

export function createCrashCounter({
  limit,
  withinMs,
}: {
  readonly limit: number;
  readonly withinMs: number;
}): CrashCounter {
  let crashes: number[] = [];
  return {
    tooMany(now) {
      crashes = [...crashes.filter((at) => now - at <= withinMs), now];
      return crashes.length > limit;
    },
  };
}

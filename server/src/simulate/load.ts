import { fates } from './address-life.ts';
import type { Timeline } from './timeline.ts';

/** Attempts over time, in steps of equal length; those of ignored addresses are left out. */
export interface LoadReport {
  /** Seconds since 1970. */
  readonly start: number;
  /** Seconds. */
  readonly step: number;
  /** Attempts that reach the server, in each step. */
  readonly kept: readonly number[];
  /** Attempts of banned addresses. */
  readonly dropped: readonly number[];
}

/** Steps that people know. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];
const mostSteps = 120;

/** What became of the attempts (`told`) between two moments; null where there is no moment. */
export function loadOf(
  { times, count }: Timeline,
  told: Uint8Array,
  span: { readonly start: number; readonly end: number } | null,
): LoadReport | null {
  if (!span) return null;
  const seconds = span.end - span.start;
  const step =
    steps.find((one) => seconds / one <= mostSteps - 2) ?? 86400 * Math.ceil(seconds / 86400 / (mostSteps - 2));
  // An attempt may count as made up to a minute before the clock.
  const start = Math.floor(span.start / step) * step;
  const size = Math.floor((span.end - start) / step) + 1;
  const kept = new Array<number>(size).fill(0);
  const dropped = new Array<number>(size).fill(0);
  for (let i = 0; i < count; i++) {
    const fate = told[i]!;
    if (fate === fates.ignored) continue;
    const at = Math.min(size - 1, Math.max(0, Math.floor((times[i]! - start) / step)));
    (fate === fates.dropped ? dropped : kept)[at]!++;
  }
  return { start, step, kept, dropped };
}

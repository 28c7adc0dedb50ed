import { fates } from './address-life.ts';
import type { Ban } from './jail-memory.ts';
import type { Simulation } from './simulate.ts';
import type { Timeline } from './timeline.ts';

/** What became of the lines of one log. */
export interface LineFates {
  /** By line, from 1: what became of its attempt, one of `fates`; `noAttempt` for the others. */
  readonly told: Uint8Array;
  /** The bans that fall in it, by line. */
  readonly bans: ReadonlyMap<number, Ban>;
}

export const noAttempt = 255;

/** `log`: its number. */
export function lineFatesOf(
  { logs, lines, count }: Timeline,
  { fates: told, bans }: Simulation,
  log: number,
): LineFates {
  let last = 0;
  for (let i = 0; i < count; i++) if (logs[i] === log && lines[i]! > last) last = lines[i]!;
  const ofLog = new Uint8Array(last + 1).fill(noAttempt);
  // With several jails a line that any of them drops has not come through.
  for (let i = 0; i < count; i++)
    if (logs[i] === log && ofLog[lines[i]!] !== fates.dropped) ofLog[lines[i]!] = told[i]!;
  const placed = new Map<number, Ban>();
  // A ban that follows a ban stands behind it.
  for (const ban of bans)
    if (logs[ban.attempt] === log && !placed.has(lines[ban.attempt]!)) placed.set(lines[ban.attempt]!, ban);
  return { told: ofLog, bans: placed };
}

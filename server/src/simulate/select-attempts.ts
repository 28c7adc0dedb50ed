import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { AttemptSelection } from '../protocol.ts';
import { fates } from './address-life.ts';
import { networkOf } from './networks.ts';
import type { SimulatedLogs } from './simulated-logs.ts';

/** A line of a log, by the log's number; the line from 1. */
export interface AttemptLine {
  readonly log: number;
  readonly line: number;
}

/** The lines of the attempts for which all holds that is asked, in the order of the logs; `most` of them. */
export function selectAttempts(
  { timeline, ids, simulation }: Pick<SimulatedLogs, 'timeline' | 'ids' | 'simulation'>,
  { id, network, fate, from = -Infinity, to = Infinity }: AttemptSelection,
  fail2ban: Fail2banVersion,
  most: number,
): { readonly total: number; readonly lines: readonly AttemptLine[] } {
  const { starts, times, logs, lines } = timeline;
  const found: AttemptLine[] = [];
  const holds = (told: number): boolean =>
    fate === undefined
      ? told !== fates.ignored
      : fate === 'kept'
        ? told === fates.kept || told === fates.banned
        : told === fates[fate];
  for (let address = 0; address < ids.length; address++) {
    if (id !== undefined && ids[address] !== id) continue;
    if (network !== undefined && networkOf(ids[address]!, fail2ban) !== network) continue;
    for (let i = starts[address]!; i < starts[address + 1]!; i++)
      if (holds(simulation.fates[i]!) && times[i]! >= from && times[i]! < to)
        found.push({ log: logs[i]!, line: lines[i]! });
  }
  found.sort((a, b) => a.log - b.log || a.line - b.line);
  return { total: found.length, lines: found.slice(0, most) };
}

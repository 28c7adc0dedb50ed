import type { AttemptSelection, SimulationLink } from '../protocol.ts';
import type { BanReport } from './report.ts';

/** Where the lines behind a figure are. */
export function attemptsLink(attempts: AttemptSelection): SimulationLink {
  return { attempts };
}

/** The line of the attempt that a ban follows. */
export function banLink({ log, line }: Pick<BanReport, 'log' | 'line'>): SimulationLink {
  return { log, line };
}

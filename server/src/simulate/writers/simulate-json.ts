import type { SimulationReport } from '../report.ts';

/** One JSON object, a ban a line. */
export function* writeSimulationJson({ bans, totals, ...more }: SimulationReport): Generator<string> {
  yield '{"bans":[';
  for (const [i, ban] of bans.entries()) yield `${i === 0 ? '' : ','}\n${JSON.stringify(ban)}`;
  yield `${bans.length > 0 ? '\n' : ''}],\n"totals":${JSON.stringify(totals)}`;
  for (const [name, value] of Object.entries(more)) yield `,\n${JSON.stringify(name)}:${JSON.stringify(value)}`;
  yield '}\n';
}

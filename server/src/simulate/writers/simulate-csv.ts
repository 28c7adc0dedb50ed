import type { SimulationReport } from '../report.ts';

/** A ban a row; moments in seconds since 1970, `until` empty for ever. */
export function* writeSimulationCsv({ bans }: SimulationReport): Generator<string> {
  yield 'jail,id,time,until,attempts,count,bancount,wait,dropped\r\n';
  for (const { jail, id, time, until, attempts, count, bancount, wait, dropped } of bans)
    yield `${[field(jail), field(id), time, until ?? '', attempts, count, bancount, wait, dropped].join(',')}\r\n`;
}

/** A text that comes from a log: quoted where it must be, and never a formula to a spreadsheet. */
function field(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

import type { SimulationTable } from '../../protocol.ts';
import type { SimulationReport } from '../report.ts';
import { amount } from '../../text/amounts.ts';
import { visible } from '../../text/visible.ts';
import { summaryOf, tablesOf, type SimulationWriterOptions } from './simulation-tables.ts';

const mostBans = 20;

/** For people: totals, then one aligned list after the other. */
export function* writeSimulationText(
  report: SimulationReport,
  { timeZone }: SimulationWriterOptions,
): Generator<string> {
  const summary = summaryOf(report, timeZone);
  const width = Math.max(...summary.map(({ name }) => name.length));
  yield summary.map(({ name, value }) => `${name.padEnd(width)}  ${value}\n`).join('');
  for (const table of tablesOf(report, timeZone, mostBans)) yield tableText(table);
  if (report.notes.length > 0) yield `\nNotes\n${report.notes.map((note) => `- ${note}\n`).join('')}`;
}

function tableText({ title, about, columns, rows, more }: SimulationTable): string {
  const cells = rows.map((row) => row.cells.map(visible));
  const widths = columns.map(({ name }, i) => Math.max(name.length, ...cells.map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (columns[i]!.isNumber ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [
    '',
    title,
    ...(about === '' ? [] : [about]),
    line(columns.map(({ name }) => name)),
    ...cells.map(line),
    ...(more > 0 ? [`… and ${amount(more)} more`] : []),
    '',
  ].join('\n');
}

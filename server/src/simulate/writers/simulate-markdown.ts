import type { SimulationTable } from '../../protocol.ts';
import type { SimulationReport } from '../report.ts';
import { amount } from '../../text/amounts.ts';
import { visible } from '../../text/visible.ts';
import { summaryOf, tablesOf, type SimulationWriterOptions } from './simulation-tables.ts';

const mostBans = 50;

/** For a ticket: the same lists as for people. Text of a log is never markup. */
export function* writeSimulationMarkdown(
  report: SimulationReport,
  { timeZone }: SimulationWriterOptions,
): Generator<string> {
  yield '# What fail2ban would have done\n\n';
  yield summaryOf(report, timeZone)
    .map(({ name, value }) => `- **${name}:** ${plain(value)}\n`)
    .join('');
  for (const table of tablesOf(report, timeZone, mostBans)) yield tableMarkdown(table);
  if (report.notes.length > 0) yield `\n## Notes\n\n${report.notes.map((note) => `- ${plain(note)}\n`).join('')}`;
}

function tableMarkdown({ title, about, columns, rows, more }: SimulationTable): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [
    `\n## ${title}\n\n`,
    about === '' ? '' : `${about}\n\n`,
    row(columns.map(({ name }) => name)),
    row(columns.map(({ isNumber }) => (isNumber ? '---:' : '---'))),
    ...rows.map(({ cells }) => row(cells.map(plain))),
    more > 0 ? `\n… and ${amount(more)} more\n` : '',
  ].join('');
}

/** Nothing in it is obeyed: no markup, no HTML, no link. */
function plain(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]()<>#+!|~&@]/g, '\\$&')
    .replace(/:\/\//g, ':\\/\\/');
}

import type { SimulationTable } from '../../protocol.ts';
import type { SimulationReport } from '../report.ts';
import { svgText } from '../../diagram/svg.ts';
import { amount } from '../../text/amounts.ts';
import { visible } from '../../text/visible.ts';
import { chartsOf } from '../charts.ts';
import { summaryOf, tablesOf, type SimulationWriterOptions } from './simulation-tables.ts';

const mostBans = 1000;

const style = `
:root { color-scheme: light dark; }
body { font: 14px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; }
h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin: 2em 0 0.3em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1em 1.5em; } dt { font-weight: 600; } dd { margin: 0; }
div.table { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid GrayText; padding: 0.15em 1em 0.15em 0; text-align: left; white-space: nowrap; }
.number { text-align: right; }
p { margin: 0.3em 0; }
svg text { font: 12px system-ui, sans-serif; fill: currentColor; }
.axis { stroke: GrayText; }
.kept { fill: light-dark(#0969da, #58a6ff); }
.dropped { fill: light-dark(#d1d5da, #57606a); }
.ban { fill: light-dark(#cf222e, #f85149); }
`;

/** One page that stands by itself: no script, nothing is loaded, and text of a log is text. */
export function* writeSimulationHtml(
  report: SimulationReport,
  { timeZone }: SimulationWriterOptions,
): Generator<string> {
  yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n';
  yield `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">\n`;
  yield '<meta name="viewport" content="width=device-width">\n';
  yield `<title>What fail2ban would have done</title>\n<style>${style}</style>\n</head>\n<body>\n<h1>What fail2ban would have done</h1>\n<dl>\n`;
  for (const { name, value } of summaryOf(report, timeZone)) yield `<dt>${text(name)}</dt><dd>${text(value)}</dd>\n`;
  yield '</dl>\n';
  for (const { title, about, svg } of chartsOf(report, timeZone))
    yield `<h2>${text(title)}</h2>\n<p>${text(about)}</p>\n<div class="table">${svgText(svg)}</div>\n`;
  for (const table of tablesOf(report, timeZone, mostBans)) yield* tableHtml(table);
  if (report.notes.length > 0)
    yield `<h2>Notes</h2>\n<ul>\n${report.notes.map((note) => `<li>${text(note)}</li>\n`).join('')}</ul>\n`;
  yield '</body>\n</html>\n';
}

function* tableHtml({ title, about, columns, rows, more }: SimulationTable): Generator<string> {
  const cell = (tag: 'th' | 'td', content: string, i: number): string =>
    `<${tag}${tag === 'th' ? ' scope="col"' : ''}${columns[i]!.isNumber ? ' class="number"' : ''}>${text(content)}</${tag}>`;
  yield `<h2>${text(title)}</h2>\n${about === '' ? '' : `<p>${text(about)}</p>\n`}<div class="table"><table>\n<thead><tr>`;
  yield `${columns.map(({ name }, i) => cell('th', name, i)).join('')}</tr></thead>\n<tbody>\n`;
  for (const { cells } of rows) yield `<tr>${cells.map((content, i) => cell('td', content, i)).join('')}</tr>\n`;
  yield `</tbody>\n</table></div>\n${more > 0 ? `<p>… and ${amount(more)} more</p>\n` : ''}`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function text(written: string): string {
  return visible(written).replace(/[&<>"']/g, (char) => entities[char]!);
}

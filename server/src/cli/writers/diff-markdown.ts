import { code, plain } from '../../text/markdown.ts';
import { visible } from '../../text/visible.ts';
import { filtersInWords, headOf, treatmentInWords } from './diff-text.ts';
import { differenceKinds, type DiffReport, type ShownDifference } from './diff-report.ts';

/** For a comment of a pull request: a table a log. What a log or a name holds is in code, where nothing is markup. */
export function* writeDiffMarkdown(report: DiffReport): Generator<string> {
  yield `### fail2ban-lens diff\n\n${code(report.old)} → ${code(report.edited)}\n`;
  if (report.isFolder) yield `\n${filtersInWords(report.compared)}\n`;
  for (const log of report.logs) {
    yield `\n${plain(headOf(log))}\n`;
    if (log.differences.first.length > 0) yield '\n| | line | OLD | NEW | text |\n| --- | ---: | --- | --- | --- |\n';
    for (const kind of differenceKinds)
      for (const difference of log.differences.first.filter((one) => one.kind === kind)) yield rowOf(difference);
    const left = log.differences.total - log.differences.first.length;
    if (left > 0) yield `\n… and ${left} more.\n`;
  }
}

function rowOf({ kind, line, filter, old, edited, text }: ShownDifference): string {
  const cells = [
    filter === undefined ? kind : `${kind} ${inCell(filter)}`,
    String(line),
    inCell(treatmentInWords(old)),
    inCell(treatmentInWords(edited)),
    inCell(visible(text)),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** A table ends a cell at a bar, in code too. */
function inCell(text: string): string {
  return code(text).replaceAll('|', '\\|');
}

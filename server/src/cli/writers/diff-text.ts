import type { DifferenceKind, LineTreatment } from '../../diff/compare-lines.ts';
import { visible } from '../../text/visible.ts';
import { differenceKinds, type DiffReport, type LogDifferences, type ShownDifference } from './diff-report.ts';

const mark: Readonly<Record<DifferenceKind, string>> = { gained: '+', lost: '-', changed: '~' };

/** A head, one paragraph a log: the counts, then the first lines of each kind. */
export function* writeDiffText(report: DiffReport): Generator<string> {
  yield `OLD ${report.old}\nNEW ${report.edited}\n`;
  if (report.isFolder) yield `${filtersInWords(report.compared)}\n`;
  for (const log of report.logs) {
    yield `\n${headOf(log)}\n`;
    for (const kind of differenceKinds) {
      const shown = log.differences.first.filter((difference) => difference.kind === kind);
      const left = log.differences.count[kind] - shown.length;
      if (shown.length > 0) yield '\n';
      for (const difference of shown) yield `${mark[kind]} ${rowOf(difference)}\n`;
      if (left > 0) yield `${mark[kind]} … and ${left} more ${kind}: --limit ${log.differences.count[kind]}\n`;
    }
  }
}

export function filtersInWords(compared: number): string {
  if (compared === 0) return 'No filter is different.';
  return compared === 1 ? 'One filter is different.' : `${compared} filters are different.`;
}

export function headOf({ log, lines, matched, partial, differences: { total, count } }: LogDifferences): string {
  const counts = differenceKinds.filter((kind) => count[kind] > 0).map((kind) => `${mark[kind]}${count[kind]} ${kind}`);
  const of = matched ? `, ${matched.old} matched by OLD, ${matched.edited} by NEW` : '';
  return `${log}: ${lines} ${lines === 1 ? 'line' : 'lines'}${of}: ${total === 0 ? 'no difference' : counts.join(', ')}${partial === undefined ? '' : ', of a part only'}`;
}

function rowOf({ kind, line, filter, old, edited, text }: ShownDifference): string {
  const told = {
    gained: () => treatmentInWords(edited),
    lost: () => treatmentInWords(old),
    changed: () => `${treatmentInWords(old)} -> ${treatmentInWords(edited)}`,
  }[kind]();
  return `line ${line}${filter === undefined ? '' : ` [${filter}]`}: ${told}\n    ${visible(text)}`;
}

/** `198.51.100.7 by failregex 2`, or the verdict where there is no failure. */
export function treatmentInWords({ verdict, failures }: LineTreatment): string {
  const told = failures.map(
    ({ failregex, id, time }) =>
      `${id === null ? 'pending' : visible(id)} by failregex ${failregex + 1}${time === null ? ' without a date' : ` at ${moment(time)}`}`,
  );
  if (verdict === 'matched') return told.join(' and ');
  return told.length > 0 ? `${verdict} (${told.join(' and ')})` : verdict;
}

function moment(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} seconds since 1970` : date.toISOString().replace('.000Z', 'Z');
}

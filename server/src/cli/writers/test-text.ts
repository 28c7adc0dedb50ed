import type { Verdict } from '../../matching/line-statistics.ts';
import type { RegexHits } from '../../protocol.ts';
import type { ShapeReport } from '../../explain/line-shapes.ts';
import { visible } from '../../text/visible.ts';
import { placeText } from './resolve.ts';
import type { OverrunReport, PlacedBranches, TestReport } from './test-report.ts';

/** The report in fail2ban-regex's own sections and words, so that what reads those keeps working; in pieces. Ours come after them. */
export function* writeTestText(test: TestReport): Generator<string> {
  const { report } = test;
  yield linesOf(['', 'Running tests', '=============', '', ...test.heading, '', '', 'Results', '=======']);
  if (test.prefregexText !== undefined)
    yield linesOf(section(`Prefregex: ${report.prefregex!.hits} total`, [test.prefregexText]));
  yield* regexSection('Failregex', report.failregex, test.details?.failures);
  yield* regexSection('Ignoreregex', report.ignoreregex, test.details && []);
  yield linesOf([
    ...section(
      'Date template hits:',
      (test.details ?? report).dateTemplates.map(({ name, hits }) => `[${hits}] ${name}`),
      '[# of hits] date format',
    ),
    '',
    `Lines: ${report.lines.total} lines, ${report.lines.ignored} ignored, ${report.lines.matched} matched, ${report.lines.missed} missed`,
    `[processed in ${test.seconds.toFixed(2)} sec]`,
    '',
  ]);
  if (test.printAll.has('matched')) yield* printedLines(test, 'matched');
  if (!test.printNone.has('ignored')) yield* printedLines(test, 'ignored');
  if (!test.printNone.has('missed')) yield* printedLines(test, 'missed');
  yield linesOf(ownRemarks(test));
  if (test.shapes) yield linesOf(shapeLines(test.shapes));
  if (test.branches) yield linesOf(branchLines(test.branches));
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** `failures`: what each regex found, where that is told; regexes without hits are listed then, too. */
function* regexSection(
  title: string,
  regexes: readonly RegexHits[],
  failures: readonly Iterable<string>[] | undefined,
): Generator<string> {
  const total = regexes.reduce((sum, { hits }) => sum + hits, 0);
  yield linesOf(['', `${title}: ${total} total`]);
  if (!regexes.some(({ hits }) => hits > 0 || failures)) return;
  yield linesOf([rowOf(' #) [# of hits] regular expression', '-')]);
  for (const [i, { pattern, hits }] of regexes.entries()) {
    if (hits === 0 && !failures) continue;
    yield linesOf([rowOf(`${String(i + 1).padStart(2)}) [${hits}] ${pattern}`)]);
    if (failures?.[i]) yield* failures[i];
  }
  yield linesOf([lastRow]);
}

function section(title: string, rows: readonly string[], header?: string): string[] {
  return ['', title, ...list(rows, header)];
}

/** As fail2ban-regex's `pprint_list`. */
function list(rows: readonly string[], header?: string): string[] {
  if (rows.length === 0) return [];
  return [...(header === undefined ? [] : [rowOf(header, '-')]), ...rows.map((row) => rowOf(row)), lastRow];
}

function rowOf(text: string, mark = ' '): string {
  return `|${mark} ${text}`;
}

const lastRow = '`-';

function* printedLines({ report, rowsOf, printLimit, printAll }: TestReport, verdict: Verdict): Generator<string> {
  const count = report.lines[verdict];
  if (count === 0) return;
  const header = `${verdict[0]!.toUpperCase()}${verdict.slice(1)} line(s):`;
  if (count >= printLimit && !printAll.has(verdict)) {
    yield linesOf([`${header} too many to print.  Use --print-all-${verdict} to print all ${count} lines`]);
    return;
  }
  let isEmpty = true;
  for (const piece of rowsOf(verdict)) {
    if (piece === '') continue;
    if (isEmpty) yield linesOf([rowOf(header, '-')]);
    isEmpty = false;
    yield piece;
  }
  if (!isEmpty) yield linesOf([lastRow]);
}

/** What fail2ban-regex does not say. */
function ownRemarks({ partial, overruns, crashes, droppedLine, notes }: TestReport): string[] {
  return [
    ...(partial === undefined ? [] : ['', partial]),
    ...section0('Stopped by the deadline (fail2ban itself would go on searching):', overruns.map(describeOverrun)),
    ...section0(
      `Lines that end fail2ban-regex with a traceback, and that the server gives up: ${crashes.count}`,
      crashes.first.map(({ line, message }) => `line ${line}: ${message}`),
    ),
    ...(droppedLine
      ? ['', `Line ${droppedLine.number} was not read: it has no line end, and fail2ban waits for it.`]
      : []),
    ...section0('Notes of fail2ban-lens:', notes),
  ];
}

function section0(title: string, rows: readonly string[]): string[] {
  return rows.length > 0 ? section(title, rows) : [];
}

function describeOverrun({ kind, index, line, then }: OverrunReport): string {
  const after = {
    re2: 'RE2 went on with it',
    automaton: 'an automaton went on with it',
    skipped: 'it has no hit in that line',
    stopped: 'it was not tried any more',
  };
  return `${kind}${kind === 'prefregex' ? '' : ` ${index}`} on line ${line}: ${after[then]}`;
}

/** How many shapes are printed; JSON has them all. */
const printedShapes = 40;

function shapeLines({ lines, shapes, others }: ShapeReport): string[] {
  const width = String(shapes[0]?.count ?? 0).length;
  const rows = shapes
    .slice(0, printedShapes)
    .map(({ shape, count, lines: [first] }) => `${String(count).padStart(width)} × ${visible(shape)}  (line ${first})`);
  const left = shapes.slice(printedShapes);
  if (left.length > 0)
    rows.push(`… and ${left.length} more shapes, ${left.reduce((sum, { count }) => sum + count, 0)} lines`);
  if (others > 0) rows.push(`… and ${others} lines of further shapes, for which there was no room`);
  return section(`Shapes of the missed lines: ${shapes.length}${others > 0 ? ' and more' : ''}, ${lines} lines`, rows);
}

function branchLines(branches: readonly PlacedBranches[]): string[] {
  return section(
    'Alternatives and groups:',
    branches.flatMap(({ hits, isComplete, alternations, groups }, i) => [
      `failregex ${i + 1}: ${hits} hits${isComplete ? '' : ' (its branches could not all be counted)'}`,
      ...(hits === 0 ? [] : [...alternations.flatMap(alternationRows), ...groups.map(groupRow)]),
    ]),
  );
}

function alternationRows({ text, place, isRepeated, branches }: PlacedBranches['alternations'][number]): string[] {
  const where = place?.line === undefined ? '' : ` at ${placeText(place)}`;
  const width = Math.max(...branches.map(({ hits }) => String(hits).length));
  return [
    `   ${shortened(text)}${where}${isRepeated ? ' (in a repeat: a match may take several)' : ''}`,
    ...branches.map(
      ({ written, hits }) =>
        `      ${String(hits).padStart(width)}  ${written === '' ? '(nothing)' : shortened(written)}${hits === 0 ? '  unused in this log' : ''}`,
    ),
  ];
}

function groupRow({
  name,
  values,
  distinct,
  isBounded,
  shortest,
  longest,
  kinds,
}: PlacedBranches['groups'][number]): string {
  const shown = values.map(({ value, count }) => `${shortened(visible(value)) || '(empty)'} ${count}`).join(', ');
  const more = distinct - values.length;
  const length = shortest === longest ? `${shortest}` : `${shortest} to ${longest}`;
  return `   ${name}: ${shown}${more > 0 ? `, … ${isBounded ? 'at least ' : ''}${more} more` : ''} (${length} characters${kinds.length > 0 ? `: ${visible(kinds.join(', '))}` : ''})`;
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 80)}…${text.slice(-15)}` : text;
}

import type { Verdict } from '../../matching/line-statistics.ts';
import type { RegexHits } from '../../protocol.ts';
import type { FailureDetail, OverrunReport, TestReport } from './test-report.ts';

/** The report in fail2ban-regex's own sections and words, so that what reads those keeps working. Ours come after them. */
export function writeTestText(test: TestReport): string {
  const { report } = test;
  return [
    '',
    'Running tests',
    '=============',
    '',
    ...test.heading,
    '',
    '',
    'Results',
    '=======',
    ...(test.prefregexText !== undefined
      ? section(`Prefregex: ${report.prefregex!.hits} total`, [test.prefregexText])
      : []),
    ...regexSection('Failregex', report.failregex, test.details?.failures),
    ...regexSection('Ignoreregex', report.ignoreregex, test.details && []),
    ...section(
      'Date template hits:',
      (test.details ?? report).dateTemplates.map(({ name, hits }) => `[${hits}] ${name}`),
      '[# of hits] date format',
    ),
    '',
    `Lines: ${report.lines.total} lines, ${report.lines.ignored} ignored, ${report.lines.matched} matched, ${report.lines.missed} missed`,
    `[processed in ${test.seconds.toFixed(2)} sec]`,
    '',
    ...(test.printAll.has('matched') ? printedLines(test, 'matched') : []),
    ...(test.printNone.has('ignored') ? [] : printedLines(test, 'ignored')),
    ...(test.printNone.has('missed') ? [] : printedLines(test, 'missed')),
    ...ownRemarks(test),
    '',
  ].join('\n');
}

/** `failures`: what each regex found, where that is told; regexes without hits are listed then, too. */
function regexSection(
  title: string,
  regexes: readonly RegexHits[],
  failures: readonly (readonly FailureDetail[])[] | undefined,
): string[] {
  const total = regexes.reduce((sum, { hits }) => sum + hits, 0);
  const rows = regexes.flatMap(({ pattern, hits }, i) =>
    hits > 0 || failures
      ? [`${String(i + 1).padStart(2)}) [${hits}] ${pattern}`, ...(failures?.[i] ?? []).map(describeFailure)]
      : [],
  );
  return section(`${title}: ${total} total`, rows, ' #) [# of hits] regular expression');
}

function describeFailure({ id, time, isMultiple }: FailureDetail): string {
  return `    ${id}  ${time}${isMultiple ? ' (multiple regex matched)' : ''}`;
}

function section(title: string, rows: readonly string[], header?: string): string[] {
  return ['', title, ...list(rows, header)];
}

/** As fail2ban-regex's `pprint_list`. */
function list(rows: readonly string[], header?: string): string[] {
  if (rows.length === 0) return [];
  return [...(header === undefined ? [] : [`|- ${header}`]), ...rows.map((row) => `|  ${row}`), '`-'];
}

function printedLines({ report, lines, printLimit, printAll }: TestReport, verdict: Verdict): string[] {
  const count = report.lines[verdict];
  if (count === 0) return [];
  const header = `${verdict[0]!.toUpperCase()}${verdict.slice(1)} line(s):`;
  if (count >= printLimit && !printAll.has(verdict))
    return [`${header} too many to print.  Use --print-all-${verdict} to print all ${count} lines`];
  return list(
    lines[verdict].map((line) => line.trimEnd()),
    header,
  );
}

/** What fail2ban-regex does not say. */
function ownRemarks({ overruns, crashes, droppedLine, notes }: TestReport): string[] {
  return [
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
    skipped: 'it has no hit in that line',
    stopped: 'it was not tried any more',
  };
  return `${kind}${kind === 'prefregex' ? '' : ` ${index}`} on line ${line}: ${after[then]}`;
}

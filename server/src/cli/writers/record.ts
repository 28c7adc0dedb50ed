import type { Recording } from '../../samples/record/record.ts';
import { plural } from '../../text/amounts.ts';

/** What `record` made. */
export interface RecordReport {
  readonly recording: Recording;
  readonly filter: string;
  /** The file, as the user wrote it; undefined for standard output. */
  readonly written: string | undefined;
}

/** JSON; `lines` holds the number in the log, the line as it stands in the sample, and what is expected of it. */
export function writeRecordJson({ recording, filter, written }: RecordReport): string {
  const { sample, lines, read, leftOut, uncovered, features, replaced } = recording;
  return `${JSON.stringify({ filter, file: written ?? null, sample, lines, read, leftOut, uncovered, features, replaced })}\n`;
}

const mostListed = 20;

/** What is said beside the sample. */
export function writeRecordText({ recording, filter, written }: RecordReport): string {
  const { lines, read, leftOut, uncovered, features, replaced } = recording;
  const matching = lines.filter(({ expected }) => expected['match'] === true).length;
  const out = [
    lines.length === 0
      ? `No line of ${plural(read.lines, 'line')} was recorded.`
      : `${plural(lines.length, 'line')} of ${read.lines} recorded${written === undefined ? '' : ` in ${written}`}: ${matching} ${matching === 1 ? 'is' : 'are'} to match, ${lines.length - matching} not.`,
    ...(replaced && lines.length > 0
      ? [
          `Replaced: ${plural(replaced.addresses, 'address', 'addresses')}, ${plural(replaced.users, 'user')}, ${plural(replaced.hosts, 'host name')}, ${plural(replaced.secrets, 'secret')}. Read it before you give it away.`,
        ]
      : []),
    ...(uncovered.length === 0
      ? [`The sample goes through all of ${filter}: ${plural(features, 'regex or branch', 'regexes and branches')}.`]
      : [
          `No line goes through ${uncovered.length} of ${plural(features, 'regex or branch', 'regexes and branches')}:`,
          ...listed(uncovered),
        ]),
    ...(leftOut.length === 0
      ? []
      : ['Left out:', ...listed(leftOut.map(({ line, reason }) => `line ${line}: ${reason}`))]),
  ];
  return `${out.join('\n')}\n`;
}

function listed(rows: readonly string[]): string[] {
  const shown = rows.slice(0, mostListed).map((row) => `  ${row}`);
  return rows.length > mostListed ? [...shown, `  and ${rows.length - mostListed} more`] : shown;
}

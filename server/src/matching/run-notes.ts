import type { MatchReport } from '../protocol.ts';

/** What is known of a run besides its counts. */
export interface RunFacts {
  readonly report: Pick<MatchReport, 'lines' | 'dateTemplates'>;
  /** Matched lines that have no date, neither of their own nor of a line shortly before. */
  readonly matchedWithoutDate: number;
  /** The datepattern that was given or configured. */
  readonly datepattern: string | undefined;
  readonly isCompressed: boolean;
}

/** What the author of a filter has to hear although fail2ban-regex says nothing of it. One sentence each. */
export function notesOf({ report, matchedWithoutDate, datepattern, isCompressed }: RunFacts): string[] {
  const { lines, dateTemplates } = report;
  const dated = dateTemplates.reduce((sum, { hits }) => sum + hits, 0);
  const notes: string[] = [];
  if (datepattern !== undefined && lines.total > 0 && dated === 0)
    notes.push(`The datepattern finds a date in none of the ${count(lines.total, 'line')}: ${datepattern}`);
  if (matchedWithoutDate > 0)
    notes.push(
      `${matchedWithoutDate} of ${count(lines.matched, 'matched line')} ${matchedWithoutDate === 1 ? 'has' : 'have'} no date that is found: counted as now, whenever it happened.`,
    );
  if (isCompressed)
    notes.push('The log is compressed and was unpacked here: fail2ban reads such a file as it is, and finds nothing.');
  return notes;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

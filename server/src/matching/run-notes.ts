import type { MatchReport } from '../protocol.ts';
import { visible } from '../text/visible.ts';
import { addressOfNumber, type LookedUpIds } from './looked-up-ids.ts';

/** What is known of a run besides its counts. */
export interface NotedRun {
  readonly report: Pick<MatchReport, 'lines' | 'dateTemplates'>;
  /** Matched lines that have no date, neither of their own nor of a line shortly before. */
  readonly matchedWithoutDate: number;
  /** The datepattern that was given or configured. */
  readonly datepattern: string | undefined;
  readonly isCompressed: boolean;
  /** Ids that are host names or numbers, of a run that looks names up in the real program. */
  readonly lookedUp?: LookedUpIds | undefined;
}

/** What the author of a filter has to hear although fail2ban-regex says nothing of it. One sentence each. */
export function notesOf({ report, matchedWithoutDate, datepattern, isCompressed, lookedUp }: NotedRun): string[] {
  const { lines, dateTemplates } = report;
  const dated = dateTemplates.reduce((sum, { hits }) => sum + hits, 0);
  const notes: string[] = [];
  if (datepattern !== undefined && lines.total > 0 && dated === 0)
    notes.push(`The datepattern finds a date in none of the ${count(lines.total, 'line')}: ${datepattern}`);
  if (matchedWithoutDate > 0)
    notes.push(
      `${matchedWithoutDate} of ${count(lines.matched, 'matched line')} ${matchedWithoutDate === 1 ? 'has' : 'have'} no date that is found: counted as now, whenever it happened.`,
    );
  if (lookedUp && lookedUp.count > 0) notes.push(lookUpNote(lookedUp));
  if (isCompressed)
    notes.push('The log is compressed and was unpacked here: fail2ban reads such a file as it is, and finds nothing.');
  return notes;
}

function lookUpNote({ looked, count: names, examples }: LookedUpIds): string {
  const shown = examples.map(({ line, id }) => {
    const address = addressOfNumber(id);
    return `"${visible(id)}" in line ${line}${address ? ` (the address ${address})` : ''}`;
  });
  const [is, an, them] = names === 1 ? ['is', 'an id that is', 'it'] : ['are', 'ids that are', 'them'];
  return `${names} of the first ${count(looked, 'match', 'matches')} ${is} of ${an} no address: ${shown.join(', ')}. fail2ban looks ${them} up and counts what comes back; no name was looked up here, as with fail2ban-regex --raw.`;
}

function count(number: number, what: string, many = `${what}s`): string {
  return `${number} ${number === 1 ? what : many}`;
}

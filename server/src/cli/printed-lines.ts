import type { Spool, SpooledText } from '../host/spool.ts';
import type { LineKeeper, Verdict } from '../matching/line-statistics.ts';

/** The lines of a log that `test` prints below its counts, kept until these stand. */
export interface PrintedLines {
  readonly keeper: LineKeeper;
  /** Each kept line of a verdict as a row of the report, in pieces. */
  rows(verdict: Verdict): Iterable<string>;
}

/** The texts of so many missed lines are at hand. */
const mostAtHand = 1000;

export function createPrintedLines(spool: Spool): PrintedLines {
  const texts: Readonly<Record<Verdict, SpooledText>> = {
    matched: spool.open(),
    ignored: spool.open(),
    missed: spool.open(),
  };
  let missedCount = 0;
  /** By row: how many missed lines there were when one of this row was taken back, for each time. */
  const takenBack = new Map<string, number[]>();
  /** The missed lines so far, as long as they are few: of most lines that are taken back there is none, in any log where few are printed. */
  let atHand: Set<string> | undefined = new Set();
  return {
    keeper: {
      add: (verdict, text) => {
        texts[verdict].add(rowOf(text));
        if (verdict !== 'missed') return;
        missedCount++;
        atHand?.add(text.trimEnd());
        if (missedCount > mostAtHand) atHand = undefined;
      },
      takeBack: (text) => {
        if (atHand?.has(text.trimEnd()) === false) return;
        const row = rowOf(text);
        const times = takenBack.get(row);
        if (times) times.push(missedCount);
        else takenBack.set(row, [missedCount]);
      },
    },
    rows: (verdict) => {
      const pieces = texts[verdict].pieces();
      return verdict === 'missed' && takenBack.size > 0 ? withoutTakenBack(pieces, takenBack) : pieces;
    },
  };
}

function rowOf(text: string): string {
  return `|  ${text.trimEnd()}\n`;
}

/**
 * Each time, the first row that is still there goes, as `missed_lines.pop(missed_lines.index(line))` of fail2ban-regex takes it;
 * where none was there yet, none goes.
 */
function* withoutTakenBack(
  pieces: Iterable<string>,
  takenBack: ReadonlyMap<string, readonly number[]>,
): Generator<string> {
  const done = new Map<string, number>();
  let number = 0;
  for (const row of rowsOf(pieces)) {
    const times = takenBack.get(row) ?? [];
    let next = done.get(row) ?? 0;
    while (next < times.length && times[next]! <= number) next++;
    if (next < times.length) next++;
    else yield row;
    if (times.length > 0) done.set(row, next);
    number++;
  }
}

function* rowsOf(pieces: Iterable<string>): Generator<string> {
  let begun: string[] = [];
  for (const piece of pieces) {
    let start = 0;
    for (let end; (end = piece.indexOf('\n', start)) !== -1; start = end + 1) {
      begun.push(piece.slice(start, end + 1));
      yield begun.join('');
      begun = [];
    }
    if (start < piece.length) begun.push(piece.slice(start));
  }
}

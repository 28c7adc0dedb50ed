import type { LineCounts } from '../protocol.ts';
import { wholeLine } from './line-buffer.ts';
import type { LineParts } from './ticket-data.ts';

export type Verdict = 'matched' | 'ignored' | 'missed';

/** Which lines are kept as text for printing, as fail2ban-regex keeps them. */
export interface KeptLines {
  /** So many missed and ignored lines, and two more, are kept where not all are. */
  readonly limit: number;
  readonly all: ReadonlySet<Verdict>;
  readonly none: ReadonlySet<Verdict>;
}

/** fail2ban-regex's `LineStats`: counts, and the texts of the lines that may be printed. */
export interface LineStatistics {
  readonly counts: LineCounts;
  readonly lines: Readonly<Record<Verdict, readonly string[]>>;
  /** Counts a line; `text` is given where `keeps` says so. */
  add(verdict: Verdict, text?: string): void;
  /** Counts so many lines of which no text is kept. */
  addMissed(count: number): void;
  /** True where the next line of this verdict is kept as text. */
  keeps(verdict: Verdict): boolean;
  /** An earlier line of the buffer turns out to belong to a match. */
  moveToMatched(line: LineParts): void;
}

export function createLineStatistics({ limit, all, none }: KeptLines): LineStatistics {
  const counts = { matched: 0, ignored: 0, missed: 0 };
  let total = 0;
  const lines: Record<Verdict, string[]> = { matched: [], ignored: [], missed: [] };
  /** How many lines of a verdict are kept as text. */
  const roomFor = (verdict: Verdict): number =>
    none.has(verdict) ? 0 : all.has(verdict) ? Infinity : verdict === 'matched' ? 0 : limit + 1;
  const room: Readonly<Record<Verdict, number>> = {
    matched: roomFor('matched'),
    ignored: roomFor('ignored'),
    missed: roomFor('missed'),
  };
  return {
    get counts() {
      return { total, ignored: counts.ignored, matched: counts.matched, missed: counts.missed };
    },
    lines,
    add: (verdict, text) => {
      total++;
      counts[verdict]++;
      if (text !== undefined) lines[verdict].push(text);
    },
    addMissed: (count) => {
      total += count;
      counts.missed += count;
    },
    keeps: (verdict) => counts[verdict] < room[verdict],
    moveToMatched: (line) => {
      const text = wholeLine(line);
      const at = lines.missed.indexOf(text);
      if (at !== -1) lines.missed.splice(at, 1);
      if (room.matched > 0) lines.matched.push(text);
      counts.matched++;
      counts.missed--;
    },
  };
}

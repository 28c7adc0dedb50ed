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
  readonly keeper: LineKeeper;
}

/** Where the texts of the kept lines go. */
export interface LineKeeper {
  add(verdict: Verdict, text: string): void;
  /** The first kept missed line of this text, if there is one, is missed no more. */
  takeBack(text: string): void;
}

/** fail2ban-regex's `LineStats`: counts, and which lines are kept to be printed. */
export interface LineStatistics {
  readonly counts: LineCounts;
  /** Counts a line; `text` is given where `keeps` says so. */
  add(verdict: Verdict, text?: string): void;
  /** Counts so many lines of which no text is kept. */
  addMissed(count: number): void;
  /** True where the next line of this verdict is kept as text. */
  keeps(verdict: Verdict): boolean;
  /** An earlier line of the buffer turns out to belong to a match. */
  moveToMatched(line: LineParts): void;
  /** Adds what was counted in later lines, and the texts that would be kept if there were no earlier ones. */
  take(later: LineCounts, texts: KeptTexts): void;
}

export type KeptTexts = Readonly<Record<Verdict, readonly string[]>>;

/** `kept` undefined: no text is kept. */
export function createLineStatistics(kept: KeptLines | undefined): LineStatistics {
  const counts = { matched: 0, ignored: 0, missed: 0 };
  let total = 0;
  /** How many lines of a verdict are kept as text. */
  const roomFor = (verdict: Verdict): number => {
    if (!kept || kept.none.has(verdict)) return 0;
    if (kept.all.has(verdict)) return Infinity;
    return verdict === 'matched' ? 0 : kept.limit + 1;
  };
  const room: Readonly<Record<Verdict, number>> = {
    matched: roomFor('matched'),
    ignored: roomFor('ignored'),
    missed: roomFor('missed'),
  };
  // Asked for each line: no `counts[verdict]`, which looks the name up each time.
  return {
    get counts() {
      return { total, ignored: counts.ignored, matched: counts.matched, missed: counts.missed };
    },
    add: (verdict, text) => {
      total++;
      if (verdict === 'matched') counts.matched++;
      else if (verdict === 'missed') counts.missed++;
      else counts.ignored++;
      if (text !== undefined) kept?.keeper.add(verdict, text);
    },
    addMissed: (count) => {
      total += count;
      counts.missed += count;
    },
    keeps: (verdict) =>
      verdict === 'matched'
        ? counts.matched < room.matched
        : verdict === 'missed'
          ? counts.missed < room.missed
          : counts.ignored < room.ignored,
    moveToMatched: (line) => {
      if (room.missed > 0) kept!.keeper.takeBack(wholeLine(line));
      if (room.matched > 0) kept!.keeper.add('matched', wholeLine(line));
      counts.matched++;
      counts.missed--;
    },
    take: (later, texts) => {
      total += later.total;
      for (const verdict of ['matched', 'ignored', 'missed'] as const) {
        const free = Math.max(0, room[verdict] - counts[verdict]);
        for (const text of texts[verdict].slice(0, free)) kept?.keeper.add(verdict, text);
        counts[verdict] += later[verdict];
      }
    },
  };
}

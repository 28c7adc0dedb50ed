import type { DifferenceKind, LineDifference } from '../../diff/compare-lines.ts';
import type { Spool, SpooledText } from '../../host/spool.ts';

/** What `diff` found, for its writers. */
export interface DiffReport {
  /** OLD and NEW as the user wrote them. */
  readonly old: string;
  readonly edited: string;
  /** Two folders: each difference is of one of their filters. */
  readonly isFolder: boolean;
  /** How many filters are not the same on both sides. */
  readonly compared: number;
  readonly logs: readonly LogDifferences[];
}

export interface LogDifferences {
  readonly log: string;
  /** Lines that fail2ban-regex tests. */
  readonly lines: number;
  /** Lines that each side matches; of one filter only. */
  readonly matched: { readonly old: number; readonly edited: number } | undefined;
  readonly differences: Differences;
  /** The same by filter, for folders. */
  readonly byFilter: readonly { readonly filter: string; readonly differences: Differences }[];
  /** Why this is true of a part only. */
  readonly partial: string | undefined;
}

/** Of one log. */
export interface Differences {
  readonly total: number;
  readonly count: Readonly<Record<DifferenceKind, number>>;
  /** The first of each kind, no more than were asked for. */
  readonly first: readonly ShownDifference[];
  /** All of a kind as items of a JSON list, with commas between; a line that several filters gain or lose is there once. */
  items(kind: DifferenceKind): Iterable<string>;
}

/** `filter`: of a folder. */
export interface ShownDifference extends LineDifference {
  readonly filter: string | undefined;
}

export const differenceKinds: readonly DifferenceKind[] = ['gained', 'lost', 'changed'];

/** Takes differences as they come, in flat memory. */
export class DiffCollector implements Differences {
  readonly count = { gained: 0, lost: 0, changed: 0 };
  readonly first: ShownDifference[] = [];
  private readonly latest = { gained: new Set<number>(), lost: new Set<number>() };
  private readonly lists: Readonly<Record<DifferenceKind, SpooledText>>;

  constructor(
    spool: Spool,
    private readonly limit: number,
    private readonly toJson: (difference: ShownDifference) => string,
  ) {
    this.lists = { gained: spool.open(), lost: spool.open(), changed: spool.open() };
  }

  add(difference: LineDifference, filter: string | undefined): void {
    const { kind } = difference;
    const shown = { ...difference, filter };
    if (this.count[kind]++ < this.limit) this.first.push(shown);
    if (kind !== 'changed') {
      if (this.latest[kind].has(difference.line)) return;
      this.latest[kind].add(difference.line);
    }
    const list = this.lists[kind];
    list.add(`${list.isEmpty ? '' : ','}${this.toJson(shown)}`);
  }

  /** No line that was told before is told again. */
  beginBlock(): void {
    for (const lines of Object.values(this.latest)) lines.clear();
  }

  get total(): number {
    return this.count.gained + this.count.lost + this.count.changed;
  }

  items(kind: DifferenceKind): Iterable<string> {
    return this.lists[kind].pieces();
  }
}

import type { JailMemory } from './jail-memory.ts';

/** The end of a ban, as it was when it was put down: the ban may be prolonged, shortened or over since. */
interface Entry {
  readonly memory: JailMemory;
  readonly until: number;
}

/**
 * The bans of one jail, of all addresses, as the server ends them. It does not look for bans that are over before the moment that it has noted as the next one:
 * a ban that became shorter after it had begun is found late. Mirrors `BanManager.addBanTicket` and `unBanList`.
 */
export class UnbanList {
  /** `_nextUnbanTime`; Infinity while nobody is banned. */
  private next = Infinity;
  /** A heap by `until`, the earliest first. */
  private readonly entries: Entry[] = [];

  /** The server starts anew: it holds no ban. */
  clear(): void {
    this.next = Infinity;
    this.entries.length = 0;
  }

  /** A ban begins, or is restored. */
  add(memory: JailMemory): void {
    this.put(memory);
    this.next = Math.min(this.next, memory.ban!.until);
  }

  /** The end of a ban that has begun is another now. */
  put(memory: JailMemory): void {
    const { entries } = this;
    const { until } = memory.ban!;
    let at = entries.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (entries[above]!.until <= until) break;
      entries[at] = entries[above]!;
      at = above;
    }
    entries[at] = { memory, until };
  }

  /** Ends what the server has found over by the moment `clock`; each ban is told when it was found. */
  endUntil(clock: number): void {
    const { next } = this;
    if (next > clock) return;
    let first = this.first();
    while (first && first.until < clock) {
      const { memory, until } = first;
      memory.ban!.until = Math.max(next, until);
      memory.ban = undefined;
      first = this.first();
    }
    this.next = first?.until ?? Infinity;
  }

  /** The entry that ends first of those that still hold. */
  private first(): Entry | undefined {
    const { entries } = this;
    while (entries.length > 0) {
      const { memory, until } = entries[0]!;
      if (memory.ban?.until === until) return entries[0];
      this.removeFirst();
    }
    return undefined;
  }

  private removeFirst(): void {
    const { entries } = this;
    const last = entries.pop()!;
    const count = entries.length;
    if (count === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= count) break;
      if (below + 1 < count && entries[below + 1]!.until < entries[below]!.until) below++;
      if (entries[below]!.until >= last.until) break;
      entries[at] = entries[below]!;
      at = below;
    }
    entries[at] = last;
  }
}

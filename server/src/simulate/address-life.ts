import { endOf, lastOf } from './fail-ticket.ts';
import { pythonRound } from './formula.ts';
import type { Notice, NoticeReader } from './own-log.ts';
import { JailMemory, type Ban } from './jail-memory.ts';
import type { JailRules } from './jail-rules.ts';
import { createTally, restartJail, type RestartTally } from './restart.ts';
import { UnbanList } from './unban-list.ts';

/** What becomes of an attempt: it counts, it finds its address banned, or it is the one that a ban follows. */
export const fates = { kept: 0, dropped: 1, banned: 2, ignored: 3 } as const;
export type Fate = (typeof fates)[keyof typeof fates];

export interface LifeOptions {
  readonly jails: readonly JailRules[];
  /** Attempts of a banned address never reach the log, as behind a firewall; false: fail2ban reads them all the same. */
  readonly firewall: boolean;
  /** When the server started. */
  readonly start: number;
  /** `dbpurgeage`, seconds. */
  readonly purgeAge: number;
  /** When it is restarted, in order. */
  readonly restarts: readonly number[];
  /** Its database is a file: what it holds outlives a restart. */
  readonly keepsDatabase: boolean;
  /** By jail: how it reads what the server itself logs, in place of logs; none: it does not. */
  readonly noticeReaders?: readonly (NoticeReader | undefined)[];
  /** The failure ids by number: what is logged. */
  readonly ids?: readonly string[];
  /** Told at the start of each ban; it may be prolonged later. */
  onBan?(ban: Ban): void;
}

/** What the lives of all addresses on one server share. */
export interface SharedLife {
  /** By restart and jail, over all addresses so far. */
  readonly tallies: readonly (readonly RestartTally[])[];
  /** Notices in which a filter found another address than the one that was banned: they count for nobody here. */
  strays: number;
  /** By jail: its bans of all addresses, where the end of one depends on others. */
  readonly unbans: readonly UnbanList[] | undefined;
}

/** `inTimeOrder`: the addresses are lived through side by side, attempt by attempt. */
export function createSharedLife({ jails, restarts }: LifeOptions, inTimeOrder: boolean): SharedLife {
  return {
    tallies: restarts.map(() => jails.map(createTally)),
    strays: 0,
    unbans: inTimeOrder ? jails.map(() => new UnbanList()) : undefined,
  };
}

/** Its database is tidied so often (`ObserverThread.db_purge`). */
const purgeSeconds = 3600;
/** A remembered ban is forgotten when so many times its length has passed (`Fail2BanDb._purge_bips`). */
const outdatedFactor = 3;

/**
 * The life of one address on the server, attempt after attempt. Nothing that the server does with one address depends on another, so that each can be
 * lived through by itself, unless bans become shorter (`SharedLife.unbans`). Mirrors `FailManager`, `Ticket`, `BanManager`, `ObserverThread` and `Fail2BanDb`, with threads that never wait:
 * an attempt has all its consequences before the next line is read.
 */
export class AddressLife {
  readonly memories: readonly JailMemory[];
  /** The attempt at hand, by its number in the timeline. */
  attemptNumber = 0;
  /** Counts the lines of the logs that the address has read: attempts of several jails can be one line. */
  line = 0;
  /** Jails whose bans drop what the address does to others. */
  private readonly wide: readonly number[];
  /** What was logged, and is not read yet. */
  private readonly unread: { readonly kind: Notice['kind']; readonly jail: number; readonly clock: number }[] = [];
  private readonly readers: readonly (NoticeReader | undefined)[];
  private readonly unbans: SharedLife['unbans'];
  /** When the next restart comes. */
  nextRestart = Infinity;
  private address = 0;
  /** By jail: whether it never bans the address. */
  private ignored: readonly boolean[] | undefined = undefined;
  private restarts = 0;
  /** When the server that runs now was started. */
  private start: number;

  constructor(
    readonly options: LifeOptions,
    readonly shared: SharedLife,
  ) {
    this.unbans = shared.unbans;
    this.memories = options.jails.map(() => new JailMemory());
    this.wide = options.jails.flatMap(({ allPorts }, jail) => (allPorts ? [jail] : []));
    this.readers = options.noticeReaders ?? [];
    this.start = options.start;
  }

  /** Another address begins. */
  begin(address: number, ignored?: readonly boolean[]): void {
    this.address = address;
    this.ignored = ignored;
    for (const memory of this.memories) memory.reset();
    this.restarts = 0;
    this.start = this.options.start;
    this.nextRestart = this.options.restarts[0] ?? Infinity;
  }

  /** The server ends and begins anew at `nextRestart`; gives that moment. */
  restart(): number {
    const { jails, restarts, keepsDatabase } = this.options;
    const time = this.nextRestart;
    for (const [jail, memory] of this.memories.entries()) {
      if (!keepsDatabase) memory.rowCount = 0;
      const tally = this.shared.tallies[this.restarts]![jail]!;
      const held = this.heldAt(jail, memory, time);
      if (restartJail(memory, jails[jail]!, time, held, this.remembers(memory, time), tally)) {
        memory.banLine = this.line;
        this.unbans?.[jail]!.add(memory);
        this.log('Restore Ban', jail, time);
      }
    }
    this.line++;
    this.start = time;
    this.nextRestart = restarts[++this.restarts] ?? Infinity;
    if (!keepsDatabase) this.readNoticesAgain(time);
    this.readNotices();
    return time;
  }

  /** An attempt in a jail: what the clock shows, and when it counts as made. */
  attempt(jail: number, clock: number, time: number): Fate {
    const memory = this.memories[jail]!;
    memory.attempts++;
    const ban = this.banAgainst(jail, memory, clock);
    if (ban) {
      memory.dropped++;
      ban.dropped++;
      if (this.options.firewall) return fates.dropped;
    }
    if (this.count(jail, clock, time)) return fates.banned;
    return ban ? fates.dropped : fates.kept;
  }

  /** The ban that drops what the address does to a jail: the jail's own, or one from all ports that began before this line. */
  private banAgainst(jail: number, memory: JailMemory, clock: number): Ban | undefined {
    const own = this.banNow(jail, memory, clock);
    if (own || this.wide.length === 0) return own;
    for (const other of this.wide) {
      const wide = this.memories[other]!;
      const ban = other === jail ? undefined : this.banNow(other, wide, clock);
      if (ban && wide.banLine !== this.line) return ban;
    }
    return undefined;
  }

  /** A jail that reads what the server logs. */
  readsNotices(jail: number): boolean {
    return this.readers[jail] !== undefined;
  }

  private log(kind: Notice['kind'], jail: number, clock: number): void {
    if (this.readers.length > 0) this.unread.push({ kind, jail, clock });
  }

  /** Jails that read the server's own log do so: what was logged, in its order, and what comes of it. */
  private readNotices(): void {
    const { jails, ids = [] } = this.options;
    for (const { kind, jail, clock } of this.unread) {
      for (const [reader, read] of this.readers.entries()) {
        const found = read?.({ kind, jail: jails[jail]!.name, id: ids[this.address]!, clock });
        if (!found || this.ignored?.[reader]) continue;
        if (found.address !== this.address) {
          this.shared.strays++;
          continue;
        }
        const memory = this.memories[reader]!;
        memory.attempts++;
        memory.notices.push(found.time);
        this.banNow(reader, memory, clock);
        this.countOne(reader, clock, found.time);
      }
    }
    this.unread.length = 0;
  }

  /** A server without a database reads its own log again, too. */
  private readNoticesAgain(clock: number): void {
    for (const [reader, { notices }] of this.memories.entries())
      for (const time of [...notices])
        if (time >= clock - this.options.jails[reader]!.findtime) this.countOne(reader, clock, time);
  }

  /** The server reads an attempt, perhaps not for the first time. True where a ban follows. */
  count(jail: number, clock: number, time: number): boolean {
    const isBanned = this.countOne(jail, clock, time);
    if (this.unread.length > 0) this.readNotices();
    return isBanned;
  }

  private countOne(jail: number, clock: number, time: number): boolean {
    const memory = this.memories[jail]!;
    const { bans } = memory;
    if (Number.isNaN(memory.begun)) memory.begun = time;
    const { maxretry, findtime, growth } = this.options.jails[jail]!;
    const isFirst = memory.add(clock, time, findtime, this.start);
    if (isFirst) memory.ticketBanCount = 0;
    if (memory.retry >= maxretry) this.ban(jail, memory, clock);
    if (growth) this.observe(jail, memory, clock, time, isFirst);
    if (memory.retry > memory.best) memory.best = memory.retry;
    return memory.bans > bans;
  }

  /** `ObserverThread.failureFound`: an attempt of an address that is known as bad counts more than once. */
  private observe(jail: number, memory: JailMemory, clock: number, time: number, isFirst: boolean): void {
    if (!this.remembers(memory, clock) || time <= memory.rowTime || memory.failures === 0) return;
    const { maxretry } = this.options.jails[jail]!;
    const weight = Math.min(2 ** Math.min(memory.rowCount, 20) / 2 + 1, maxretry);
    if (weight <= 1) return;
    memory.retry += weight - 1;
    memory.failures++;
    if (isFirst) memory.ticketBanCount = memory.rowCount;
    if (memory.retry >= maxretry) this.ban(jail, memory, clock);
  }

  /** `Actions.__checkBan`, `BanManager.addBanTicket` and `ObserverThread.banFound` at the ticket that has enough. */
  private ban(jail: number, memory: JailMemory, clock: number): void {
    const { bantime } = this.options.jails[jail]!;
    const { last: time, failures, ban: old } = memory;
    memory.clear();
    const end = endOf(time, bantime);
    if (end < clock) return;
    if (old) {
      // The address is banned already and fails all the same: the ban starts anew.
      if (end <= old.until) return;
      old.until = bantime === -1 ? Infinity : memory.banTime + bantime + Math.max(0, time - memory.banTime);
      this.unbans?.[jail]!.put(memory);
      return;
    }
    const ban: Ban = {
      jail,
      address: this.address,
      time,
      attempt: this.attemptNumber,
      until: end,
      attempts: failures,
      count: ++memory.bans,
      bancount: memory.ticketBanCount + 1,
      wait: time - memory.begun,
      dropped: 0,
      restored: never,
    };
    memory.ban = memory.latest = ban;
    memory.banTime = time;
    memory.banLine = this.line;
    this.log('Ban', jail, clock);
    memory.begun = NaN;
    memory.best = 0;
    this.unbans?.[jail]!.add(memory);
    this.remember(jail, memory, ban, clock);
    this.options.onBan?.(ban);
  }

  /** The ban grows by what the database remembers, and goes there itself. */
  private remember(jail: number, memory: JailMemory, ban: Ban, clock: number): void {
    const { bantime, growth } = this.options.jails[jail]!;
    let length = bantime;
    let isKnown = false;
    if (growth && bantime > 0) {
      const { count, time } = this.bansOf(memory, growth.overallJails, clock);
      if (count > 0) {
        if (count >= ban.bancount) ban.bancount = count + 1;
        length = growth.next(bantime, count);
        ban.until = endOf(ban.time, length);
        this.unbans?.[jail]!.put(memory);
        isKnown = ban.time <= time;
      }
    }
    if (isKnown || ban.until < clock) return;
    memory.rowCount = ban.bancount;
    memory.rowTime = pythonRound(ban.time);
    memory.rowBantime = length;
  }

  /** `Fail2BanDb.getBan`: the bans of this jail, or those of all jails added up. */
  private bansOf(memory: JailMemory, overallJails: boolean, clock: number): { count: number; time: number } {
    let count = 0;
    let time = -Infinity;
    for (const other of overallJails ? this.memories : [memory]) {
      if (!this.remembers(other, clock)) continue;
      count += other.rowCount;
      time = Math.max(time, other.rowTime);
    }
    return { count, time };
  }

  /** The jail's ban that is not over, as far as the server has found. */
  private banNow(jail: number, memory: JailMemory, clock: number): Ban | undefined {
    const { unbans } = this;
    if (unbans) unbans[jail]!.endUntil(clock);
    else if (memory.ban && memory.ban.until < clock) memory.ban = undefined;
    return memory.ban;
  }

  /** The ban that the server holds when it ends. */
  private heldAt(jail: number, memory: JailMemory, time: number): Ban | undefined {
    const ban = this.banNow(jail, memory, time);
    return ban && (this.unbans || ban.until > time) ? ban : undefined;
  }

  private remembers(memory: JailMemory, clock: number): boolean {
    if (memory.rowCount === 0) return false;
    const { purgeAge } = this.options;
    const { start } = this;
    const purged = lastOf(purgeSeconds, start, clock);
    const oldest = Math.trunc(purged) - purgeAge;
    const { rowTime, rowBantime } = memory;
    if (purged > start && rowTime < oldest && rowBantime !== -1 && rowTime + rowBantime * outdatedFactor < oldest)
      memory.rowCount = 0;
    return memory.rowCount > 0;
  }
}

/** One list for all bans. */
const never: readonly number[] = [];

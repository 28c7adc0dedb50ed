import { pythonRound } from './formula.ts';
import type { JailRules } from './jail-rules.ts';

/** One ban of one address in one jail. Moments in seconds since 1970. */
export interface Ban {
  /** Number of the jail. */
  readonly jail: number;
  /** Number of the address. */
  readonly address: number;
  /** The moment of the attempt that led to it. */
  readonly time: number;
  /** Infinity: for ever. */
  until: number;
  /** As `<failures>` of an action: the attempts that led to it. */
  readonly attempts: number;
  /** The address's first ban in this jail is 1. */
  readonly count: number;
  /** As `<bancount>` of an action: what fail2ban still remembers of earlier bans, and this one. */
  bancount: number;
  /** How long the address had been at it: from its first attempt in this jail that was not dropped, or since its last ban ended. */
  readonly wait: number;
  /** Attempts while it lasted. */
  dropped: number;
}

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
  /** Told at the start of each ban; it may be prolonged later. */
  onBan?(ban: Ban): void;
}

/** The server looks through its failures so often, in seconds: one that is too old is forgotten then (`Filter.performSvc`). */
const serviceSeconds = 5;
/** Its database is tidied so often (`ObserverThread.db_purge`). */
const purgeSeconds = 3600;
/** A remembered ban is forgotten when so many times its length has passed (`Fail2BanDb._purge_bips`). */
const outdatedFactor = 3;

/** What one jail knows of one address. */
class JailMemory {
  /** The fail manager's ticket; `retry` is 0 where there is none. */
  retry = 0;
  first = 0;
  last = 0;
  failures = 0;
  /** What the clock showed at the last failure. */
  touched = 0;
  /** The ticket's own ban count, which its first failure was given. */
  ticketBanCount = 0;
  /** Of the ban at hand. */
  ban: Ban | undefined = undefined;
  /** What the database remembers; `rowCount` is 0 where there is nothing. */
  rowCount = 0;
  rowTime = 0;
  rowBantime = 0;
  /** Since the last ban, for the report. */
  begun = NaN;
  bans = 0;
  attempts = 0;
  dropped = 0;
  /** The most that ever counted together without a ban. */
  best = 0;

  reset(): void {
    this.retry = this.failures = this.ticketBanCount = this.rowCount = this.bans = this.attempts = this.dropped = 0;
    this.best = 0;
    this.begun = NaN;
    this.ban = undefined;
  }
}

/**
 * The life of one address on the server, attempt after attempt. Nothing that the server does with one address depends on another, so that each can be
 * lived through by itself. Mirrors `FailManager`, `Ticket`, `BanManager`, `ObserverThread` and `Fail2BanDb`, with threads that never wait:
 * an attempt has all its consequences before the next line is read.
 */
export class AddressLife {
  readonly memories: readonly JailMemory[];
  private address = 0;

  constructor(private readonly options: LifeOptions) {
    this.memories = options.jails.map(() => new JailMemory());
  }

  /** Another address begins. */
  begin(address: number): void {
    this.address = address;
    for (const memory of this.memories) memory.reset();
  }

  /** An attempt in a jail: what the clock shows, and when it counts as made. */
  attempt(jail: number, clock: number, time: number): Fate {
    const memory = this.memories[jail]!;
    memory.attempts++;
    const { ban, bans } = memory;
    let isDropped = false;
    if (ban) {
      if (ban.until < clock) memory.ban = undefined;
      else {
        isDropped = true;
        memory.dropped++;
        ban.dropped++;
        if (this.options.firewall) return fates.dropped;
      }
    }
    if (Number.isNaN(memory.begun)) memory.begun = time;
    const { maxretry, findtime, growth } = this.options.jails[jail]!;
    const isFirst = this.addFailure(memory, clock, time, findtime);
    if (memory.retry >= maxretry) this.ban(jail, memory, clock);
    if (growth) this.observe(jail, memory, clock, time, isFirst);
    if (memory.retry > memory.best) memory.best = memory.retry;
    return memory.bans > bans ? fates.banned : isDropped ? fates.dropped : fates.kept;
  }

  /** `FailManager.addFailure`, and `cleanup` before it. True where a new ticket was made. */
  private addFailure(memory: JailMemory, clock: number, time: number, findtime: number): boolean {
    if (memory.failures > 0 && memory.last <= clock - findtime) {
      const service = lastOf(serviceSeconds, this.options.start, clock);
      if (service > memory.touched && memory.last <= service - findtime) memory.failures = 0;
    }
    memory.touched = clock;
    if (memory.failures === 0) {
      memory.retry = memory.failures = 1;
      memory.first = memory.last = time;
      memory.ticketBanCount = 0;
      return true;
    }
    // `FailTicket.adjustTime`: an interval that grew too long keeps its rate.
    if (time > memory.last) {
      if (memory.first < time - findtime) {
        memory.retry = pythonRound((memory.retry / (time - memory.first)) * findtime);
        memory.first = time - findtime;
      }
      memory.last = time;
    }
    memory.retry++;
    memory.failures++;
    return false;
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
    memory.failures = memory.retry = 0;
    const end = endOf(time, bantime);
    if (end < clock) return;
    if (old) {
      // The address is banned already and fails all the same: the ban starts anew.
      if (end > old.until) old.until = bantime === -1 ? Infinity : old.time + bantime + Math.max(0, time - old.time);
      return;
    }
    const ban: Ban = {
      jail,
      address: this.address,
      time,
      until: end,
      attempts: failures,
      count: ++memory.bans,
      bancount: memory.ticketBanCount + 1,
      wait: time - memory.begun,
      dropped: 0,
    };
    memory.ban = ban;
    memory.begun = NaN;
    memory.best = 0;
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

  private remembers(memory: JailMemory, clock: number): boolean {
    if (memory.rowCount === 0) return false;
    const { start, purgeAge } = this.options;
    const purged = lastOf(purgeSeconds, start, clock);
    const oldest = Math.trunc(purged) - purgeAge;
    const { rowTime, rowBantime } = memory;
    if (purged > start && rowTime < oldest && rowBantime !== -1 && rowTime + rowBantime * outdatedFactor < oldest)
      memory.rowCount = 0;
    return memory.rowCount > 0;
  }
}

function endOf(time: number, bantime: number): number {
  return bantime === -1 ? Infinity : time + bantime;
}

/** The last of the moments `start`, `start + every`, … up to `clock`. */
function lastOf(every: number, start: number, clock: number): number {
  return start + every * Math.floor((clock - start) / every);
}

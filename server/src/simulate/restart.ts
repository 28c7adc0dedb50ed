import type { Ban, JailMemory } from './jail-memory.ts';
import type { JailRules } from './jail-rules.ts';

/** What a restart of the server does to the addresses of one jail, as they are gone through. */
export interface RestartTally {
  /** Bans that the database gives back. */
  restored: number;
  /** Those of them that end earlier than they would have. */
  shortened: number;
  /** Bans that nothing gives back. */
  ended: number;
  /** Addresses whose attempts counted until then. */
  forgotten: number;
}

export function createTally(): RestartTally {
  return { restored: 0, shortened: 0, ended: 0, forgotten: 0 };
}

/**
 * A jail of the server that begins anew at `time` has no failures, and the bans that its database holds. `held`: the
 * ban that it held until then. `remembers`: there is a row of the database that outlived the server. True where a ban is restored. Mirrors `Jail.restoreCurrentBans`.
 */
export function restartJail(
  memory: JailMemory,
  rules: JailRules,
  time: number,
  held: Ban | undefined,
  remembers: boolean,
  tally: RestartTally,
): boolean {
  if (memory.failures > 0 && memory.last > time - rules.findtime) tally.forgotten++;
  memory.clear();
  memory.ticketBanCount = 0;
  memory.ban = undefined;
  const until = remembers ? restoredUntil(memory, rules, time) : undefined;
  if (until === undefined) {
    if (!held) return false;
    held.until = time;
    tally.ended++;
    return false;
  }
  // What the database remembers is always a ban of this jail; rounded seconds can make it last a little longer.
  const ban = held ?? memory.latest!;
  tally.restored++;
  if (until < ban.until) tally.shortened++;
  ban.until = until;
  ban.restored = [...ban.restored, time];
  memory.ban = ban;
  memory.banTime = memory.rowTime;
  return true;
}

/** When the ban ends that the database gives back at `time`; undefined where it gives none. See `Fail2BanDb.getCurrentBans`. */
function restoredUntil({ rowTime, rowBantime }: JailMemory, rules: JailRules, time: number): number | undefined {
  const { bantime, growth } = rules;
  if (rowBantime !== -1 && rowTime + rowBantime <= time) return undefined;
  if (!growth && bantime !== -1 && rowTime <= time - bantime) return undefined;
  /** `Jail.getMaxBanTime`, where there is one. */
  const most = growth ? growth.longest : bantime;
  const isTooLong = most !== undefined && most > 0 && (rowBantime === -1 || rowBantime > most);
  const length = isTooLong ? most : rowBantime;
  if (length === -1) return Infinity;
  return rowTime + length > time ? rowTime + length : undefined;
}

import { FailTicket } from './fail-ticket.ts';

/** One ban of one address in one jail. Moments in seconds since 1970. */
export interface Ban {
  /** Number of the jail. */
  readonly jail: number;
  /** Number of the address. */
  readonly address: number;
  /** The moment of the attempt that led to it. */
  readonly time: number;
  /** The attempt itself, by its number in the timeline. */
  readonly attempt: number;
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
  /** The restarts of the server after which it was restored. */
  restored: readonly number[];
}

/** What one jail knows of one address. */
export class JailMemory extends FailTicket {
  /** The ticket's own ban count, which its first failure was given. */
  ticketBanCount = 0;
  /** The ban at hand. */
  ban: Ban | undefined = undefined;
  /** The time of its ticket: a restored one has the database's. */
  banTime = 0;
  /** At which line it began (`AddressLife.line`). */
  banLine = 0;
  /** The last ban, over or not. */
  latest: Ban | undefined = undefined;
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
  /** What it read of the server's own log about the address; see `AddressLife.readNotices`. */
  notices: number[] = [];

  reset(): void {
    this.clear();
    this.ticketBanCount = this.rowCount = this.bans = this.attempts = this.dropped = 0;
    this.best = 0;
    this.begun = NaN;
    if (this.notices.length > 0) this.notices = [];
    this.ban = this.latest = undefined;
  }
}

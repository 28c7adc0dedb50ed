import type { LifeOptions } from './address-life.ts';
import { endOf, FailTicket } from './fail-ticket.ts';
import type { JailRules } from './jail-rules.ts';
import type { Timeline } from './timeline.ts';

/** What decides in one jail who is banned; times in seconds. */
export type BanSettings = Pick<JailRules, 'maxretry' | 'findtime' | 'bantime'>;

/** What came of an address with the setting of this number, where it was banned. */
export type TellBans = (setting: number, bans: number, dropped: number) => void;

/** Until its first ban all that the server knows of an address is one ticket: one jail, nothing remembered, no restart. */
export function hasTicketsOnly({ jails, restarts, noticeReaders = [] }: Omit<LifeOptions, 'onBan'>): boolean {
  const isAlone = jails.length === 1 && jails[0]!.growth === undefined;
  return isAlone && restarts.length === 0 && noticeReaders.every((reader) => !reader);
}

/** All that is left of a life here is tickets and bans of a known length: besides, nothing of a banned address is read. */
export function countsSuffice(options: Omit<LifeOptions, 'onBan'>): boolean {
  return options.firewall && hasTicketsOnly(options);
}

/** Only where `hasTicketsOnly`: the most attempts of an address that ever count together; undefined where they are enough for a ban. */
export function createTicketCounter(
  { clocks, times, starts }: Timeline,
  start: number,
  { maxretry, findtime }: Pick<BanSettings, 'maxretry' | 'findtime'>,
): (address: number) => number | undefined {
  const ticket = new FailTicket();
  return (address) => {
    const to = starts[address + 1]!;
    let most = 0;
    ticket.clear();
    for (let i = starts[address]!; i < to; i++) {
      ticket.add(clocks[i]!, times[i]!, findtime, start);
      if (ticket.retry >= maxretry) return undefined;
      if (ticket.retry > most) most = ticket.retry;
    }
    return most;
  };
}

/**
 * Counts the bans of one address after the other with many settings, only where `countsSuffice`: the same as `AddressLife` would tell. Until its first ban an address lives the same with
 * every maxretry and bantime, so that one way through its attempts says with which it has a first ban at all.
 */
export function createBanCounter(
  { clocks, times, starts }: Timeline,
  start: number,
  settings: readonly BanSettings[],
): (address: number, tell: TellBans) => void {
  const groups = [...new Set(settings.map(({ findtime }) => findtime))].map((findtime) => {
    const numbers = [...settings.keys()].filter((i) => settings[i]!.findtime === findtime);
    numbers.sort((a, b) => settings[a]!.maxretry - settings[b]!.maxretry);
    return { findtime, numbers, retries: numbers.map((i) => settings[i]!.maxretry) };
  });
  const least = Math.min(...settings.map(({ maxretry }) => maxretry));
  const most = Math.max(...groups.map(({ numbers }) => numbers.length));
  /** By place in the group: the attempt at which the ticket first has enough, and the ticket's moment. */
  const firstAt = new Int32Array(most);
  const firstTime = new Float64Array(most);
  const ticket = new FailTicket();

  return (address, tell) => {
    const from = starts[address]!;
    const to = starts[address + 1]!;
    if (to - from < least) return;
    for (const { findtime, numbers, retries } of groups) {
      let reached = 0;
      ticket.clear();
      for (let i = from; i < to && reached < retries.length; i++) {
        ticket.add(clocks[i]!, times[i]!, findtime, start);
        for (; ticket.retry >= retries[reached]!; reached++) {
          firstAt[reached] = i;
          firstTime[reached] = ticket.last;
        }
      }
      for (let place = 0; place < reached; place++) {
        const maxretry = retries[place]!;
        const { bantime } = settings[numbers[place]!]!;
        let [bans, dropped] = [0, 0];
        let i = firstAt[place]!;
        let time = firstTime[place]!;
        while (i < to) {
          const end = endOf(time, bantime);
          const isBanned = end >= clocks[i]!;
          const next = ++i;
          if (isBanned) {
            while (i < to && clocks[i]! <= end) i++;
            bans++;
            dropped += i - next;
          }
          ticket.clear();
          for (; i < to; i++) {
            ticket.add(clocks[i]!, times[i]!, findtime, start);
            if (ticket.retry >= maxretry) break;
          }
          time = ticket.last;
        }
        if (bans > 0) tell(numbers[place]!, bans, dropped);
      }
    }
  };
}

import { expect, it } from 'vitest';
import { jailRules } from '../../testing/jail-rules.ts';
import { AddressBook } from './address-book.ts';
import { AttemptList } from './attempts.ts';
import { createBanGrowth, type BanGrowth } from './ban-growth.ts';
import { simulate } from './simulate.ts';
import { createTimeline } from './timeline.ts';

const growth = createBanGrowth({
  factor: undefined,
  formula: undefined,
  multipliers: undefined,
  maxtime: 10,
  rndtime: undefined,
  overallJails: false,
}) as BanGrowth;

/** `attempts`: seconds and addresses, in order. Each attempt bans; the first ban of an address takes 60 seconds, the others 10. */
function bansOf(attempts: readonly (readonly [number, string])[], restarts: readonly number[] = []): string[] {
  const book = new AddressBook();
  const list = new AttemptList();
  for (const [i, [time, address]] of attempts.entries()) list.add(time, time, book.numberOf(address), i + 1);
  const timeline = createTimeline([{ jail: 0, log: 0, attempts: list }], book.ids.length);
  const { bans } = simulate(timeline, book.ids, {
    jails: [jailRules({ maxretry: 1, growth })],
    firewall: true,
    start: 0,
    purgeAge: 86400,
    restarts,
    keepsDatabase: true,
  });
  return bans.map(({ address, time, until, dropped }) => `${book.ids[address]!} ${time}-${until} dropped ${dropped}`);
}

it('should end a ban that became shorter when bantime is over, where no other ban ends before', () => {
  const alone = [0, 61, 75, 120, 122].map((time): [number, string] => [time, 'A']);
  expect(bansOf(alone)).toEqual(['A 0-60 dropped 0', 'A 61-121 dropped 2', 'A 122-182 dropped 0']);
});

it('should end it when another ban is over', () => {
  const others: [number, string][] = [
    [0, 'A'],
    [30, 'B'],
    [61, 'A'],
    [89, 'A'],
    [91, 'A'],
    [95, 'A'],
  ];
  // The ban of B is over at 90; when A is banned for the third time, no other ban is left.
  expect(bansOf(others)).toEqual(['A 0-60 dropped 0', 'B 30-90 dropped 0', 'A 61-90 dropped 1', 'A 91-151 dropped 1']);
});

it('should end it with the server, and look anew after a restart', () => {
  const alone = [0, 61, 90, 100, 120].map((time): [number, string] => [time, 'A']);
  expect(bansOf(alone, [80])).toEqual(['A 0-60 dropped 0', 'A 61-80 dropped 0', 'A 90-150 dropped 2']);
  // What the server restores is as long as its database says, from the start.
  expect(bansOf(alone, [65])).toEqual(['A 0-60 dropped 0', 'A 61-71 dropped 0', 'A 90-150 dropped 2']);
});

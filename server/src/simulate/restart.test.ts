import { describe, expect, it } from 'vitest';
import { jailRules } from '../../testing/jail-rules.ts';
import { AddressBook } from './address-book.ts';
import { AttemptList } from './attempts.ts';
import { createBanGrowth, type BanGrowth } from './ban-growth.ts';
import type { JailRules } from './jail-rules.ts';
import { simulate, type Simulation } from './simulate.ts';
import { createTimeline } from './timeline.ts';

const growth = createBanGrowth({
  factor: undefined,
  formula: undefined,
  multipliers: undefined,
  maxtime: 50,
  rndtime: undefined,
  overallJails: false,
}) as BanGrowth;

interface Options {
  readonly rules?: Partial<JailRules>;
  readonly restarts: readonly number[];
  readonly keepsDatabase?: boolean;
  readonly firewall?: boolean;
}

/** `attempts`: the moments of one address's attempts. */
function live(attempts: readonly number[], options: Options): Simulation {
  const { rules = {}, restarts, keepsDatabase = true, firewall = true } = options;
  const list = new AttemptList();
  list.dates = [];
  const book = new AddressBook();
  for (const [i, time] of attempts.entries()) {
    list.add(time, time, book.numberOf('192.0.2.1'), i + 1);
    list.dates.push(time);
  }
  const timeline = createTimeline([{ jail: 0, log: 0, attempts: list }], book.ids.length);
  return simulate(timeline, book.ids, {
    jails: [jailRules(rules)],
    firewall,
    start: 0,
    purgeAge: 86400,
    restarts,
    keepsDatabase,
  });
}

const bans = (simulation: Simulation) =>
  simulation.bans.map(({ time, until, dropped, restored }) => ({ time, until, dropped, restored }));

describe('a restart of the server', () => {
  it('should forget attempts that counted', () => {
    expect(bans(live([1, 2, 30], { restarts: [10] }))).toEqual([]);
    expect(live([1, 2, 30], { restarts: [10] }).restarts[0]![0]).toEqual({
      restored: 0,
      shortened: 0,
      ended: 0,
      forgotten: 1,
    });
    expect(bans(live([1, 2, 30, 40], { restarts: [10] }))).toEqual([]);
    expect(bans(live([1, 2, 30, 40, 50], { restarts: [10] }))).toMatchObject([{ time: 50 }]);
  });

  it('should restore what the database holds, as often as it comes', () => {
    expect(bans(live([1, 2, 3, 20, 40], { restarts: [10, 30] }))).toEqual([
      { time: 3, until: 63, dropped: 2, restored: [10, 30] },
    ]);
    expect(bans(live([1, 2, 3], { restarts: [63] }))).toEqual([{ time: 3, until: 63, dropped: 0, restored: [] }]);
    expect(bans(live([1, 2, 3], { restarts: [63], rules: { bantime: -1 } }))).toMatchObject([
      { until: Infinity, restored: [63] },
    ]);
  });

  it('should cut a ban to bantime.maxtime, also one for ever', () => {
    const { restarts, ...simulation } = live([1, 2, 3], { restarts: [10], rules: { growth } });
    expect(bans({ ...simulation, restarts })).toMatchObject([{ until: 53, restored: [10] }]);
    expect(restarts[0]![0]).toMatchObject({ restored: 1, shortened: 1, ended: 0 });
    expect(bans(live([1, 2, 3], { restarts: [10], rules: { growth, bantime: -1 } }))).toMatchObject([{ until: 53 }]);
    expect(bans(live([1, 2, 3], { restarts: [55], rules: { growth } }))).toMatchObject([{ until: 55, restored: [] }]);
  });

  it('should know nothing of a prolonged ban, for the database is not told', () => {
    const prolonged = [1, 2, 3, 30, 31, 32];
    expect(bans(live(prolonged, { restarts: [], firewall: false }))).toMatchObject([{ until: 92 }]);
    expect(bans(live(prolonged, { restarts: [40], firewall: false }))).toMatchObject([{ until: 63, restored: [40] }]);
  });

  it('should read again without a database, and ban again by what is in the log and young enough', () => {
    const options = { restarts: [50], keepsDatabase: false };
    // The firewall keeps 4 from the log.
    expect(bans(live([1, 2, 3, 4], options))).toEqual([
      { time: 3, until: 50, dropped: 1, restored: [] },
      { time: 3, until: 63, dropped: 0, restored: [] },
    ]);
    expect(bans(live([1, 2, 3, 20], { ...options, rules: { findtime: 40 } }))).toMatchObject([{ until: 50 }]);
    expect(bans(live([1, 45, 52], { ...options, rules: { findtime: 48 } }))).toEqual([]);
    expect(bans(live([1, 45, 52], { ...options, rules: { findtime: 60 } }))).toMatchObject([{ time: 52 }]);
    expect(bans(live([1, 2, 3, 4], { ...options, firewall: false }))).toMatchObject([{ until: 50 }, { time: 3 }]);
  });
});

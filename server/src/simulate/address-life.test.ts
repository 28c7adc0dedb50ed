import { describe, expect, it } from 'vitest';
import { plainGrowth as growth, jailRules as jail } from '../../testing/jail-rules.ts';
import { AddressLife, createSharedLife, type LifeOptions } from './address-life.ts';
import type { Ban } from './jail-memory.ts';
import type { JailRules } from './jail-rules.ts';

/** `attempts`: seconds, or seconds and the jail's number. */
function bansOf(attempts: readonly (number | [number, number])[], jails: readonly JailRules[], firewall = true): Ban[] {
  const bans: Ban[] = [];
  const options: LifeOptions = {
    jails,
    firewall,
    start: 0,
    purgeAge: 86400,
    restarts: [],
    keepsDatabase: true,
    onBan: (ban) => void bans.push(ban),
  };
  const life = new AddressLife(options, createSharedLife(options, false));
  life.begin(0);
  for (const attempt of attempts) {
    const [time, of] = typeof attempt === 'number' ? [attempt, 0] : attempt;
    life.attempt(of, time, time);
  }
  return bans;
}

describe('the life of an address', () => {
  it('should ban at the last of maxretry attempts within findtime, and drop what follows until the ban is over', () => {
    expect(bansOf([10, 20, 30, 40, 90, 91], [jail()])).toEqual([
      {
        jail: 0,
        address: 0,
        time: 30,
        attempt: 0,
        until: 90,
        attempts: 3,
        count: 1,
        bancount: 1,
        wait: 20,
        dropped: 2,
        restored: [],
      },
    ]);
  });

  it('should ban again after the ban', () => {
    expect(bansOf([1, 2, 3, 64, 65, 66], [jail()]).map(({ time, count, bancount }) => [time, count, bancount])).toEqual(
      [
        [3, 1, 1],
        [66, 2, 1],
      ],
    );
  });

  it('should keep the rate, not the count, of an interval that grew longer than findtime', () => {
    // At 150 two attempts in 150 seconds are as much as one in 100.
    expect(bansOf([0, 90, 150, 155], [jail()]).map(({ time }) => time)).toEqual([155]);
    expect(bansOf([0, 90, 180, 270, 360], [jail({ maxretry: 4 })])).toEqual([]);
  });

  it('should forget attempts when the last of them is older than findtime', () => {
    expect(bansOf([0, 1, 106, 107], [jail()])).toEqual([]);
  });

  it('should prolong a ban where the attempts still reach the log', () => {
    expect(bansOf([1, 2, 3, 11, 12, 13], [jail()], false)).toMatchObject([{ time: 3, until: 73, dropped: 3 }]);
  });

  it('should never end a ban with a ban time of -1', () => {
    expect(bansOf([1, 2, 3, 1e6], [jail({ bantime: -1 })])).toMatchObject([{ until: Infinity, dropped: 1 }]);
  });

  it('should make bans longer and patience shorter for an address that is known', () => {
    const bans = bansOf([1, 2, 3, 100, 101, 300, 301], [jail({ growth })]);
    expect(bans.map(({ time, until, bancount }) => [time, until, bancount])).toEqual([
      [3, 63, 1],
      [101, 221, 2],
      [300, 540, 3],
    ]);
  });

  it('should forget an address when three times its ban and the purge age have passed', () => {
    const late = 3 + 86400 + 3 * 60 + 3600;
    const bans = bansOf([1, 2, 3, late, late + 1, late + 2], [jail({ growth })]);
    expect(bans.map(({ bancount }) => bancount)).toEqual([1, 1]);
  });

  it('should keep jails apart, but for the bans that overalljails adds up', () => {
    const attempts = ([0, 1] as const).flatMap((of) => [1, 2, 3].map((time): [number, number] => [time + 10 * of, of]));
    expect(bansOf(attempts, [jail({ growth }), jail({ growth })]).map(({ until }) => until)).toEqual([63, 73]);
    const shared = jail({ growth: { ...growth, overallJails: true } });
    expect(bansOf(attempts, [shared, shared]).map(({ until, bancount }) => [until, bancount])).toEqual([
      [63, 1],
      [133, 2],
    ]);
  });
});

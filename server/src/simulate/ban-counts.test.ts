import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../scripts/conformance/random.ts';
import { jailRules, plainGrowth } from '../../testing/jail-rules.ts';
import type { LifeOptions } from './address-life.ts';
import { AttemptList } from './attempts.ts';
import { countsSuffice, createBanCounter } from './ban-counts.ts';
import { simulate } from './simulate.ts';
import { createTimeline, type Timeline } from './timeline.ts';

const addresses = 40;
const start = 1000;

/** Floods and slow attempts, some of a moment that lies far before the clock. */
function randomTimeline(seed: number): Timeline {
  const random = createRandom(seed);
  const list = new AttemptList();
  let clock = start;
  for (let line = 1; line <= 2000; line++) {
    clock += random.pick([0, 0, 1, 3, random.int(60)]);
    const address = random.int(random.pick([3, 10, addresses]));
    list.add(clock, clock - (random.chance(20) ? random.int(90) : 0), address, line);
  }
  return createTimeline([{ jail: 0, log: 0, attempts: list }], addresses);
}

const options: Omit<LifeOptions, 'onBan'> = {
  jails: [jailRules()],
  firewall: true,
  start,
  purgeAge: 86400,
  restarts: [],
  keepsDatabase: true,
};

describe('counts of bans with many settings', () => {
  it('should be those of whole lives', () => {
    const settings = [1, 2, 3, 5, 8].flatMap((maxretry) =>
      [0, 7, 60, 600].flatMap((findtime) => [0, 20, 300, -1].map((bantime) => ({ maxretry, findtime, bantime }))),
    );
    const ids = Array.from({ length: addresses }, (_, i) => `192.0.2.${i}`);
    for (const seed of [1, 2, 3]) {
      const timeline = randomTimeline(seed);
      const countBans = createBanCounter(timeline, start, settings);
      const counted = settings.map((): number[][] => []);
      for (const address of ids.keys())
        countBans(address, (setting, bans, dropped) => counted[setting]!.push([address, bans, dropped]));
      const lived = settings.map((setting) => {
        const { stories } = simulate(timeline, ids, { ...options, jails: [jailRules(setting)] });
        return stories
          .where((i) => stories.bans[i]! > 0)
          .map((i) => {
            const { address, bans, dropped } = stories.at(i);
            return [address, bans, dropped];
          });
      });
      expect(counted).toEqual(lived);
      expect(lived.flat().length).toBeGreaterThan(500);
    }
  });

  it('should not be asked for where a ban depends on more', () => {
    expect(countsSuffice(options)).toBe(true);
    expect(countsSuffice({ ...options, noticeReaders: [undefined] })).toBe(true);
    for (const more of [
      { jails: [jailRules({ growth: plainGrowth })] },
      { jails: [jailRules(), jailRules()] },
      { firewall: false },
      { restarts: [2000] },
      { noticeReaders: [() => undefined] },
    ])
      expect(countsSuffice({ ...options, ...more })).toBe(false);
  });
});

import { expect, it } from 'vitest';
import { jailRules } from '../../testing/jail-rules.ts';
import { AddressBook } from './address-book.ts';
import { fates } from './address-life.ts';
import { AttemptList } from './attempts.ts';
import { simulate } from './simulate.ts';
import { createTimeline } from './timeline.ts';

it('should drop by a ban from all ports what a line does to any jail, also where another jail ignores it', () => {
  const book = new AddressBook();
  const address = book.numberOf('192.0.2.1');
  /** `times`: by line, from 1; those that a jail matches. */
  const attempts = (times: Readonly<Record<number, number>>): AttemptList => {
    const list = new AttemptList();
    for (const [line, time] of Object.entries(times)) list.add(time, time, address, Number(line));
    return list;
  };
  const timeline = createTimeline(
    [
      { jail: 0, log: 0, attempts: attempts({ 2: 10 }) },
      { jail: 1, log: 0, attempts: attempts({ 1: 1, 2: 10 }) },
      { jail: 2, log: 0, attempts: attempts({ 1: 1 }) },
    ],
    1,
  );
  const { bans, fates: told } = simulate(timeline, book.ids, {
    jails: [
      jailRules({ name: 'spares', isIgnored: () => true }),
      jailRules({ name: 'narrow', maxretry: 2 }),
      jailRules({ name: 'wide', maxretry: 1, allPorts: true }),
    ],
    firewall: true,
    start: 0,
    purgeAge: 86400,
    restarts: [],
    keepsDatabase: true,
  });
  expect([...told]).toEqual([fates.kept, fates.banned, fates.ignored, fates.dropped]);
  expect(bans).toMatchObject([{ jail: 2, time: 1, dropped: 1 }]);
});

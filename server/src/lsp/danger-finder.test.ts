import { describe, expect, it } from 'vitest';
import type { FilterTexts } from '../danger/probe.ts';
import type { FromThread, ToThread } from './worker/messages.ts';
import { createDangerFinder } from './danger-finder.ts';

const filter: FilterTexts = {
  prefregex: null,
  failregex: ['^a.*<HOST>$'],
  ignoreregex: [],
  maxLines: 1,
  datePatterns: null,
  fail2ban: '1.0',
  python: '3.11',
  useDns: 'warn',
};

function start() {
  const posted: ToThread[] = [];
  let kills = 0;
  let hear: (message: FromThread) => void = () => {};
  const finder = createDangerFinder(
    {
      post: (message) => void posted.push(message),
      kill: () => void kills++,
      isRunning: true,
      onMessage: (handler) => void (hear = handler),
      onCrash: () => {},
    },
    () => undefined,
  );
  const ids = () => posted.flatMap((message) => (message.type === 'dangers' ? [message.id] : []));
  return { finder, ids, hear: (message: FromThread) => hear(message), kills: () => kills };
}

describe('the finder of dangers', () => {
  it('should ask for one file after the other', async () => {
    const { finder, ids, hear } = start();
    const first = finder.find('/a.conf', [filter], null);
    const second = finder.find('/b.conf', [filter], null);
    expect(ids()).toEqual([1]);
    hear({ type: 'answer', id: 1, answer: [[]] });
    expect(await first).toEqual([[]]);
    expect(ids()).toEqual([1, 2]);
    hear({ type: 'failure', id: 2, message: 'no' });
    expect(await second).toBeUndefined();
  });

  it('should end what is out of date', async () => {
    const { finder, ids, hear, kills } = start();
    const old = finder.find('/a.conf', [filter], null);
    const fresh = finder.find('/a.conf', [filter], null);
    expect(await old).toBeUndefined();
    expect(kills()).toBeGreaterThan(0);
    hear({ type: 'answer', id: 2, answer: [[]] });
    expect(await fresh).toEqual([[]]);
    expect(ids()).toEqual([1, 2]);
  });
});

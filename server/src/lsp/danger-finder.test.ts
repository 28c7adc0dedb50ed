import { describe, expect, it, vi } from 'vitest';
import type { Danger } from '../danger/danger.ts';
import type { FilterTexts } from '../danger/probe.ts';
import type { FromThread, LogInput, ToThread } from './worker/messages.ts';
import { createDangerFinder, createQuietWait } from './danger-finder.ts';

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

const danger: Danger = {
  kind: 'idle-end',
  regex: { role: 'failregex', index: 0 },
  span: { start: 0, end: 1 },
  part: 'a',
  isOfPlace: false,
  fix: undefined,
};

const log = (stamp: string): LogInput => ({
  path: '/a.log',
  stamp,
  encoding: 'utf-8',
  keepsLastLine: false,
  source: 'disk',
  file: '/a.log',
});

function start(quiet?: (signal: AbortSignal) => Promise<void>) {
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
    { currentText: () => undefined, keepsOnDisk: (path) => !path.startsWith('/@'), ...(quiet ? { quiet } : {}) },
  );
  const ids = () => posted.flatMap((message) => (message.type === 'dangers' ? [message.id] : []));
  return { finder, posted, ids, hear: (message: FromThread) => hear(message), kills: () => kills };
}

const none = { dangers: [], isWhole: true };

describe('the finder of dangers', () => {
  it('should ask for one file after the other', async () => {
    const { finder, ids, hear } = start();
    const first = finder.find('/a.conf', [filter], null);
    const second = finder.find('/b.conf', [filter], null);
    expect(ids()).toEqual([1]);
    hear({ type: 'answer', id: 1, answer: [none] });
    expect(await first).toEqual([[]]);
    expect(ids()).toEqual([1, 2]);
    hear({ type: 'failure', id: 2, message: 'no' });
    expect(await second).toBeUndefined();
  });

  it('should look once for each filter and log, whatever file it is of', async () => {
    const { finder, posted, ids, hear } = start();
    const other = { ...filter, failregex: ['^b.*<HOST>$'] };
    const both = finder.find('/a.conf', [filter, other], null);
    hear({ type: 'answer', id: 1, answer: [{ dangers: [danger], isWhole: true }, none] });
    expect(await both).toEqual([[danger], []]);
    expect(await finder.find('/b.conf', [{ ...filter }], null)).toEqual([[danger]]);
    expect(ids()).toEqual([1]);
    const newer = { ...filter, fail2ban: '1.1' } as const;
    const some = finder.find('/a.conf', [newer, other, filter], null);
    expect(posted.at(-1)).toMatchObject({ type: 'dangers', filters: [newer] });
    hear({ type: 'answer', id: 2, answer: [none] });
    expect(await some).toEqual([[], [], [danger]]);
    void finder.find('/a.conf', [filter], log('1'));
    hear({ type: 'answer', id: 3, answer: [none] });
    void finder.find('/a.conf', [filter], log('2'));
    expect(ids()).toEqual([1, 2, 3, 4]);
  });

  it('should not remember what a deadline cut short', async () => {
    const { finder, ids, hear } = start();
    const cut = finder.find('/a.conf', [filter], null);
    hear({ type: 'answer', id: 1, answer: [{ dangers: [], isWhole: false }] });
    expect(await cut).toEqual([[]]);
    void finder.find('/a.conf', [filter], null);
    expect(ids()).toEqual([1, 2]);
  });

  it('should keep nothing on the disk of a file that is on none', () => {
    const { finder, posted, hear } = start();
    void finder.find('/a.conf', [filter], null);
    hear({ type: 'answer', id: 1, answer: [{ dangers: [], isWhole: false }] });
    void finder.find('/@untitled/a.conf', [filter], null);
    expect(posted.map((message) => 'keepsOnDisk' in message && message.keepsOnDisk)).toEqual([true, false]);
  });

  it('should end what is out of date', async () => {
    const { finder, ids, hear, kills } = start();
    const old = finder.find('/a.conf', [filter], null);
    const fresh = finder.find('/a.conf', [filter], null);
    expect(await old).toBeUndefined();
    expect(kills()).toBeGreaterThan(0);
    hear({ type: 'answer', id: 2, answer: [none] });
    expect(await fresh).toEqual([[]]);
    expect(ids()).toEqual([1, 2]);
  });

  it('should start no thread for what is out of date before it is quiet', async () => {
    const calm: (() => void)[] = [];
    const { finder, ids, hear } = start(
      (signal) =>
        new Promise((resolve) => {
          calm.push(resolve);
          signal.addEventListener('abort', () => resolve());
        }),
    );
    const old = finder.find('/a.conf', [filter], null);
    const fresh = finder.find('/a.conf', [filter], null);
    const other = finder.find('/b.conf', [filter], null);
    expect(await old).toBeUndefined();
    finder.forget('/b.conf');
    expect(await other).toBeUndefined();
    expect(ids()).toEqual([]);
    calm[1]!();
    await vi.waitFor(() => expect(ids()).toEqual([1]));
    hear({ type: 'answer', id: 1, answer: [none] });
    expect(await fresh).toEqual([[]]);
    const last = finder.find('/c.conf', [{ ...filter, maxLines: 2 }], null);
    finder.dispose();
    expect(await last).toBeUndefined();
    expect(ids()).toEqual([1]);
  });
});

describe('the wait for quiet', () => {
  it('should last while counts are on their way, but not for ever, and end with the question', async () => {
    let looks = 0;
    const waited = async (runs: number, signal = new AbortController().signal): Promise<number> => {
      looks = 0;
      await createQuietWait(() => ++looks <= runs, 1)(signal);
      return looks;
    };
    expect([await waited(0), await waited(2)]).toEqual([1, 3]);
    expect(await waited(Infinity)).toBe(4);
    const abort = new AbortController();
    abort.abort();
    expect(await waited(Infinity, abort.signal)).toBe(0);
  });
});

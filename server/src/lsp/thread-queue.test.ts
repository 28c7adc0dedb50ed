import { expect, it, vi } from 'vitest';
import { createThreadQueue } from './thread-queue.ts';
import type { FromThread, ToThread } from './worker/messages.ts';

function start(idleMilliseconds = 0) {
  const posted: ToThread[] = [];
  let kills = 0;
  let hear: (message: FromThread) => void = () => {};
  let crash: (reason: string) => void = () => {};
  const queue = createThreadQueue(
    {
      post: (message) => void posted.push(message),
      kill: () => void kills++,
      isRunning: true,
      onMessage: (handler) => void (hear = handler),
      onCrash: (handler) => void (crash = handler),
    },
    () => undefined,
    idleMilliseconds,
  );
  const ask = () => queue.ask([], (id) => ({ type: 'leave', id }));
  const ids = () => posted.flatMap((message) => ('id' in message ? [message.id] : []));
  return {
    queue,
    ask,
    ids,
    hear: (id: number) => hear({ type: 'answer', id, answer: [] }),
    crash: (reason: string) => crash(reason),
    kills: () => kills,
  };
}

it('should ask one question at a time, and end the thread for one that is left', async () => {
  const { ask, ids, hear, kills } = start();
  const [first, second, third] = [ask(), ask(), ask()];
  expect(ids()).toEqual([1]);
  second.leave();
  await expect(second.answer).rejects.toMatchObject({ reason: 'left' });
  expect(kills()).toBe(0);
  first.leave();
  await expect(first.answer).rejects.toMatchObject({ reason: 'left' });
  expect(kills()).toBe(1);
  expect(ids()).toEqual([1, 3]);
  hear(3);
  expect(await third.answer).toEqual([]);
});

it('should tell that the thread ended, and go on with the next', async () => {
  const { ask, ids, crash } = start();
  const [first] = [ask(), ask()];
  crash('out of memory');
  await expect(first.answer).rejects.toMatchObject({ reason: 'ended', message: 'out of memory' });
  expect(ids()).toEqual([1, 2]);
});

it('should keep an idle thread for a while', async () => {
  vi.useFakeTimers();
  const { ask, hear, kills } = start(100);
  const { answer } = ask();
  hear(1);
  await answer;
  expect(kills()).toBe(0);
  vi.advanceTimersByTime(100);
  expect(kills()).toBe(1);
  vi.useRealTimers();
});

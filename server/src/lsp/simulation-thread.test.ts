import { expect, it } from 'vitest';
import { createSimulationThread } from './simulation-thread.ts';
import type { FromThread, SimulationAnswer, SimulationInput, ToThread } from './worker/messages.ts';

const input = (name: string): SimulationInput => ({
  run: { filter: {} as never, logs: [], regexMilliseconds: 1 },
  jail: { name, options: {}, ignoreip: [], allPorts: false },
  others: [],
  server: { hasDatabase: true, keepsDatabase: true, purgeAge: 1, logFile: undefined, logLevel: 'INFO', logsBans: true },
  restarts: [],
});

function start() {
  const posted: ToThread[] = [];
  let kills = 0;
  let hear: (message: FromThread) => void = () => {};
  let crash: (reason: string) => void = () => {};
  const simulations = createSimulationThread(
    {
      post: (message) => void posted.push(message),
      kill: () => void kills++,
      isRunning: true,
      onMessage: (handler) => void (hear = handler),
      onCrash: (handler) => void (crash = handler),
    },
    () => undefined,
  );
  return {
    ask: (name: string, signal: AbortSignal) => simulations.ask<'summary'>(input(name), { kind: 'summary' }, signal),
    asked: () => posted.flatMap((message) => (message.type === 'simulate' ? [message.input.jail.name] : [])),
    answer: (id: number) => hear({ type: 'answer', id, answer: [{} as SimulationAnswer] }),
    fail: (id: number) => hear({ type: 'failure', id, message: 'no date' }),
    crash: () => crash('out of memory'),
    kills: () => kills,
  };
}

it('should ask one question after the other, and end what it works on where that is given up', async () => {
  const { ask, asked, answer, kills } = start();
  const [one, two, three] = [new AbortController(), new AbortController(), new AbortController()];
  const answers = [ask('one', one.signal), ask('two', two.signal), ask('three', three.signal)];
  expect(asked()).toEqual(['one']);
  two.abort();
  expect(await answers[1]).toBeUndefined();
  expect([asked(), kills()]).toEqual([['one'], 0]);
  one.abort();
  expect(await answers[0]).toBeUndefined();
  expect([asked(), kills()]).toEqual([['one', 'three'], 1]);
  // What the first was answered comes too late.
  answer(1);
  answer(3);
  expect(await answers[2]).toEqual({});
});

it('should say why nothing can be told', async () => {
  const { ask, fail, crash } = start();
  const { signal } = new AbortController();
  const [first, second] = [ask('one', signal), ask('two', signal)];
  fail(1);
  await expect(first).rejects.toThrow('no date');
  crash();
  await expect(second).rejects.toThrow('the thread ended: out of memory');
});

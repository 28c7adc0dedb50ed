import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KillableThread } from '../../host/match-worker.ts';
import type { FromThread, RunInput, RunPart, ToThread } from '../worker/messages.ts';
import { createMatchingThreads } from './matching-threads.ts';

interface FakeThread extends KillableThread<ToThread, FromThread> {
  readonly posted: ToThread[];
  kills: number;
  say(message: FromThread): void;
}

function fake(): FakeThread {
  let hear: (message: FromThread) => void;
  const thread: FakeThread = {
    posted: [],
    kills: 0,
    isRunning: true,
    post: (message) => void thread.posted.push(message),
    kill: () => void thread.kills++,
    onMessage: (handler) => void (hear = handler),
    onCrash: () => {},
    say: (message) => hear(message),
  };
  return thread;
}

const input = (name: string): RunInput => ({ logs: [], regexMilliseconds: 1, filter: { name } }) as unknown as RunInput;
const part = { lines: [] } as unknown as RunPart;
const never = new AbortController().signal;

/** The numbers under which a thread was given runs, by the name of their filter. */
function runsOf({ posted }: FakeThread): Record<string, number> {
  return Object.fromEntries(
    posted.flatMap((message) =>
      message.type === 'run' ? [[(message.input.filter as unknown as { name: string }).name, message.run]] : [],
    ),
  );
}

let threads: FakeThread[];
let matching: ReturnType<typeof createMatchingThreads>;
beforeEach(() => {
  vi.useFakeTimers();
  threads = [];
  matching = createMatchingThreads(
    () => {
      threads.push(fake());
      return threads.at(-1)!;
    },
    () => undefined,
    () => Date.now(),
  );
});
afterEach(() => void vi.useRealTimers());

describe('createMatchingThreads', () => {
  it('should keep all runs in one thread while it goes on', async () => {
    const ends = ['a', 'b'].map((name) => matching.run(0, input(name), never, () => {}));
    const { a, b } = runsOf(threads[0]!);
    for (let i = 0; i < 10; i++) {
      threads[0]!.say({ type: 'turn', run: i % 2 === 0 ? a! : b! });
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(threads).toHaveLength(1);
    for (const run of [a!, b!]) threads[0]!.say({ type: 'end', run, part, problem: null, cancelled: false });
    expect(await Promise.all(ends)).toHaveLength(2);
  });

  it('should begin what waits behind a run that hangs in another thread, and hear nothing more of it from the first', async () => {
    const parts: string[] = [];
    const bad = matching.run(0, input('bad'), never, () => parts.push('bad'));
    const good = matching.run(0, input('good'), never, () => parts.push('good'));
    const first = runsOf(threads[0]!);
    threads[0]!.say({ type: 'turn', run: first.bad! });
    await vi.advanceTimersByTimeAsync(600);
    expect(threads).toHaveLength(2);
    expect(threads[0]!.posted.at(-1)).toEqual({ type: 'cancel', run: first.good });
    const second = runsOf(threads[1]!);
    expect(Object.keys(second)).toEqual(['good']);
    threads[1]!.say({ type: 'progress', run: second.good!, part });
    threads[0]!.say({ type: 'progress', run: first.bad!, part });
    threads[0]!.say({ type: 'progress', run: first.good!, part });
    threads[0]!.say({ type: 'end', run: first.good!, part: null, problem: null, cancelled: true });
    expect(parts).toEqual(['good', 'bad']);
    threads[1]!.say({ type: 'end', run: second.good!, part, problem: null, cancelled: false });
    expect(await good).toMatchObject({ cancelled: false });
    threads[0]!.say({ type: 'end', run: first.bad!, part, problem: null, cancelled: false });
    expect(await bad).toMatchObject({ cancelled: false });
    // Only the first thread stays.
    await vi.advanceTimersByTimeAsync(20_000);
    expect(threads.map(({ kills }) => kills)).toEqual([0, 1]);
    void matching.run(0, input('next'), never, () => {});
    expect(Object.keys(runsOf(threads[0]!))).toContain('next');
  });

  it('should end only the thread of a run that does not hear of its cancellation', async () => {
    const abort = new AbortController();
    const bad = matching.run(0, input('bad'), abort.signal, () => {});
    void matching.run(0, input('good'), never, () => {});
    threads[0]!.say({ type: 'turn', run: runsOf(threads[0]!).bad! });
    await vi.advanceTimersByTimeAsync(600);
    abort.abort();
    await vi.advanceTimersByTimeAsync(200);
    expect(await bad).toMatchObject({ cancelled: true });
    expect(threads.map(({ kills }) => kills)).toEqual([1, 0]);
  });

  it('should end a moved run where it is when it is cancelled', async () => {
    const abort = new AbortController();
    void matching.run(0, input('bad'), never, () => {});
    const good = matching.run(0, input('good'), abort.signal, () => {});
    threads[0]!.say({ type: 'turn', run: runsOf(threads[0]!).bad! });
    await vi.advanceTimersByTimeAsync(600);
    abort.abort();
    threads[1]!.say({ type: 'end', run: runsOf(threads[1]!).good!, part, problem: null, cancelled: true });
    await vi.advanceTimersByTimeAsync(200);
    expect(await good).toMatchObject({ cancelled: true });
    expect(threads.map(({ kills }) => kills)).toEqual([0, 0]);
  });

  it('should start no more than four threads', async () => {
    for (let i = 0; i < 9; i++) void matching.run(0, input(`bad${i}`), never, () => {});
    for (let round = 0; round < 10; round++) {
      for (const thread of threads) {
        const run = Object.values(runsOf(thread))[0];
        if (run !== undefined && thread.posted.at(-1)!.type === 'run') thread.say({ type: 'turn', run });
      }
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(threads).toHaveLength(4);
  });
});

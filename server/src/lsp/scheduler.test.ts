import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createScheduler, type Scheduler } from './scheduler.ts';

let failures: string[];
let scheduler: Scheduler;
beforeEach(() => {
  vi.useFakeTimers();
  failures = [];
  scheduler = createScheduler((key, error) => failures.push(`${key}: ${(error as Error).message}`));
});
afterEach(() => void vi.useRealTimers());

describe('createScheduler', () => {
  it('should run only the newest of several works asked for within the delay', async () => {
    const done: number[] = [];
    for (let i = 0; i < 5; i++) {
      scheduler.schedule('a', 50, () => void done.push(i));
      await vi.advanceTimersByTimeAsync(30);
    }
    await vi.advanceTimersByTimeAsync(50);
    expect(done).toEqual([4]);
  });

  it('should abort a running work and let the newer one begin only after it has ended', async () => {
    const events: string[] = [];
    scheduler.schedule('a', 0, async (signal) => {
      events.push('old begins');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => setTimeout(resolve, 20)));
      events.push('old ends');
    });
    await vi.advanceTimersByTimeAsync(1);
    scheduler.schedule('a', 0, () => void events.push('new begins'));
    await vi.advanceTimersByTimeAsync(5);
    expect(events).toEqual(['old begins']);
    await vi.advanceTimersByTimeAsync(50);
    expect(events).toEqual(['old begins', 'old ends', 'new begins']);
  });

  it('should let works of different keys run side by side', async () => {
    const done: string[] = [];
    scheduler.schedule('a', 10, () => void done.push('a'));
    scheduler.schedule('b', 10, () => void done.push('b'));
    await vi.advanceTimersByTimeAsync(10);
    expect(done).toEqual(['a', 'b']);
  });

  it('should begin works one at a time, the most urgent first, each when the client waits for nothing', async () => {
    const done: string[] = [];
    let tellQuiet = (): void => {};
    const patient = createScheduler(
      () => {},
      () => new Promise<void>((resolve) => (tellQuiet = resolve)),
    );
    for (const [key, urgency] of [
      ['a', 0],
      ['b', 1],
      ['c', 0],
      ['d', 2],
    ] as const)
      patient.schedule(
        key,
        0,
        () => void done.push(key),
        () => urgency,
      );
    await vi.advanceTimersByTimeAsync(10);
    expect(done).toEqual([]);
    for (const [i, order] of ['d', 'b', 'a', 'c'].entries()) {
      if (order === 'c') patient.cancel('c');
      tellQuiet();
      await vi.advanceTimersByTimeAsync(10);
      expect(done).toEqual(['d', 'b', 'a'].slice(0, i + 1));
    }
    patient.schedule('e', 0, () => void done.push('e'));
    await vi.advanceTimersByTimeAsync(10);
    tellQuiet();
    await vi.advanceTimersByTimeAsync(10);
    expect(done.at(-1)).toBe('e');
  });

  it('should go on with the steps of a work in between, and drop them when it is cancelled', async () => {
    const done: string[] = [];
    function* steps(name: string): Generator<undefined, void> {
      for (let i = 0; i < 5; i++) {
        done.push(`${name}${i}`);
        vi.advanceTimersByTime(20);
        yield;
      }
    }
    const turns: (() => void)[] = [];
    const patient = createScheduler(
      (key, error) => failures.push(`${key}: ${(error as Error).message}`),
      () => new Promise<void>((resolve) => turns.push(resolve)),
    );
    const turn = async (): Promise<void> => {
      turns.shift()!();
      await vi.advanceTimersByTimeAsync(1);
    };
    patient.schedule(
      'a',
      0,
      () => steps('a'),
      () => 0,
    );
    await vi.advanceTimersByTimeAsync(1);
    await turn();
    await turn();
    expect(done).toEqual(['a0']);
    patient.schedule(
      'b',
      0,
      () => void done.push('b'),
      () => 1,
    );
    await vi.advanceTimersByTimeAsync(1);
    await turn();
    expect(done).toEqual(['a0', 'b']);
    await turn();
    expect(done).toEqual(['a0', 'b', 'a1']);
    patient.schedule('a', 0, () => {
      throw new Error('a again');
    });
    for (let i = 0; i < 4 && turns.length > 0; i++) await turn();
    expect(done).toEqual(['a0', 'b', 'a1']);
    expect(failures).toEqual(['a: a again']);
    expect(patient.isBusy('a')).toBe(false);
  });

  it('should tell a failure once and go on', async () => {
    scheduler.schedule('a', 0, () => {
      throw new Error('broken');
    });
    await vi.advanceTimersByTimeAsync(1);
    expect(failures).toEqual(['a: broken']);
    const done: string[] = [];
    scheduler.schedule('a', 0, () => void done.push('again'));
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toEqual(['again']);
  });

  it('should drop what an aborted work throws', async () => {
    scheduler.schedule('a', 0, async (signal) => {
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    });
    await vi.advanceTimersByTimeAsync(1);
    scheduler.cancel('a');
    await vi.advanceTimersByTimeAsync(1);
    expect(failures).toEqual([]);
    expect(scheduler.isBusy('a')).toBe(false);
  });

  it('should not start a cancelled work', async () => {
    const done: string[] = [];
    scheduler.schedule('a', 10, () => void done.push('a'));
    scheduler.cancelAll();
    await vi.advanceTimersByTimeAsync(50);
    expect(done).toEqual([]);
  });
});

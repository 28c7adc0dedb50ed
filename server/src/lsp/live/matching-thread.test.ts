import { describe, expect, it } from 'vitest';
import type { KillableThread } from '../../host/match-worker.ts';
import type { FromThread, RunInput, RunPart, ToThread } from '../worker/messages.ts';
import { createMatchingThread, type MatchingThread } from './matching-thread.ts';

/** A thread that does what the test says. */
function fake(): KillableThread<ToThread, FromThread> & {
  posted: ToThread[];
  kills: number;
  say(message: FromThread): void;
  crash(): void;
} {
  let hear: (message: FromThread) => void;
  let crash: (reason: string) => void;
  const thread = {
    posted: [] as ToThread[],
    kills: 0,
    isRunning: true,
    post: (message: ToThread) => void thread.posted.push(message),
    kill: () => void thread.kills++,
    onMessage: (handler: typeof hear) => void (hear = handler),
    onCrash: (handler: typeof crash) => void (crash = handler),
    say: (message: FromThread) => hear(message),
    crash: () => crash('out of memory'),
  };
  return thread;
}

const part: RunPart = {
  report: {
    lines: { total: 1, ignored: 0, matched: 1, missed: 0 },
    regexes: [],
    dateTemplates: [],
    dated: 0,
    notes: [],
    crashes: 0,
    firstCrash: null,
  },
  progress: { bytes: 1, of: 1 },
  lines: [],
};
const input = {
  logs: [{ path: '/log', stamp: '2', encoding: 'utf-8', keepsLastLine: false, source: 'text' }],
  regexMilliseconds: 100,
  filter: {},
} as unknown as RunInput;

function start(): { thread: ReturnType<typeof fake>; matching: MatchingThread } {
  const thread = fake();
  return { thread, matching: createMatchingThread(thread, (path) => ({ stamp: '2', text: `text of ${path}` })) };
}

const types = (messages: readonly ToThread[]): string[] => messages.map(({ type }) => type);

describe('createMatchingThread', () => {
  it('should send a text once and again only where it has changed', async () => {
    const { thread, matching } = start();
    for (const run of [1, 2]) {
      const end = matching.run(run, input, new AbortController().signal, () => {});
      thread.say({ type: 'end', run, part, problem: null, cancelled: false });
      expect(await end).toMatchObject({ part, problem: null, cancelled: false });
    }
    expect(types(thread.posted)).toEqual(['text', 'run', 'run']);
    matching.forget('/log');
    expect(thread.posted.at(-1)).toEqual({ type: 'text', path: '/log', text: null });
  });

  it('should end a run that hears of its cancellation without ending the thread', async () => {
    const { thread, matching } = start();
    const abort = new AbortController();
    const end = matching.run(1, input, abort.signal, () => {});
    abort.abort();
    thread.say({ type: 'end', run: 1, part, problem: null, cancelled: true });
    expect(await end).toMatchObject({ cancelled: true });
    expect(thread.kills).toBe(0);
  });

  it('should end a thread that does not hear, and begin the other runs again with their texts', async () => {
    const { thread, matching } = start();
    const abort = new AbortController();
    const stuck = matching.run(1, input, abort.signal, () => {});
    const other = matching.run(2, input, new AbortController().signal, () => {});
    const question = matching.texts(input.logs[0]!, [0]);
    abort.abort();
    expect(await stuck).toMatchObject({ cancelled: true, part: null });
    await expect(question).rejects.toThrow('anew');
    expect(thread.kills).toBe(1);
    expect(types(thread.posted)).toEqual(['text', 'run', 'run', 'texts', 'cancel', 'text', 'run']);
    thread.say({ type: 'end', run: 2, part, problem: null, cancelled: false });
    expect(await other).toMatchObject({ problem: null });
  });

  it('should tell its runs that the thread crashed, and serve the next run', async () => {
    const { thread, matching } = start();
    const lost = matching.run(1, input, new AbortController().signal, () => {});
    thread.crash();
    expect((await lost).problem?.message).toContain('out of memory');
    const next = matching.run(2, input, new AbortController().signal, () => {});
    thread.say({ type: 'end', run: 2, part, problem: null, cancelled: false });
    expect((await next).problem).toBeNull();
  });

  it('should pass partial reports on, answers to who asked, and nothing of an ended run', async () => {
    const { thread, matching } = start();
    const parts: RunPart[] = [];
    void matching.run(1, input, new AbortController().signal, (told) => parts.push(told));
    thread.say({ type: 'progress', run: 1, part });
    thread.say({ type: 'progress', run: 9, part });
    expect(parts).toEqual([part]);
    const question = matching.texts(input.logs[0]!, [3]);
    const failing = matching.explain(input, 0, 0, 1);
    const ids = thread.posted.flatMap((message) => ('id' in message ? [message.id] : []));
    thread.say({ type: 'failure', id: ids[1]!, message: 'no such file' });
    thread.say({ type: 'answer', id: ids[0]!, answer: ['line'] });
    expect(await question).toEqual(['line']);
    await expect(failing).rejects.toThrow('no such file');
  });
});

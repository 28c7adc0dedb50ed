import type { KillableThread } from '../host/match-worker.ts';
import type { Recording } from '../samples/record/record.ts';
import type { VerifiedFilter } from '../samples/verify-filter.ts';
import { cancelled } from './guard.ts';
import { createThreadQueue, type ThreadAnswer } from './thread-queue.ts';
import type { FromThread, RecordInput, ToThread, VerifyInput } from './worker/messages.ts';

/** Runs samples in a thread of their own: no live run waits for them, and a cancelled one ends at once. */
export interface SampleRunner {
  verify(input: VerifyInput, signal: AbortSignal): Promise<VerifiedFilter>;
  /** A text: why the filter does not load. */
  record(input: RecordInput, signal: AbortSignal): Promise<Recording | string>;
  dispose(): void;
}

/** An editor asks for one filter after the other. */
const idleMilliseconds = 5000;

export function createSampleRunner(thread: KillableThread<ToThread, FromThread>): SampleRunner {
  const queue = createThreadQueue(thread, idleMilliseconds);
  const answerOf = async (
    send: (post: (message: ToThread) => void, id: number) => void,
    signal: AbortSignal,
  ): Promise<ThreadAnswer> => {
    const question = queue.ask(send);
    signal.addEventListener('abort', question.leave, { once: true });
    try {
      return await question.answer;
    } catch (error) {
      if (signal.aborted) throw cancelled();
      throw error;
    } finally {
      signal.removeEventListener('abort', question.leave);
    }
  };
  return {
    async verify(input, signal) {
      const answer = await answerOf((post, id) => post({ type: 'verify', id, ...input }), signal);
      return (answer as readonly VerifiedFilter[])[0]!;
    },
    async record(input, signal) {
      const answer = await answerOf((post, id) => post({ type: 'record', id, ...input }), signal);
      return (answer as readonly (Recording | string)[])[0]!;
    },
    dispose: queue.dispose,
  };
}

import type { KillableThread } from '../host/match-worker.ts';
import type { VerifiedFilter } from '../samples/verify-filter.ts';
import { cancelled } from './guard.ts';
import { createThreadQueue } from './thread-queue.ts';
import type { FromThread, ToThread, VerifyInput } from './worker/messages.ts';

/** Runs samples in a thread of their own: no live run waits for them, and a cancelled one ends at once. */
export interface SampleRunner {
  verify(input: VerifyInput, signal: AbortSignal): Promise<VerifiedFilter>;
  dispose(): void;
}

/** An editor asks for one filter after the other. */
const idleMilliseconds = 5000;

export function createSampleRunner(thread: KillableThread<ToThread, FromThread>): SampleRunner {
  const queue = createThreadQueue(thread, idleMilliseconds);
  return {
    async verify(input, signal) {
      const question = queue.ask((post, id) => post({ type: 'verify', id, ...input }));
      signal.addEventListener('abort', question.leave, { once: true });
      try {
        const [verified] = (await question.answer) as readonly VerifiedFilter[];
        return verified!;
      } catch (error) {
        if (signal.aborted) throw cancelled();
        throw error;
      } finally {
        signal.removeEventListener('abort', question.leave);
      }
    },
    dispose: queue.dispose,
  };
}

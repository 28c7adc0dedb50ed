import type { Danger } from '../danger/danger.ts';
import type { FilterTexts } from '../danger/probe.ts';
import type { KillableThread } from '../host/match-worker.ts';
import type { CurrentText } from './sent-texts.ts';
import { createThreadQueue, type Question } from './thread-queue.ts';
import type { FromThread, LogInput, ToThread } from './worker/messages.ts';

/** Looks for dangers in a thread of its own, so that no run waits for them. */
export interface DangerFinder {
  /** The dangers of each filter; undefined where a newer question about the same file took its place, or the thread ended. */
  find(
    path: string,
    filters: readonly FilterTexts[],
    sample: LogInput | null,
  ): Promise<readonly (readonly Danger[])[] | undefined>;
  /** Nobody waits for what is known of a file. */
  forget(path: string): void;
  dispose(): void;
}

/** One question at a time; one that is out of date ends the thread, whatever it is doing. The thread is seldom needed, and started in no time. */
export function createDangerFinder(
  thread: KillableThread<ToThread, FromThread>,
  currentText: CurrentText,
): DangerFinder {
  const queue = createThreadQueue(thread, currentText);
  const asked = new Map<string, Question>();
  const forget = (path: string): void => {
    asked.get(path)?.leave();
    asked.delete(path);
  };
  return {
    find: async (path, filters, sample) => {
      forget(path);
      const question = queue.ask(sample ? [sample] : [], (id) => ({ type: 'dangers', id, filters, sample }));
      asked.set(path, question);
      try {
        return (await question.answer) as readonly (readonly Danger[])[];
      } catch {
        return undefined;
      } finally {
        if (asked.get(path) === question) asked.delete(path);
      }
    },
    forget,
    dispose: queue.dispose,
  };
}

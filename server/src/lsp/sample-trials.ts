import type { WayEffect } from '../danger/sample-effect.ts';
import type { FilterChange } from '../features/refactor/prove.ts';
import type { KillableThread } from '../host/match-worker.ts';
import type { CurrentText } from './sent-texts.ts';
import { createThreadQueue, type Question } from './thread-queue.ts';
import type { FromThread, LogInput, ToThread } from './worker/messages.ts';

/** Proves other ways to write a filter, and tries them on its sample, in a thread of its own. */
export interface SampleTrials {
  /** One for each way; undefined where it cannot be tried. None at all where it takes longer than a menu can wait. */
  effects(ways: readonly FilterChange[], sample: LogInput | null): Promise<readonly (WayEffect | undefined)[]>;
}

/** Who opens one menu opens another soon. */
const idleMilliseconds = 20_000;

/** Milliseconds that a menu waits. */
const patience = 3000;

/** A newer question takes the place of the one before: there is one menu. */
export function createSampleTrials(
  thread: KillableThread<ToThread, FromThread>,
  currentText: CurrentText,
): SampleTrials {
  const queue = createThreadQueue(thread, currentText, idleMilliseconds);
  let last: Question | undefined;
  return {
    effects: async (ways, sample) => {
      last?.leave();
      if (ways.length === 0) return [];
      const question = queue.ask(sample ? [sample] : [], (id) => ({ type: 'effects', id, ways, sample }));
      last = question;
      const timer = setTimeout(() => question.leave(), patience);
      try {
        return (await question.answer) as readonly (WayEffect | undefined)[];
      } catch {
        return [];
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

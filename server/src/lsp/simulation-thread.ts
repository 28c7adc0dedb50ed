import type { KillableThread } from '../host/match-worker.ts';
import type { CurrentText } from './sent-texts.ts';
import { answerUntil, createThreadQueue, type Unanswered } from './thread-queue.ts';
import type {
  FromThread,
  SimulationAnswers,
  SimulationAsk,
  SimulationInput,
  SimulationKind,
  ToThread,
} from './worker/messages.ts';

/** Simulates bans in a thread of its own, so that no run waits for them. */
export interface SimulationThread {
  /** Undefined where the signal aborts before the answer. Rejects with words for the user where nothing can be told. */
  ask<K extends SimulationKind>(
    input: SimulationInput,
    ask: SimulationAnswers[K]['ask'] & { kind: K },
    signal: AbortSignal,
  ): Promise<SimulationAnswers[K]['answer'] | undefined>;
  dispose(): void;
}

/** The thread stays so long without a question: it holds the attempts of the logs that it has read. */
const idleMilliseconds = 120_000;

export function createSimulationThread(
  thread: KillableThread<ToThread, FromThread>,
  currentText: CurrentText,
): SimulationThread {
  const queue = createThreadQueue(thread, currentText, idleMilliseconds);
  return {
    async ask<K extends SimulationKind>(input: SimulationInput, ask: SimulationAsk, signal: AbortSignal) {
      const question = () => queue.ask(input.run.logs, (id) => ({ type: 'simulate', id, input, ask }));
      const answer = await answerUntil(signal, question).catch((error: Unanswered) => {
        if (error.reason === 'left') return undefined;
        throw error.reason === 'ended' ? new Error(`the thread ended: ${error.message}`) : error;
      });
      return answer?.[0] as SimulationAnswers[K]['answer'] | undefined;
    },
    dispose: queue.dispose,
  };
}

import type { KillableThread } from '../host/match-worker.ts';
import type { CurrentText } from './live/matching-thread.ts';
import type {
  FromThread,
  SimulationAnswer,
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

interface Question {
  readonly id: number;
  readonly input: SimulationInput;
  readonly ask: SimulationAsk;
  resolve(answer: SimulationAnswer | undefined): void;
  reject(error: Error): void;
}

/** The thread stays so long without a question: it holds the attempts of the logs that it has read. */
const idleMilliseconds = 120_000;

/** One question at a time; one that is given up ends the thread, whatever it is doing. */
export function createSimulationThread(
  thread: KillableThread<ToThread, FromThread>,
  currentText: CurrentText,
): SimulationThread {
  const waiting: Question[] = [];
  let asked: Question | undefined;
  let lastId = 0;
  /** The stamps of the texts that the thread holds. */
  const sent = new Map<string, string>();
  let idle: ReturnType<typeof setTimeout> | undefined;

  const kill = (): void => {
    thread.kill();
    sent.clear();
  };
  const sendTexts = ({ run }: SimulationInput): void => {
    for (const { source, path, stamp } of run.logs) {
      if (source !== 'text' || sent.get(path) === stamp) continue;
      const current = currentText(path);
      thread.post({ type: 'text', path, text: current?.text ?? null });
      sent.set(path, current?.stamp ?? '');
    }
  };
  const next = (): void => {
    if (asked) return;
    clearTimeout(idle);
    asked = waiting.shift();
    if (!asked) {
      idle = setTimeout(kill, idleMilliseconds);
      return void idle.unref();
    }
    const { id, input, ask } = asked;
    sendTexts(input);
    thread.post({ type: 'simulate', id, input, ask });
  };
  /** Of the question that the thread works on. */
  const end = (tell: (question: Question) => void): void => {
    const done = asked;
    asked = undefined;
    if (done) tell(done);
    next();
  };
  const giveUp = (question: Question): void => {
    if (asked === question) {
      kill();
      return end(({ resolve }) => resolve(undefined));
    }
    const at = waiting.indexOf(question);
    if (at < 0) return;
    waiting.splice(at, 1);
    question.resolve(undefined);
  };
  thread.onMessage((message) => {
    if (message.type === 'answer' && message.id === asked?.id)
      end(({ resolve }) => resolve(message.answer[0] as SimulationAnswer));
    else if (message.type === 'failure' && message.id === asked?.id)
      end(({ reject }) => reject(new Error(message.message)));
  });
  thread.onCrash((reason) => {
    sent.clear();
    end(({ reject }) => reject(new Error(`the thread ended: ${reason}`)));
  });
  return {
    ask: <K extends SimulationKind>(input: SimulationInput, ask: SimulationAsk, signal: AbortSignal) =>
      new Promise<SimulationAnswers[K]['answer'] | undefined>((resolve, reject) => {
        if (signal.aborted) return resolve(undefined);
        const question: Question = { id: ++lastId, input, ask, resolve, reject };
        signal.addEventListener('abort', () => giveUp(question), { once: true });
        waiting.push(question);
        next();
      }),
    dispose() {
      clearTimeout(idle);
      for (const { resolve } of waiting.splice(0)) resolve(undefined);
      kill();
      asked?.resolve(undefined);
      asked = undefined;
    },
  };
}

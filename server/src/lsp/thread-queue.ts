import type { KillableThread } from '../host/match-worker.ts';
import { createSentTexts, type CurrentText } from './sent-texts.ts';
import type { FromThread, LogInput, ToThread } from './worker/messages.ts';

export type ThreadAnswer = (FromThread & { type: 'answer' })['answer'];

/** Why a question has no answer. */
export class Unanswered extends Error {
  constructor(
    readonly reason: 'left' | 'ended' | 'failed',
    message: string = reason,
  ) {
    super(message);
  }
}

export interface Question {
  /** Rejects with `Unanswered`. */
  readonly answer: Promise<ThreadAnswer>;
  /** Nobody waits for it any more; where the thread is at it, that is ended. */
  leave(): void;
}

/** One question at a time for a thread; one that is left ends the thread, whatever it is doing. */
export interface ThreadQueue {
  /** `logs`: those that the question reads. `step`: told how far the thread is, where it tells that. */
  ask(logs: readonly LogInput[], message: (id: number) => ToThread, step?: Step): Question;
  dispose(): void;
}

export type Step = (done: number, of: number) => void;

interface Waiting {
  readonly id: number;
  readonly logs: readonly LogInput[];
  message(id: number): ToThread;
  resolve(answer: ThreadAnswer): void;
  reject(reason: Unanswered): void;
  readonly step: Step | undefined;
}

/** `idleMilliseconds`: how long the thread is kept when nothing is asked of it. */
export function createThreadQueue(
  thread: KillableThread<ToThread, FromThread>,
  currentText: CurrentText,
  idleMilliseconds = 0,
): ThreadQueue {
  const texts = createSentTexts(thread, currentText);
  const waiting: Waiting[] = [];
  let asked: Waiting | undefined;
  let lastId = 0;
  let idle: ReturnType<typeof setTimeout> | undefined;

  const rest = (): void => {
    clearTimeout(idle);
    if (idleMilliseconds === 0) return thread.kill();
    idle = setTimeout(() => thread.kill(), idleMilliseconds);
    idle.unref();
  };
  const next = (): void => {
    if (asked) return;
    asked = waiting.shift();
    if (!asked) return rest();
    clearTimeout(idle);
    texts.send(asked.logs);
    thread.post(asked.message(asked.id));
  };
  const end = (settle: (done: Waiting) => void): void => {
    const done = asked;
    asked = undefined;
    if (done) settle(done);
    next();
  };
  thread.onMessage((message) => {
    if (message.type === 'step' && message.id === asked?.id) asked.step?.(message.done, message.of);
    if ((message.type !== 'answer' && message.type !== 'failure') || message.id !== asked?.id) return;
    end((done) =>
      message.type === 'answer' ? done.resolve(message.answer) : done.reject(new Unanswered('failed', message.message)),
    );
  });
  thread.onCrash((reason) => end((done) => done.reject(new Unanswered('ended', reason))));
  const leave = (id: number): void => {
    const at = waiting.findIndex((one) => one.id === id);
    if (at !== -1) return waiting.splice(at, 1)[0]!.reject(new Unanswered('left'));
    if (asked?.id !== id) return;
    thread.kill();
    end((done) => done.reject(new Unanswered('left')));
  };
  return {
    ask(logs, message, step) {
      const id = ++lastId;
      const answer = new Promise<ThreadAnswer>((resolve, reject) =>
        waiting.push({ id, logs, message, resolve, reject, step }),
      );
      next();
      return { answer, leave: () => leave(id) };
    },
    dispose() {
      clearTimeout(idle);
      thread.kill();
      const left = [...waiting.splice(0), ...(asked ? [asked] : [])];
      asked = undefined;
      for (const { reject } of left) reject(new Unanswered('left'));
    },
  };
}

/** Asks and waits for the answer; undefined where the signal aborts before. Rejects with `Unanswered`. */
export async function answerUntil(signal: AbortSignal, ask: () => Question): Promise<ThreadAnswer | undefined> {
  if (signal.aborted) return undefined;
  const question = ask();
  signal.addEventListener('abort', question.leave, { once: true });
  try {
    return await question.answer;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    signal.removeEventListener('abort', question.leave);
  }
}

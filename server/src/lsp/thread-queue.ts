import type { KillableThread } from '../host/match-worker.ts';
import type { FromThread, ToThread } from './worker/messages.ts';

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
  /** `send`: posts the question, and before it what it needs. */
  ask(send: (post: (message: ToThread) => void, id: number) => void): Question;
  dispose(): void;
}

interface Waiting {
  readonly id: number;
  send(post: (message: ToThread) => void, id: number): void;
  resolve(answer: ThreadAnswer): void;
  reject(reason: Unanswered): void;
}

/** `idleMilliseconds`: how long the thread is kept when nothing is asked of it. */
export function createThreadQueue(thread: KillableThread<ToThread, FromThread>, idleMilliseconds = 0): ThreadQueue {
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
    asked.send((message) => thread.post(message), asked.id);
  };
  const end = (settle: (done: Waiting) => void): void => {
    const done = asked;
    asked = undefined;
    if (done) settle(done);
    next();
  };
  thread.onMessage((message) => {
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
    ask(send) {
      const id = ++lastId;
      const answer = new Promise<ThreadAnswer>((resolve, reject) => waiting.push({ id, send, resolve, reject }));
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

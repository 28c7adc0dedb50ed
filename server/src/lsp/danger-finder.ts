import type { Danger } from '../danger/danger.ts';
import type { FilterTexts } from '../danger/probe.ts';
import type { KillableThread } from '../host/match-worker.ts';
import type { CurrentText } from './live/matching-thread.ts';
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

interface Question {
  readonly id: number;
  readonly path: string;
  readonly message: ToThread;
  readonly sample: LogInput | null;
  answer(dangers: readonly (readonly Danger[])[] | undefined): void;
}

/** One question at a time; one that is out of date ends the thread, whatever it is doing. */
export function createDangerFinder(
  thread: KillableThread<ToThread, FromThread>,
  currentText: CurrentText,
): DangerFinder {
  const waiting: Question[] = [];
  let asked: Question | undefined;
  let lastId = 0;

  const next = (): void => {
    if (asked) return;
    asked = waiting.shift();
    // It is seldom needed, and started in no time.
    if (!asked) return thread.kill();
    const { sample } = asked;
    if (sample?.source === 'text')
      thread.post({ type: 'text', path: sample.path, text: currentText(sample.path)?.text ?? null });
    thread.post(asked.message);
  };
  const end = (dangers: readonly (readonly Danger[])[] | undefined): void => {
    const done = asked;
    asked = undefined;
    done?.answer(dangers);
    next();
  };
  const forget = (path: string): void => {
    for (const question of waiting.filter((one) => one.path === path)) {
      waiting.splice(waiting.indexOf(question), 1);
      question.answer(undefined);
    }
    if (asked?.path !== path) return;
    thread.kill();
    end(undefined);
  };
  thread.onMessage((message) => {
    if (message.type === 'answer' && message.id === asked?.id) end(message.answer as readonly (readonly Danger[])[]);
    else if (message.type === 'failure' && message.id === asked?.id) end(undefined);
  });
  thread.onCrash(() => end(undefined));
  return {
    find: (path, filters, sample) => {
      forget(path);
      return new Promise((answer) => {
        const id = ++lastId;
        waiting.push({ id, path, message: { type: 'dangers', id, filters, sample }, sample, answer });
        next();
      });
    },
    forget,
    dispose() {
      for (const { answer } of waiting.splice(0)) answer(undefined);
      thread.kill();
      asked?.answer(undefined);
      asked = undefined;
    },
  };
}

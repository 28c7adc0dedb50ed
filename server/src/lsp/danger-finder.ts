import { setTimeout as after } from 'node:timers/promises';
import type { Danger } from '../danger/danger.ts';
import type { FoundDangers } from '../danger/known-dangers.ts';
import type { FilterTexts } from '../danger/probe.ts';
import { createAnswerMemory } from '../host/answer-store.ts';
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

export interface DangerFinderOptions {
  readonly currentText: CurrentText;
  /** Whether what is found in a file may be kept on the disk, for the next start. */
  keepsOnDisk(path: string): boolean;
  /** Resolves when nobody types in the file and no counts are waited for; earlier where the signal aborts. None: at once. */
  quiet?(signal: AbortSignal): Promise<void>;
}

/**
 * One question at a time, each when it is quiet; one that is out of date ends the thread, whatever it is doing. The thread is seldom needed, and started in no time. What was found
 * in a filter with a log is remembered: whoever opens it again, or another file with the same filter, starts no thread.
 */
export function createDangerFinder(
  thread: KillableThread<ToThread, FromThread>,
  { currentText, keepsOnDisk, quiet }: DangerFinderOptions,
): DangerFinder {
  const queue = createThreadQueue(thread, currentText);
  const asked = new Map<string, Question>();
  /** Files whose question waits for quiet. */
  const waiting = new Map<string, AbortController>();
  const memory = createAnswerMemory();
  /** Waits for quiet; false where the question is out of date by then. */
  const isStillAsked = async (path: string, wait: NonNullable<typeof quiet>): Promise<boolean> => {
    const abort = new AbortController();
    waiting.set(path, abort);
    await wait(abort.signal);
    if (waiting.get(path) === abort) waiting.delete(path);
    return !abort.signal.aborted;
  };
  const forget = (path: string): void => {
    waiting.get(path)?.abort();
    waiting.delete(path);
    asked.get(path)?.leave();
    asked.delete(path);
  };
  const ask = async (
    path: string,
    filters: readonly FilterTexts[],
    sample: LogInput | null,
  ): Promise<readonly FoundDangers[] | undefined> => {
    const question = queue.ask(sample ? [sample] : [], (id) => ({
      type: 'dangers',
      id,
      filters,
      sample,
      keepsOnDisk: keepsOnDisk(path),
    }));
    asked.set(path, question);
    try {
      return (await question.answer) as readonly FoundDangers[];
    } catch {
      return undefined;
    } finally {
      if (asked.get(path) === question) asked.delete(path);
    }
  };
  return {
    find: async (path, filters, sample) => {
      forget(path);
      const known = filters.map((filter) => memory.get([filter, sample]) as readonly Danger[] | undefined);
      const unknown = filters.filter((_, i) => !known[i]);
      if (unknown.length > 0 && quiet && !(await isStillAsked(path, quiet))) return undefined;
      const found = unknown.length > 0 ? await ask(path, unknown, sample) : [];
      if (!found) return undefined;
      for (const [i, { dangers, isWhole }] of found.entries()) if (isWhole) memory.set([unknown[i], sample], dangers);
      const rest = found.values();
      return known.map((dangers) => dangers ?? rest.next().value!.dangers);
    },
    forget,
    dispose() {
      for (const path of [...waiting.keys()]) forget(path);
      queue.dispose();
    },
  };
}

/** Milliseconds without a newer question: while somebody types, a thread would be started and ended at every letter, and the counts would wait for it. */
const quietMilliseconds = 300;
/** So often it is waited for a run that has not ended: one that hangs is no reason to say nothing of the danger. */
const mostPauses = 5;

/** What `DangerFinderOptions.quiet` is in the editor. `isRunning`: counts are on their way. */
export function createQuietWait(
  isRunning: () => boolean,
  milliseconds = quietMilliseconds,
): (signal: AbortSignal) => Promise<void> {
  return async (signal) => {
    for (let pauses = 0; pauses === 0 || (pauses < mostPauses && isRunning()); pauses++) {
      if (signal.aborted) return;
      await after(milliseconds, undefined, { signal, ref: false }).catch(() => {});
    }
  };
}

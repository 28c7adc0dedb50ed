/** Work that is asked for again and again, of which only the newest counts: diagnostics of a file, a run of a subject. */
export interface Scheduler {
  /**
   * Starts `work` after `delay` milliseconds, when its turn comes: works begin one at a time, the most urgent first, and each only
   * when the client waits for nothing. A work that gives steps is gone on with in the same manner, some milliseconds a turn. A waiting or running work of the same `key` is cancelled: its signal aborts, and
   * what it gives is of no use to anyone. Two works of one key never run at a time: a newer one waits until the older has
   * noticed its signal. `urgency` is asked when turns are given; of equal ones the first comes first.
   */
  schedule(key: string, delay: number, work: Work, urgency?: () => number): void;
  /** Ends the key's work, waiting or running. */
  cancel(key: string): void;
  cancelAll(): void;
  /** Whether a work of the key waits or runs. */
  isBusy(key: string): boolean;
}

/** What the user looks at and waits for, what can be seen, what can not. */
export const urgency = { counts: 2, visible: 1, hidden: 0 } as const;

export type Work = (signal: AbortSignal) => void | Promise<void> | Iterator<unknown>;

/** What the steps of a work may take in one turn. */
const stepsMilliseconds = 8;

interface Job {
  readonly key: string;
  readonly abort: AbortController;
  readonly work: Work;
  readonly urgency: () => number;
  timer: ReturnType<typeof setTimeout> | undefined;
  steps?: Iterator<unknown>;
}

/** `failed` takes what a work throws; an aborted work's throw is dropped. `quiet` resolves when the client waits for nothing. */
export function createScheduler(
  failed: (key: string, error: unknown) => void,
  quiet: () => Promise<void> = () => Promise.resolve(),
): Scheduler {
  const newest = new Map<string, Job>();
  /** The end of the key's last work that began. */
  const running = new Map<string, Promise<void>>();
  /** Works whose delay is over, in that order. */
  const ready = new Set<Job>();
  let isGivingTurns = false;

  const start = async (job: Job): Promise<void> => {
    const { key, abort, work } = job;
    const before = running.get(key);
    const run = async (): Promise<void> => {
      await before;
      if (abort.signal.aborted) return;
      try {
        const steps = await work(abort.signal);
        if (!steps) return;
        job.steps = steps;
        ready.add(job);
        void giveTurns();
      } catch (error) {
        if (!abort.signal.aborted) failed(key, error);
      }
    };
    const end = run();
    running.set(key, end);
    await end;
    if (running.get(key) === end) running.delete(key);
    if (!job.steps && newest.get(key) === job) newest.delete(key);
  };

  /** Some steps of a work; it stays ready until its last. */
  const goOn = (job: Job, steps: Iterator<unknown>): void => {
    const end = performance.now() + stepsMilliseconds;
    try {
      while (performance.now() < end) if (steps.next().done) return finished(job);
    } catch (error) {
      failed(job.key, error);
      finished(job);
    }
  };
  const finished = (job: Job): void => {
    ready.delete(job);
    if (newest.get(job.key) === job) newest.delete(job.key);
  };

  const giveTurns = async (): Promise<void> => {
    if (isGivingTurns) return;
    isGivingTurns = true;
    while (ready.size > 0) {
      await quiet();
      let next: Job | undefined;
      let most = -Infinity;
      for (const job of ready) {
        const asked = job.urgency();
        // Nothing is more urgent: the others need not be asked.
        if (asked >= urgency.counts) {
          next = job;
          break;
        }
        if (asked > most || (asked === most && job.steps && !next?.steps)) [next, most] = [job, asked];
      }
      if (next?.steps) goOn(next, next.steps);
      else if (next) {
        ready.delete(next);
        void start(next);
      }
    }
    isGivingTurns = false;
  };

  const cancel = (key: string): void => {
    const job = newest.get(key);
    if (!job) return;
    newest.delete(key);
    ready.delete(job);
    clearTimeout(job.timer);
    job.abort.abort('cancelled');
  };

  return {
    schedule(key, delay, work, urgencyOf = () => urgency.counts) {
      cancel(key);
      const job: Job = { key, abort: new AbortController(), work, urgency: urgencyOf, timer: undefined };
      newest.set(key, job);
      job.timer = setTimeout(() => {
        job.timer = undefined;
        ready.add(job);
        void giveTurns();
      }, delay);
    },
    cancel,
    cancelAll: () => [...newest.keys()].forEach(cancel),
    isBusy: (key) => newest.has(key),
  };
}

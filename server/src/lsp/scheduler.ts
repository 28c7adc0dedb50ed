/** Work that is asked for again and again, of which only the newest counts: diagnostics of a file, a run of a subject. */
export interface Scheduler {
  /**
   * Starts `work` after `delay` milliseconds. A waiting or running work of the same `key` is cancelled: its signal aborts, and
   * what it gives is of no use to anyone. Two works of one key never run at a time: a newer one waits until the older has
   * noticed its signal.
   */
  schedule(key: string, delay: number, work: (signal: AbortSignal) => void | Promise<void>): void;
  /** Ends the key's work, waiting or running. */
  cancel(key: string): void;
  cancelAll(): void;
  /** Whether a work of the key waits or runs. */
  isBusy(key: string): boolean;
}

interface Job {
  readonly abort: AbortController;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** `failed` takes what a work throws; an aborted work's throw is dropped. */
export function createScheduler(failed: (key: string, error: unknown) => void): Scheduler {
  const newest = new Map<string, Job>();
  /** The end of the key's last work that began. */
  const running = new Map<string, Promise<void>>();

  const start = async (key: string, job: Job, work: (signal: AbortSignal) => void | Promise<void>): Promise<void> => {
    const before = running.get(key);
    const run = async (): Promise<void> => {
      await before;
      if (job.abort.signal.aborted) return;
      try {
        await work(job.abort.signal);
      } catch (error) {
        if (!job.abort.signal.aborted) failed(key, error);
      }
    };
    const end = run();
    running.set(key, end);
    await end;
    if (running.get(key) === end) running.delete(key);
    if (newest.get(key) === job) newest.delete(key);
  };

  const cancel = (key: string): void => {
    const job = newest.get(key);
    if (!job) return;
    newest.delete(key);
    clearTimeout(job.timer);
    job.abort.abort();
  };

  return {
    schedule(key, delay, work) {
      cancel(key);
      const job: Job = { abort: new AbortController(), timer: undefined };
      newest.set(key, job);
      job.timer = setTimeout(() => {
        job.timer = undefined;
        void start(key, job, work);
      }, delay);
    },
    cancel,
    cancelAll: () => [...newest.keys()].forEach(cancel),
    isBusy: (key) => newest.has(key),
  };
}

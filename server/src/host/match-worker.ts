import { Worker } from 'node:worker_threads';

/** A thread that can be ended at any moment and is started anew when it is next needed. */
export interface KillableThread<To, From> {
  /** Starts the thread where there is none. */
  post(message: To): void;
  /** Ends the thread, whatever it is doing; what it was to answer never comes. */
  kill(): void;
  readonly isRunning: boolean;
  onMessage(handler: (message: From) => void): void;
  /** The thread ended by itself: it crashed or ran out of memory. */
  onCrash(handler: (reason: string) => void): void;
}

/** `script`: the thread's program, a file. `memoryMegabytes`: how much its JavaScript may take before it is ended. */
export function createKillableThread<To, From>(script: string, memoryMegabytes: number): KillableThread<To, From> {
  let worker: Worker | undefined;
  let handleMessage: (message: From) => void = () => {};
  let handleCrash: (reason: string) => void = () => {};

  const start = (): Worker => {
    const started = new Worker(script, {
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
      stdout: true,
      stderr: true,
    });
    let reason = '';
    started.on('message', (message: From) => worker === started && handleMessage(message));
    started.on('error', (error) => (reason = error instanceof Error ? (error.stack ?? error.message) : String(error)));
    started.on('exit', (code) => {
      if (worker !== started) return;
      worker = undefined;
      handleCrash(reason || `the thread ended with code ${code}`);
    });
    // A thread that waits for work does not keep the server alive.
    started.unref();
    return started;
  };
  return {
    post: (message) => (worker ??= start()).postMessage(message),
    kill() {
      const ended = worker;
      worker = undefined;
      void ended?.terminate();
    },
    get isRunning() {
      return worker !== undefined;
    },
    onMessage: (handler) => (handleMessage = handler),
    onCrash: (handler) => (handleCrash = handler),
  };
}

import { Worker } from 'node:worker_threads';

/** A thread that is started for one answer. */
export interface AnsweringThread<Answer> {
  /** Undefined where it ended without one. */
  readonly answer: Promise<Answer | undefined>;
  stop(): void;
}

/** `script`: its program, a file; its only message is the answer. `input`: its `workerData`. */
export function runInThread<Answer>(script: string, argv: readonly string[], input: unknown): AnsweringThread<Answer> {
  const worker = new Worker(script, { argv: [...argv], workerData: input, stdout: true, stderr: true });
  const answer = new Promise<Answer | undefined>((done) => {
    worker.on('message', done);
    worker.on('error', () => done(undefined));
    worker.on('exit', () => done(undefined));
  });
  return { answer, stop: () => void worker.terminate() };
}

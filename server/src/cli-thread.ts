import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadOfProgram } from './cli-process.ts';
import { loadProgram } from './load-program.ts';

/** `dist/cli-thread.js`: the same as `dist/cli.js` as a thread of it, so that this one need not ask Node for threads, which takes milliseconds. */
const tell = (found: unknown): void => parentPort?.postMessage(found);
void loadProgram(process.argv[2]).run({ part: workerData as ThreadOfProgram['part'], tell });

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { main } from './cli/main.ts';
import { createKillableThread } from './host/match-worker.ts';
import { nodeFileSystem } from './host/node-file-system.ts';
import { replaceFile } from './host/replace-file.ts';
import { createStandardOutput } from './host/standard-output.ts';

const out = createStandardOutput(1, () => process.stdout.on('error', endQuietly));
const err = createStandardOutput(2, () => process.stderr);

/** With more of them the one that finds the dates would be the slowest. */
const mostThreads = 4;
/** A thread takes as long to start as it takes to count so many bytes. */
const longLogBytes = 6e6;

/** Settled when all is done. */
export const ended = main(process.argv.slice(2), {
  files: nodeFileSystem,
  replaceFile,
  cwd: process.cwd(),
  env: process.env,
  now: () => Date.now(),
  stdin: () => process.stdin,
  out: out.write,
  err: err.write,
  searchThreads: {
    count: Math.min(availableParallelism() - 1, mostThreads),
    fromBytes: longLogBytes,
    start: () => createKillableThread(join(__dirname, 'search-thread.js'), { memoryMegabytes: 512, keepsProcess: true }),
  },
  get outIsTerminal() {
    return out.isTerminal;
  },
  get errIsTerminal() {
    return err.isTerminal;
  },
}).then((code) => {
  process.exitCode = code;
});

/** Where the reader has gone (`… | head`). */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
}

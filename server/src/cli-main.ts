import { main } from './cli/main.ts';
import { nodeFileSystem } from './host/node-file-system.ts';
import { replaceFile } from './host/replace-file.ts';
import { createStandardOutput } from './host/standard-output.ts';

const out = createStandardOutput(1, () => process.stdout.on('error', endQuietly));
const err = createStandardOutput(2, () => process.stderr);

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

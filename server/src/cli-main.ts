import { main } from './cli/main.ts';
import { nodeFileSystem } from './host/node-file-system.ts';
import { replaceFile } from './host/replace-file.ts';

// Ends quietly where the reader has gone (`… | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

/** Settled when all is done. */
export const ended = main(process.argv.slice(2), {
  files: nodeFileSystem,
  replaceFile,
  cwd: process.cwd(),
  env: process.env,
  now: () => Date.now(),
  stdin: () => process.stdin,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  outIsTerminal: process.stdout.isTTY === true,
  errIsTerminal: process.stderr.isTTY === true,
}).then((code) => {
  process.exitCode = code;
});

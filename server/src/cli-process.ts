import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Command } from './cli/command.ts';
import type { LogPart, LogThreads } from './cli/log-threads.ts';
import { runCommand } from './cli/run-command.ts';
import { createFile } from './host/create-file.ts';
import { runGit } from './host/git.ts';
import { listenForInterruption } from './host/interruption.ts';
import { openKeptAnswers } from './host/kept-answers.ts';
import { nodeFileSystem } from './host/node-file-system.ts';
import { replaceFile } from './host/replace-file.ts';
import { createStandardOutput } from './host/standard-output.ts';
import { runInThread } from './host/run-in-thread.ts';

const out = createStandardOutput(1, () => process.stdout.on('error', endAt));
const err = createStandardOutput(2, () => process.stderr.on('error', endAt));

/** Of which a log's parts are read. More threads would wait for the disk, and each takes memory. */
const mostThreads = 4;
const threads: LogThreads = {
  get most() {
    return Math.min(availableParallelism(), mostThreads);
  },
  leastBytes: 1 << 25,
  warmBytes: 1 << 20,
  lateBytes: 3 << 23,
  start: <Found>(part: LogPart) => {
    const { answer, stop } = runInThread<Found>(join(__dirname, 'cli-thread.js'), process.argv.slice(2), part);
    return { found: answer, stop };
  },
};
const unheard = (): void => {};

/** Where the program is a thread of another one: its part of a log, and whom it tells. */
export interface ThreadOfProgram {
  readonly part: LogPart;
  tell(found: unknown): void;
}

/** Runs the one of `commands` that this process or thread was started for. Settled when all is done. */
export const runProcess = (commands: readonly Command[], thread?: ThreadOfProgram): Promise<void> =>
  runCommand(commands, process.argv.slice(2), {
    files: nodeFileSystem,
    replaceFile,
    createFile,
    git: runGit,
    rulePage: (name) => {
      try {
        return readFileSync(join(__dirname, 'rules', `${name}.md`), 'utf8');
      } catch {
        return undefined;
      }
    },
    answers: () => openKeptAnswers('check.cache', __filename, process.env),
    cwd: process.cwd(),
    env: process.env,
    now: () => Date.now(),
    listenForInterruption,
    stdin: () => process.stdin,
    ...(thread ? { out: unheard, err: unheard, ...thread } : { out: out.write, err: err.write, threads }),
    drained: out.drained,
    get outIsTerminal() {
      return out.isTerminal;
    },
    get errIsTerminal() {
      return err.isTerminal;
    },
  }).then((code) => {
    process.exitCode ??= code;
  });

/** Quietly where the reader has gone (`… | head`); else in one line, as all bad ends. */
function endAt({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') process.exit(0);
  err.write(`fail2ban-lens: the output cannot be written (${code ?? message})\n`);
  process.exit(2);
}

#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import type { ThreadOfProgram } from './cli-process.ts';

/**
 * `dist/cli.js`: starts one of the programs beside it, that of `test` (cli-test-main.ts) or that of all commands (cli-main.ts). V8 takes longer to
 * compile them than to count a small log, so the build leaves V8's code cache of each there, too. A cache is good for the V8 that made it alone:
 * where it is missing or refused, V8 compiles as always.
 */

/** By the program's name; set by the build. V8 itself tells programs apart by their length. */
declare const programIds: Readonly<Record<string, string>>;

/** Also where Node was told to take a link for the file itself. */
const folder = dirname(realpathSync.native(__filename));

/** Compiles the program for a command, a text of ASCII that is one function, as Node compiles a CommonJS module. `run`: settled when all is done. */
export function loadProgram(command?: string): {
  readonly script: Script;
  /** Where the code cache stands, or would. */
  readonly cache: string;
  run(thread?: ThreadOfProgram): Promise<void>;
} {
  const name = command === 'test' ? 'test-command' : 'command-line';
  const program = join(folder, `${name}.js`);
  const cache = join(folder, `${name}.${programIds[name]}.${process.version}.${process.arch}.cache`);
  const script = new Script(readFileSync(program, 'latin1'), { filename: program, cachedData: read(cache) });
  const compiled = script.runInThisContext() as (...scope: unknown[]) => void;
  return {
    script,
    cache,
    run: (thread) => {
      const loaded = { exports: {} };
      compiled.call(loaded.exports, loaded.exports, require, loaded, program, folder);
      return (loaded.exports as { run(thread?: ThreadOfProgram): Promise<void> }).run(thread);
    },
  };
}

function read(cache: string): Buffer | undefined {
  try {
    return readFileSync(cache);
  } catch {
    return undefined;
  }
}

if (require.main === module) void loadProgram(process.argv[2]).run();
else if (process.argv[1] === __filename) void runAsThread();

/** A thread has no main module: its program is the second of its arguments. What threads need of Node takes milliseconds to load. */
async function runAsThread(): Promise<void> {
  const { isMainThread, parentPort, workerData } = await import('node:worker_threads');
  if (isMainThread) return;
  const tell = (found: unknown): void => parentPort?.postMessage(found);
  await loadProgram(process.argv[2]).run({ part: workerData as ThreadOfProgram['part'], tell });
}

#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/**
 * `dist/cli.js`: starts the program beside it (cli-main.ts). V8 takes longer to compile it than to count a small log, so the build leaves V8's
 * code cache there, too. The cache is good for the V8 that made it alone: where it is missing or refused, V8 compiles as always.
 */

/** Set by the build; V8 itself tells programs apart by their length. */
declare const programId: string;

/** Also where Node was told to take a link for the file itself. */
const folder = dirname(realpathSync.native(__filename));
export const program = join(folder, 'command-line.js');
export const cache = join(folder, `command-line.${programId}.${process.version}.${process.arch}.cache`);

/** Compiles the program, a text of ASCII, as Node compiles a CommonJS module. `run` gives what it exports. */
export function loadProgram(): { readonly script: Script; run(): unknown } {
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(program, 'latin1')}\n})`;
  const script = new Script(source, { filename: program, cachedData: readCache() });
  const compiled = script.runInThisContext() as (...scope: unknown[]) => void;
  return {
    script,
    run: () => {
      const loaded = { exports: {} };
      compiled.call(loaded.exports, loaded.exports, require, loaded, program, folder);
      return loaded.exports;
    },
  };
}

function readCache(): Buffer | undefined {
  try {
    return readFileSync(cache);
  } catch {
    return undefined;
  }
}

/** A thread has no main module: its program is the second of its arguments. */
const isStarted = isMainThread ? require.main === module : process.argv[1] === __filename;
if (isStarted) loadProgram().run();

import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import type { ThreadOfProgram } from './cli-process.ts';

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
  const name = command === 'test' || command === 'simulate' ? 'log-commands' : 'command-line';
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

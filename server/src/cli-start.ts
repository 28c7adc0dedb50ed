#!/usr/bin/env node
import { loadProgram } from './load-program.ts';

/**
 * `dist/cli.js`: starts one of the programs beside it, that of `test` and `simulate` (cli-log-main.ts) or that of all commands (cli-main.ts). V8 takes longer to
 * compile them than to count a small log, so the build leaves V8's code cache of each there, too. A cache is good for the V8 that made it alone:
 * where it is missing or refused, V8 compiles as always.
 */
export { loadProgram };

if (require.main === module) void loadProgram(process.argv[2]).run();

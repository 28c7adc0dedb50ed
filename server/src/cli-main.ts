import { runProcess, type ThreadOfProgram } from './cli-process.ts';
import { commands } from './cli/commands.ts';

/** The whole command line. Settled when all is done. */
export const run = (thread?: ThreadOfProgram): Promise<void> => runProcess(commands, thread);

import { runProcess, type ThreadOfProgram } from './cli-process.ts';
import { simulateCommand } from './cli/commands/simulate.ts';
import { testCommand } from './cli/commands/test.ts';

/** `fail2ban-lens test` and `simulate` without the other commands: half of the program, which starts sooner; load-program.ts names them, too. Settled when all is done. */
export const run = (thread?: ThreadOfProgram): Promise<void> => runProcess([testCommand, simulateCommand], thread);

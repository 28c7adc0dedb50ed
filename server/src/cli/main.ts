import type { CliHost, ExitCode } from './command.ts';
import { commands } from './commands.ts';
import { runCommand } from './run-command.ts';

/** The whole command line: argv (without node and script) -> exit code. Never throws for bad input. */
export const main = (argv: readonly string[], machine: CliHost): Promise<ExitCode> =>
  runCommand(commands, argv, machine);

import type { Command } from './command.ts';
import { checkCommand } from './commands/check.ts';
import { diffCommand } from './commands/diff.ts';
import { explainCommand } from './commands/explain.ts';
import { packCommand } from './commands/pack.ts';
import { recordCommand } from './commands/record.ts';
import { regexCommand } from './commands/regex.ts';
import { resolveCommand } from './commands/resolve.ts';
import { simulateCommand } from './commands/simulate.ts';
import { testCommand } from './commands/test.ts';
import { verifyCommand } from './commands/verify.ts';

/** Every command, in the order of the overview. One file a command in commands/. */
export const commands: readonly Command[] = [
  testCommand,
  explainCommand,
  diffCommand,
  simulateCommand,
  resolveCommand,
  regexCommand,
  checkCommand,
  verifyCommand,
  recordCommand,
  packCommand,
];

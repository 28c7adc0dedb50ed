import type { Command } from './command.ts';

/** Every command, in the order of the overview. One file a command in commands/. */
export const commands: readonly Command[] = [];

import type { Attack } from './attack.ts';
import { attackWithArguments } from './command-line/arguments.ts';
import { attackWithConfigurations } from './command-line/configuration.ts';
import { attackWithLogs } from './command-line/logs.ts';

export const commandLineAttacks: readonly Attack[] = [
  { name: 'command-line-configuration', run: attackWithConfigurations },
  { name: 'command-line-logs', run: attackWithLogs },
  { name: 'command-line-arguments', run: attackWithArguments },
];

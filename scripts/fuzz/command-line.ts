import type { Attack } from './attack.ts';
import { attackWithArguments } from './command-line/arguments.ts';
import { attackWithConfigurations } from './command-line/configuration.ts';
import { attackWithLogs } from './command-line/logs.ts';
import { attackWithReports } from './command-line/reports.ts';

export const commandLineAttacks: readonly Attack[] = [
  { name: 'command-line-configuration', run: attackWithConfigurations },
  { name: 'command-line-logs', run: attackWithLogs },
  { name: 'command-line-arguments', run: attackWithArguments },
  { name: 'command-line-reports', run: attackWithReports },
];

import type { Command } from './command.ts';

export const showLog: Command = {
  id: 'fail2banLens.showLog',
  run: ({ log }) => log.show(),
};

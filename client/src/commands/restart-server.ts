import { window } from 'vscode';
import type { Command } from './command.ts';

export const restartServer: Command = {
  id: 'fail2banLens.restartServer',
  async run({ connection, log }) {
    log.info('Restarting the language server.');
    await connection.restart();
    window.setStatusBarMessage('Fail2ban Lens: language server restarted', 4000);
  },
};

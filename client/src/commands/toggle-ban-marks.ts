import { workspace } from 'vscode';
import { appearanceSettings } from '../settings.ts';
import type { Command } from './command.ts';

/** Shows the bans in logs, or hides them. */
export const toggleBanMarks: Command = {
  id: 'fail2banLens.toggleBanMarks',
  async run() {
    const { bans } = appearanceSettings(undefined);
    await workspace
      .getConfiguration('fail2banLens')
      .update('decorations.bans', !bans, workspace.workspaceFolders === undefined);
  },
};

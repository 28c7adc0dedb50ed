import { env, window } from 'vscode';
import { activeOrPicked } from '../pick.ts';
import type { Command } from './command.ts';

/** Copies the fail2ban-regex command that does on a server what the run does here. Nothing is started. */
export const copyRegexCommand: Command = {
  id: 'fail2banLens.copyRegexCommand',
  async run(lens) {
    const subject = await activeOrPicked(lens);
    if (!subject) return;
    const { command, remarks } = await lens.connection.request('commandLine', { subject });
    await env.clipboard.writeText(command);
    void window.showInformationMessage(['Copied:', command, ...remarks].join(' '));
  },
};

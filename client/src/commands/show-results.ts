import { commands } from 'vscode';
import { editorCommands } from '../../../server/src/protocol.ts';
import type { Command } from './command.ts';

export const showResults: Command = {
  id: editorCommands.showResults,
  run: () => commands.executeCommand('fail2banLens.results.focus') as Promise<void>,
};

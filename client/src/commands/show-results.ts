import { commands } from 'vscode';
import { editorCommands } from '../../../server/src/protocol.ts';
import { isSubject } from '../subjects.ts';
import type { Command } from './command.ts';

/** Opens the Results view, on the subject that a code lens names. */
export const showResults: Command = {
  id: editorCommands.showResults,
  async run({ runs }, named) {
    if (isSubject(named)) runs.use(named);
    await commands.executeCommand('fail2banLens.results.focus');
  },
};

import { commands, window } from 'vscode';
import type { Command } from './command.ts';

/** Shows the Line view for the line at the cursor of a log. */
export const whyLine: Command = {
  id: 'fail2banLens.whyLine',
  async run({ runs }) {
    const editor = window.activeTextEditor;
    if (!editor || !runs.ofLog(editor.document.uri.toString()))
      void window.showInformationMessage('Put the cursor on a line of a log that a filter is tested against.');
    await commands.executeCommand('fail2banLens.line.focus');
  },
};

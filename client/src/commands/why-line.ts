import { Range, commands, window } from 'vscode';
import { showPlace } from '../show-place.ts';
import type { Command } from './command.ts';

/** Shows the Line view for the line at the cursor of a log, or for the one that is named: a log's address and a line, from 0. */
export const whyLine: Command = {
  id: 'fail2banLens.whyLine',
  async run({ runs }, address, line) {
    if (typeof address === 'string' && typeof line === 'number')
      await showPlace(address, new Range(line, 0, line, 0), { preserveFocus: false });
    const editor = window.activeTextEditor;
    if (!editor || !runs.ofLog(editor.document.uri.toString()))
      void window.showInformationMessage('Put the cursor on a line of a log that a filter is tested against.');
    await commands.executeCommand('fail2banLens.line.focus');
  },
};

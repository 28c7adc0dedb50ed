import { Position, Range, Uri, commands, window } from 'vscode';
import type { ResultRow } from '../views/results-model.ts';
import type { Command } from './command.ts';

/** Puts the cursor on the first line of a shape of missed lines, and shows the Line view for it. */
export const whyShape: Command = {
  id: 'fail2banLens.whyShape',
  async run({ connection, runs }, row) {
    const subject = runs.active();
    const selection = (row as ResultRow | undefined)?.opens?.lines;
    if (!subject || !selection) return;
    const { lines } = await connection.request('lines', { subject, selection, offset: 0, limit: 1 });
    const [first] = lines;
    if (!first) {
      window.setStatusBarMessage('No such line.', 4000);
      return;
    }
    const at = new Position(first.line, 0);
    // Where the log stands beside the filter already, it is shown there.
    const shown = window.visibleTextEditors.find(({ document }) => document.uri.toString() === first.log.shownAs);
    await window.showTextDocument(Uri.parse(first.log.shownAs), {
      selection: new Range(at, at),
      ...(shown?.viewColumn === undefined ? {} : { viewColumn: shown.viewColumn }),
    });
    await commands.executeCommand('fail2banLens.line.focus');
  },
};

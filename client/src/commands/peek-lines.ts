import { Location, Position, Uri, commands, window } from 'vscode';
import { editorCommands } from '../../../server/src/protocol.ts';
import type { PeekLines } from '../../../server/src/protocol.ts';
import type { Command } from './command.ts';

/** The peek view reads every listed line's document; more lines than a person looks through only slow it down. */
const mostLines = 500;

/** Lists the lines of a code lens or a row of the Results view in the peek view. */
export const peekLines: Command = {
  id: editorCommands.peekLines,
  async run({ connection, runs }, argument) {
    const { subject, selection, at } = argument as PeekLines;
    runs.use(subject);
    const { total, lines } = await connection.request('lines', { subject, selection, offset: 0, limit: mostLines });
    if (total === 0) {
      window.setStatusBarMessage('No such line.', 4000);
      return;
    }
    // an empty range: a whole line marked as found would hide the colours of the log
    const locations = lines.map(({ log, line }) => new Location(Uri.parse(log.shownAs), new Position(line, 0)));
    await commands.executeCommand(
      'editor.action.peekLocations',
      Uri.parse(at.uri),
      new Position(at.position.line, at.position.character),
      locations,
      'peek',
      'No such line.',
    );
    if (total > lines.length) window.setStatusBarMessage(`The first ${lines.length} of ${total} lines`, 6000);
  },
};

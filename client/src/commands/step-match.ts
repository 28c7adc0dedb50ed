import { window } from 'vscode';
import type { TextEditor } from 'vscode';
import type { RunState } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { goToLine, showLogBeside } from '../log-editor.ts';
import type { Command } from './command.ts';

/** Goes to the next or the previous matched line of the log, from the log itself or from its filter. */
function stepMatch(id: Command['id'], direction: 1 | -1): Command {
  return {
    id,
    async run(lens) {
      const state = activeRun(lens);
      const log = state?.sample?.logs[0];
      if (!state || !log) return;
      const shown =
        window.activeTextEditor && runOf(lens, window.activeTextEditor)
          ? window.activeTextEditor
          : await showLogBeside(log.shownAs);
      const file =
        state.sample?.logs.find(({ uri, shownAs }) => [uri, shownAs].includes(shown.document.uri.toString())) ?? log;
      const line = await lens.connection.request('nextLine', {
        subject: state.subject,
        log: file.uri,
        line: shown.selection.active.line,
        direction,
        selection: { status: 'matched' },
      });
      if (line === null) window.setStatusBarMessage('No line of this log is matched.', 4000);
      else goToLine(shown, line);
    },
  };
}

function runOf({ runs }: Lens, editor: TextEditor): RunState | undefined {
  return runs.ofLog(editor.document.uri.toString());
}

function activeRun(lens: Lens): RunState | undefined {
  const ofLog = window.activeTextEditor && runOf(lens, window.activeTextEditor);
  const subject = lens.runs.active();
  return ofLog ?? (subject && lens.runs.get(subject));
}

export const nextMatch = stepMatch('fail2banLens.nextMatch', 1);
export const previousMatch = stepMatch('fail2banLens.previousMatch', -1);

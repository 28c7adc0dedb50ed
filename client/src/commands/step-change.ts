import { window } from 'vscode';
import type { Lens } from '../lens.ts';
import { goToLine, showLogBeside } from '../log-editor.ts';
import { capitalised, nextChangedLine } from '../next-changed-line.ts';
import { logOf, subjectKey } from '../subjects.ts';
import type { Command } from './command.ts';

/** Goes to the next or the previous line that the edit of the filter changes, through all of its logs and around the end. */
function stepChange(id: Command['id'], direction: 1 | -1): Command {
  return {
    id,
    async run(lens) {
      const editor = window.activeTextEditor;
      const ofLog = editor && lens.runs.ofLog(editor.document.uri.toString());
      const subject = ofLog?.subject ?? lens.runs.active();
      const found = subject && lens.changes.get(subject);
      if (!found || found.lines.length === 0) {
        const none = found ? 'The edit changes no line.' : 'The edit changes no line, or nothing is known of it yet.';
        window.setStatusBarMessage(found?.problem ?? none, 4000);
        return;
      }
      const at = ofLog
        ? { log: logOf(ofLog, editor.document), line: editor.selection.active.line }
        : lens.changes.stepped.get(subjectKey(subject));
      const { log, line, words } = nextChangedLine(found.lines, at, direction);
      lens.changes.stepped.set(subjectKey(subject), { log, line });
      goToLine(await showLogBeside(shownAs(lens, log)), line);
      window.setStatusBarMessage(`${capitalised(found.reference)}: ${words}`, 8000);
    },
  };
}

/** The address at which an editor shows a log. */
function shownAs({ runs }: Lens, log: string): string {
  const files = runs.all().flatMap(({ sample }) => sample?.logs ?? []);
  return files.find(({ uri }) => uri === log)?.shownAs ?? log;
}

export const nextChange = stepChange('fail2banLens.nextChange', 1);
export const previousChange = stepChange('fail2banLens.previousChange', -1);

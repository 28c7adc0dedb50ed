import { Range, Selection, TextEditorRevealType, Uri, ViewColumn, window, workspace } from 'vscode';
import type { Lens } from '../lens.ts';
import { nextChangedLine } from '../next-changed-line.ts';
import { logOf } from '../subjects.ts';
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
        window.setStatusBarMessage(found?.problem ?? 'The edit changes no line.', 4000);
        return;
      }
      const at = ofLog ? { log: logOf(ofLog, editor.document), line: editor.selection.active.line } : undefined;
      const { log, line, words } = nextChangedLine(found.lines, at, direction);
      await reveal(lens, log, line);
      window.setStatusBarMessage(`Since ${found.since}: ${words}`, 8000);
    },
  };
}

async function reveal({ runs }: Lens, log: string, line: number): Promise<void> {
  const shownAs =
    runs
      .all()
      .flatMap(({ sample }) => sample?.logs ?? [])
      .find(({ uri }) => uri === log)?.shownAs ?? log;
  const visible = window.visibleTextEditors.find(({ document }) => document.uri.toString() === shownAs);
  const editor =
    visible ??
    (await window.showTextDocument(await workspace.openTextDocument(Uri.parse(shownAs)), {
      viewColumn: ViewColumn.Beside,
      preserveFocus: true,
      preview: false,
    }));
  editor.selection = new Selection(line, 0, line, 0);
  editor.revealRange(new Range(line, 0, line, 0), TextEditorRevealType.InCenterIfOutsideViewport);
}

export const nextChange = stepChange('fail2banLens.nextChange', 1);
export const previousChange = stepChange('fail2banLens.previousChange', -1);

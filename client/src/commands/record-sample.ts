import { ProgressLocation, Range, window, type TextEditor } from 'vscode';
import { canBeLog } from '../editor-context.ts';
import type { Lens } from '../lens.ts';
import { pickSubject } from '../pick.ts';
import { putIntoSample } from '../put-into-sample.ts';
import { describeRecording } from '../record-text.ts';
import type { Command } from './command.ts';

/** Makes a sample of the selected lines of a log, or of all of it: few lines that go through all of the filter. */
export const recordSample: Command = {
  id: 'fail2banLens.recordSample',
  run: (lens) => record(lens, 'fewest'),
};

/** The same with every selected line. */
export const addLinesToSample: Command = {
  id: 'fail2banLens.addLinesToSample',
  run: (lens) => record(lens, 'all'),
};

async function record(lens: Lens, pick: 'fewest' | 'all'): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor || !canBeLog(editor.document)) {
    void window.showInformationMessage('Open a log first, and select the lines that shall be recorded.');
    return;
  }
  if (pick === 'all' && editor.selection.isEmpty) {
    void window.showInformationMessage('Select the lines of the log that shall be added.');
    return;
  }
  const log = editor.document.uri.toString();
  const subject = lens.runs.ofLog(log)?.subject ?? (await pickSubject(lens, log));
  if (!subject) return;
  if (subject.jail !== undefined) {
    void window.showInformationMessage(
      'A sample belongs to a filter: test the log against the filter of this jail, then record it.',
    );
    return;
  }
  const { text, firstLine } = linesOf(editor, pick);
  const recorded = await window.withProgress(
    { location: ProgressLocation.Notification, cancellable: true, title: 'Fail2ban Lens: recording' },
    (_, token) => lens.connection.request('record', { filter: subject.uri, text, firstLine, pick }, token),
  );
  if (recorded.lines > 0) await putIntoSample(recorded);
  const words = describeRecording(recorded);
  for (const line of words.details) lens.log.info(line);
  const picked = await window.showInformationMessage(words.summary, ...(words.details.length > 0 ? ['Show All'] : []));
  if (picked) lens.log.show(true);
}

/** Whole lines of the selections, else all of the log. */
function linesOf(
  { document, selections, selection }: TextEditor,
  pick: 'fewest' | 'all',
): { text: string; firstLine: number } {
  if (selection.isEmpty && pick === 'fewest') return { text: document.getText(), firstLine: 0 };
  const { start, end } = selections.reduce((all, one) => all.union(one), new Range(selection.start, selection.end));
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return {
    text: document.getText(new Range(start.line, 0, last, document.lineAt(last).text.length)),
    firstLine: start.line,
  };
}

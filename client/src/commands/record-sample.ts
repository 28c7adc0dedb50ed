import { Position, ProgressLocation, Range, Uri, WorkspaceEdit, window, workspace, type TextEditor } from 'vscode';
import type { RecordedSample } from '../../../server/src/protocol.ts';
import { canBeLog } from '../editor-context.ts';
import type { Lens } from '../lens.ts';
import { pickSubject } from '../pick.ts';
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
  if (recorded.lines > 0) await show(recorded);
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

/** Puts the lines into the sample, which stays unsaved: it is the user's to read first. */
async function show({ uri, isThere, text }: RecordedSample): Promise<void> {
  const address = Uri.parse(uri);
  const edit = new WorkspaceEdit();
  if (isThere) {
    const document = await workspace.openTextDocument(address);
    const end = document.lineAt(document.lineCount - 1).range.end;
    const gap = document.getText() === '' ? '' : end.character === 0 ? '\n' : '\n\n';
    edit.insert(address, end, gap + text);
  } else {
    edit.createFile(address, { ignoreIfExists: true });
    edit.insert(address, new Position(0, 0), text);
  }
  if (!(await workspace.applyEdit(edit))) throw new Error(`${address.fsPath} cannot be written.`);
  const editor = await window.showTextDocument(await workspace.openTextDocument(address), { preview: false });
  editor.revealRange(new Range(editor.document.lineCount - 1, 0, editor.document.lineCount - 1, 0));
}

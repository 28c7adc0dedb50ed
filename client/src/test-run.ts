import { Uri, ViewColumn, commands, window, workspace } from 'vscode';
import type { RunState, Subject } from '../../server/src/protocol.ts';
import type { Lens } from './lens.ts';
import { showsLog } from './settings.ts';
import { showVirtualDocument } from './virtual-documents.ts';
import { describeRun } from './run-text.ts';

/** Tests a subject against logs (null: the first sample that answers) and says what came of it. */
export async function runTest(lens: Lens, subject: Subject, logs: readonly string[] | null): Promise<void> {
  lens.runs.use(subject);
  const state = await lens.connection.request('test', { subject, logs });
  await showLog(state);
  await report(lens, state);
}

/** The tested log beside the filter, unless it can be seen already. */
async function showLog({ sample, subject }: RunState): Promise<void> {
  const log = sample?.readable ? sample.logs[0] : undefined;
  if (!log || !showsLog(Uri.parse(subject.uri))) return;
  if (window.visibleTextEditors.some(({ document }) => document.uri.toString() === log.shownAs)) return;
  try {
    const document = await workspace.openTextDocument(Uri.parse(log.shownAs));
    await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: false });
  } catch {
    // too large for the editor, or not text: it counts all the same, and its lines can be listed
  }
}

async function report(lens: Lens, state: RunState): Promise<void> {
  if (state.status === 'failed') {
    void window.showErrorMessage(describeRun(state));
    return;
  }
  const missed = (state.report?.lines.missed ?? 0) > 0 ? ['Show Missed Lines'] : [];
  void window.showInformationMessage(describeRun(state), ...missed, 'Show Results').then(async (answer) => {
    if (answer === 'Show Missed Lines')
      await showVirtualDocument(lens, { kind: 'lines', subject: state.subject, status: 'missed' });
    if (answer === 'Show Results') await commands.executeCommand('fail2banLens.results.focus');
  });
}

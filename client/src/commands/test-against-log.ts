import { Uri, window, workspace } from 'vscode';
import { canBeLog, isOurs } from '../editor-context.ts';
import type { Lens } from '../lens.ts';
import { activeOrPicked, pickLogs, pickSubject } from '../pick.ts';
import { runTest } from '../test-run.ts';
import type { Command } from './command.ts';

/** On a log (active, or clicked in the explorer) it asks for the filter; else it asks which log the filter shall be tested against. */
export const testAgainstLog: Command = {
  id: 'fail2banLens.testAgainstLog',
  async run(lens, clicked) {
    if (clicked instanceof Uri && !(await isOursAt(clicked))) return testLog(lens, clicked.toString());
    const active = window.activeTextEditor?.document;
    if (!(clicked instanceof Uri) && active && canBeLog(active) && !lens.runs.ofLog(active.uri.toString()))
      return testLog(lens, active.uri.toString());
    const subject =
      clicked instanceof Uri && clicked.toString() !== active?.uri.toString()
        ? { uri: clicked.toString() }
        : await activeOrPicked(lens);
    const logs = subject && (await pickLogs(lens, subject));
    if (subject && logs !== undefined) await runTest(lens, subject, logs);
  },
};

async function testLog(lens: Lens, log: string): Promise<void> {
  const subject = await pickSubject(lens, log);
  if (subject) await runTest(lens, subject, [log]);
}

/** A compressed or huge log does not open as a document, and is surely none of ours. */
async function isOursAt(uri: Uri): Promise<boolean> {
  try {
    return isOurs(await workspace.openTextDocument(uri));
  } catch {
    return false;
  }
}

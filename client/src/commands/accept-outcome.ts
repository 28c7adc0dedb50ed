import { Range, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { sampleLanguage } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { acceptedEdit } from '../test-explorer/accepted-edit.ts';
import type { Command } from './command.ts';

/**
 * Writes above a log line of a sample the expectation that fits what fail2ban does with it now, found by running the sample. Arguments: the sample's
 * address and the line, from 0; without them the line at the cursor.
 */
export const acceptOutcome: Command = {
  id: 'fail2banLens.acceptOutcome',
  async run(lens, uri, line) {
    const editor = window.activeTextEditor;
    if (typeof uri === 'string' && typeof line === 'number') return accept(lens, uri, line);
    if (editor?.document.languageId !== sampleLanguage)
      throw new Error('Put the cursor on a line of a sample with expectations.');
    const { document, selection } = editor;
    const at = selection.active.line;
    const isComment = document.lineAt(at).text.startsWith('#') && at + 1 < document.lineCount;
    return accept(lens, document.uri.toString(), isComment ? at + 1 : at);
  },
};

async function accept({ connection }: Lens, uri: string, line: number): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(uri));
  const { version } = document;
  const { filters } = await connection.request('filterTests', { uris: [uri] });
  const filter = filters[0];
  const sample = filter?.samples.find((one) => one.uri === uri);
  if (!filter || !sample) throw new Error('There is no filter for this sample.');
  const { samples } = await connection.request('verify', { filter: filter.filter, samples: [uri] });
  const check = samples[0]?.checks.find((one) => one.uri === uri && one.line === line);
  if (!check) throw new Error('Nothing is asked of this line.');
  if (check.failures.length === 0) throw new Error('What is expected of this line is what fail2ban does.');
  if (check.fitting === null)
    throw new Error(
      'No expectation fits what fail2ban does with this line: it counts twice, or differs by the options.',
    );
  if (document.version !== version) throw new Error('The sample has changed meanwhile.');
  const edit = acceptedEdit(line > 0 ? document.lineAt(line - 1).text : null, check.fitting);
  const changes = new WorkspaceEdit();
  if (edit.replaces) changes.replace(document.uri, document.lineAt(line - 1).range, edit.text);
  else changes.replace(document.uri, new Range(line, 0, line, 0), `${edit.text}\n`);
  await workspace.applyEdit(changes);
}

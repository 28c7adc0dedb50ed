import { Uri, ViewColumn, commands, window } from 'vscode';
import { sampleLanguage, type NoticingLine, type RecordedSample } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { activeOrPicked } from '../pick.ts';
import { putIntoSample } from '../put-into-sample.ts';
import { noticingLines, summaryText } from '../unnoticed/model.ts';
import type { Command } from './command.ts';

/**
 * Shows in a filter the small changes of its regexes that no line of its sample notices. Argument: the address of a filter or a sample; without one, of the
 * active editor.
 */
export const showUnnoticed: Command = {
  id: 'fail2banLens.showUnnoticed',
  async run(lens, uri) {
    const filter = await filterFor(lens, typeof uri === 'string' ? uri : undefined);
    if (filter === undefined) return;
    const found = await lens.unnoticed.find(filter);
    if (!found) return;
    if (!window.visibleTextEditors.some(({ document }) => document.uri.toString() === found.filter))
      await window.showTextDocument(Uri.parse(found.filter), { viewColumn: ViewColumn.Beside, preserveFocus: true });
    const lines = noticingLines(found.changes).reduce((sum, { texts }) => sum + texts.length, 0);
    const [list, add] = ['List Them', `Add ${lines === 1 ? 'the Line That Would' : `${lines} Lines That Would`}`];
    const picked = await window.showInformationMessage(
      summaryText(found),
      ...(found.changes.length > 0 ? [list] : []),
      ...(lines > 0 ? [add] : []),
    );
    if (picked === list) await commands.executeCommand('workbench.actions.view.problems');
    if (picked === add) await commands.executeCommand('fail2banLens.addNoticingLines', found.filter);
  },
};

/** Arguments: the filter's address, the line, the options of the filter that it is for. */
export const addNoticingLine: Command = {
  id: 'fail2banLens.addNoticingLine',
  run: (lens, filter, text, options) =>
    add(lens, filter as string, [{ options: options as NoticingLine['options'], texts: [text as string] }]),
};

/** Every line that would notice a change. Argument: the filter's address. */
export const addNoticingLines: Command = {
  id: 'fail2banLens.addNoticingLines',
  async run(lens, filter) {
    const found = lens.unnoticed.all().find((one) => one.filter === filter);
    if (!found) throw new Error('The filter or its sample has changed: look for what is not noticed again.');
    await add(lens, found.filter, noticingLines(found.changes));
  },
};

async function filterFor(lens: Lens, uri: string | undefined): Promise<string | undefined> {
  const active = window.activeTextEditor?.document;
  const sample = uri ?? (active?.languageId === sampleLanguage ? active.uri.toString() : undefined);
  if (sample !== undefined) {
    const { filters } = await lens.connection.request('filterTests', { uris: [sample] });
    const found = filters[0];
    if (!found) throw new Error('There is no filter for this sample, or no sample for this filter.');
    return found.filter;
  }
  const subject = await activeOrPicked(lens);
  if (subject?.jail !== undefined) throw new Error('A sample belongs to a filter: open the filter of this jail.');
  return subject?.uri;
}

/** The lines are run behind those of the sample, written into it with what the filter does now, and all changes are tried again. */
async function add(
  { connection, unnoticed }: Lens,
  filter: string,
  groups: ReturnType<typeof noticingLines>,
): Promise<void> {
  const leftOut: RecordedSample['leftOut'][number][] = [];
  for (const { options, texts } of groups) {
    const recorded = await connection.request('record', {
      filter,
      text: `${texts.join('\n')}\n`,
      firstLine: 0,
      pick: 'asIs',
      options,
    });
    leftOut.push(...recorded.leftOut);
    if (recorded.lines > 0) await putIntoSample(recorded);
  }
  if (leftOut.length > 0)
    void window.showWarningMessage(
      `${leftOut.length === 1 ? 'A line was' : `${leftOut.length} lines were`} left out, e.g.: ${leftOut[0]!.reason}.`,
    );
  await unnoticed.find(filter);
}

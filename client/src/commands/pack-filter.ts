import { ProgressLocation, Uri, env, window, workspace } from 'vscode';
import { languageIds, type PackedFilter } from '../../../server/src/protocol.ts';
import type { Lens } from '../lens.ts';
import { askForTarget } from '../pack-target.ts';
import { packWords } from '../pack-text.ts';
import { pickSubject } from '../pick.ts';
import { showPlace } from '../show-place.ts';
import { toRange } from '../to-range.ts';
import type { Command } from './command.ts';

/**
 * Makes one folder or archive of a filter with all that it needs, for another server. The samples of a folder may name files anywhere, whose lines would be
 * carried away: only where the workspace is trusted.
 */
export const packFilter: Command = {
  id: 'fail2banLens.packFilter',
  async run(lens, clicked) {
    if (!workspace.isTrusted)
      throw new Error('a filter is packed only where the workspace is trusted: samples may name files anywhere.');
    const filter = clicked instanceof Uri ? clicked.toString() : await wantedFilter(lens);
    const target = filter === undefined ? undefined : await askForTarget(filter);
    if (filter === undefined || !target) return;
    const unsaved = workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.toString());
    const answer = await window.withProgress(
      { location: ProgressLocation.Notification, cancellable: true, title: 'Fail2ban Lens: packing' },
      (_, token) => lens.connection.request('pack', { filter, unsaved, archive: target.archive }, token),
    );
    if ('refusal' in answer) {
      const { refusal, location } = answer;
      const shown = await window.showErrorMessage(`Fail2ban Lens: ${refusal}`, ...(location ? ['Show'] : []));
      if (shown && location) await showPlace(location.uri, toRange(location.range));
      return;
    }
    await target.write(answer);
    await showReadme(answer, target.archive === null ? target.place : undefined);
    const isInWorkspace = target.archive === null && workspace.getWorkspaceFolder(target.place) !== undefined;
    const leftOut = isInWorkspace ? ['It lies in the workspace: lists of filters and tests leave it out.'] : [];
    const words = packWords(
      { ...answer, remarks: [...answer.remarks, ...leftOut] },
      target.place.path.split('/').at(-1)!,
    );
    lens.log.info(`${target.place.toString(true)}: ${words}`);
    const copy = 'Copy Path';
    const picked = await (answer.failed > 0
      ? window.showWarningMessage(words, copy)
      : window.showInformationMessage(words, copy));
    if (picked) await env.clipboard.writeText(target.place.fsPath);
  },
};

/** The filter of the active editor, else one that the user picks. */
async function wantedFilter(lens: Lens): Promise<string | undefined> {
  const editor = window.activeTextEditor?.document;
  if (editor?.languageId === languageIds.filter) return editor.uri.toString();
  const active = lens.runs.active();
  if (active && active.jail === undefined && editor?.languageId !== languageIds.jail) return active.uri;
  return (await pickSubject(lens, null, 'Which filter shall be packed?'))?.uri;
}

/** `folder`: of the pack; that of an archive is shown as a text of its own. */
async function showReadme({ files }: PackedFilter, folder: Uri | undefined): Promise<void> {
  const [readme] = files;
  const document = await (folder
    ? workspace.openTextDocument(Uri.joinPath(folder, readme!.path))
    : workspace.openTextDocument({ content: readme!.text, language: 'markdown' }));
  await window.showTextDocument(document, { preview: false });
}

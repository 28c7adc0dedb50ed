import { Uri, ViewColumn, window, workspace } from 'vscode';
import type { Command } from './command.ts';

/** Opens a copy of the bundled tour, so that it can be edited freely: the filter, and its log beside it. */
export const openTour: Command = {
  id: 'fail2banLens.openTour',
  async run({ context }) {
    const tour = Uri.joinPath(context.globalStorageUri, 'tour');
    await workspace.fs.copy(Uri.joinPath(context.extensionUri, 'test-fixtures', 'tour'), tour, { overwrite: true });
    await window.showTextDocument(Uri.joinPath(tour, 'filter.d', 'named-flood.conf'), {
      viewColumn: ViewColumn.One,
      preview: false,
    });
    await window.showTextDocument(Uri.joinPath(tour, 'logs', 'named.log'), {
      viewColumn: ViewColumn.Two,
      preview: false,
      preserveFocus: true,
    });
  },
};

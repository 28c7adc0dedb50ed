import { type Disposable, FileType, Uri, workspace } from 'vscode';
import type { Connection } from './connection.ts';

/** Reads for the server what is on no disk: the files of a virtual workspace. */
export function answerFileRequests(connection: Connection): Disposable[] {
  return [
    connection.answer('readFile', async ({ uri }) => {
      try {
        return Buffer.from(await workspace.fs.readFile(Uri.parse(uri))).toString('base64');
      } catch {
        return null;
      }
    }),
    connection.answer('readFolder', async ({ uri }) => {
      try {
        const entries = await workspace.fs.readDirectory(Uri.parse(uri));
        return entries.map(([name, type]) => ({ name, isFolder: (type & FileType.Directory) !== 0 }));
      } catch {
        return [];
      }
    }),
  ];
}

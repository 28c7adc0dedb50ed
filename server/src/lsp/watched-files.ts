import {
  DidChangeWatchedFilesNotification,
  type Connection,
  type Disposable,
  type FileSystemWatcher,
} from 'vscode-languageserver/node';
import { folderOf, nameOf } from '../config/paths.ts';
import { fallbackConfigDir } from '../config/resolve.ts';
import type { ClientFacts } from './capabilities.ts';
import { isInside } from './settings.ts';
import { uriOfPath } from './uri.ts';

export interface WatchedFiles {
  /** Configuration, wherever a workspace folder or fail2ban keeps it. */
  watchConfiguration(configDirs: readonly string[], folders: readonly string[]): void;
  /** Folders of configuration that edits are compared with. */
  watchCompared(folders: readonly string[]): void;
  /** Logs that runs read. Those in an editor are told by the editor itself. */
  watchLogs(paths: ReadonlySet<string>): void;
}

/** Asks the client to tell what changes on the disk. A client that cannot is not asked; runs see changes when they next begin. */
export function createWatchedFiles(
  connection: Connection,
  facts: ClientFacts,
  failed: (error: unknown) => void,
): WatchedFiles {
  /** What is asked for under each heading, as text, with what ends it. */
  const registered = new Map<
    string,
    { readonly key: string; readonly registration: Promise<Disposable | undefined> }
  >();
  const replace = (name: string, watchers: FileSystemWatcher[]): void => {
    const key = JSON.stringify(watchers);
    const before = registered.get(name);
    if (!facts.watchesFiles || before?.key === key) return;
    void before?.registration.then((registration) => registration?.dispose());
    const registration =
      watchers.length === 0
        ? Promise.resolve(undefined)
        : connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch((error: unknown) => {
            failed(error);
            return undefined;
          });
    registered.set(name, { key, registration });
  };
  let workspace: readonly string[] = [];
  const outside = (path: string): boolean => !workspace.some((folder) => isInside(path, folder));
  const inFolder = (folder: string, pattern: string): FileSystemWatcher[] =>
    facts.watchesRelative ? [{ globPattern: { baseUri: uriOfPath(folder), pattern } }] : [];
  return {
    watchConfiguration(configDirs, folders) {
      workspace = folders;
      const elsewhere = [...new Set([fallbackConfigDir, ...configDirs])].filter(outside);
      replace('configuration', [
        { globPattern: '**/*.{conf,local}' },
        ...elsewhere.flatMap((folder) => inFolder(folder, '**/*.{conf,local}')),
      ]);
    },
    watchCompared(folders) {
      replace(
        'compared',
        folders.filter(outside).flatMap((folder) => inFolder(folder, '**/*.{conf,local}')),
      );
    },
    watchLogs(paths) {
      const elsewhere = [...paths].sort();
      replace(
        'logs',
        elsewhere.flatMap((path) => inFolder(folderOf(path), escapeGlob(nameOf(path)))),
      );
    },
  };
}

/** The protocol's globs know no escape but a character set of one. */
function escapeGlob(name: string): string {
  return name.replace(/[*?[\]{}]/g, (char) => (char === ']' || char === '}' ? char : `[${char}]`));
}

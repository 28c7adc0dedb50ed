import { Workspace } from '../analysis/workspace.ts';
import { fallbackConfigDir } from '../config/resolve.ts';
import type { FileSystem } from '../host/file-system.ts';
import { LineIndex } from '../text/line-index.ts';
import { builtinConfiguration } from './builtin-configuration.ts';
import { createFallbackFiles, type FallbackFiles } from './configuration-folder.ts';
import { Documents, type DocumentChange, type OpenDocument } from './documents.ts';
import type { Log } from './guard.ts';
import {
  createDiskFileSystem,
  createFormerFileSystem,
  createOverlayFileSystem,
  createSwitchFileSystem,
} from './overlay-file-system.ts';
import { createSettings, isInside, type SettingsSource, type SettingsStore } from './settings.ts';
import { corePath, diskPath, uriOfPath, addressOfVirtual } from './uri.ts';
import { createVirtualFiles, type EditorReader, type VirtualFiles } from './virtual-files.ts';

export interface Folder {
  readonly uri: string;
  readonly path: string;
}

/** Everything that the parts of the server share: what is open, what lies where, what the user has set. */
export interface Session {
  readonly log: Log;
  readonly documents: Documents;
  readonly settings: SettingsStore;
  /** Workspace folders, innermost first. */
  folders: readonly Folder[];
  /** Open editors over the disk, with what a folder lacks lent by fail2ban's own or by our minimum. */
  readonly files: FallbackFiles;
  /** The same without anything lent: for logs. */
  readonly plainFiles: FileSystem;
  /** What is saved, by the machine's own paths. */
  readonly disk: FileSystem;
  /** What is saved, by the core's paths, without anything lent. */
  readonly savedFiles: FileSystem;
  /**
   * The files as they are saved, those of `former` as they are there (null: not there) and without those that `hides` names, with what a folder lacks lent as
   * in `files`.
   */
  filesBefore(former: ReadonlyMap<string, Uint8Array | null>, hides?: (path: string) => boolean): FallbackFiles;
  /** The analysis for the versions that are set for `path`. */
  workspaceOf(path: string): Workspace;
  /** Files changed; gives the analysed files that are concerned. */
  changed(paths: readonly string[]): string[];
  /** As `changed`, for files that another file includes now, or no more. */
  takeStale(): string[];
  /** All may be different now (settings, a virtual file has come): analyse anew. */
  changedAll(): void;
  /** Lines of a configuration file as it stands now. */
  linesOf(path: string): LineIndex | undefined;
  /** The address that the client knows a file by, or shows a built-in text at; null for a text that it cannot open. */
  uriOf(path: string): string | null;
  folderOf(path: string): Folder | undefined;
  /** Whether the client makes files where an edit asks for that. */
  createsFiles(): boolean;
  /** The folder of the pages that explain the rules. */
  readonly rulePages: string;
  /** Where the client shows such a page. */
  addressOfRule(rule: string): string;
}

export interface SessionHost {
  readonly log: Log;
  readonly disk: FileSystem;
  readonly rulePages: string;
  createsFiles(): boolean;
  /** Reads what is on no disk; null for a client that cannot. */
  reader(): EditorReader | null;
  readonly settings: Pick<SettingsSource, 'ask'>;
  /** Whether the client shows documents that the server writes. */
  showsVirtual(): boolean;
  documentChanged(path: string, change: DocumentChange, document: OpenDocument): void;
  /** A file that only the editor can read has come. */
  virtualFilesArrived(): void;
}

export function createSession(host: SessionHost): Session {
  const documents = new Documents(host.documentChanged);
  const virtual = lazy(() => {
    const reader = host.reader();
    return reader && createVirtualFiles(reader, host.virtualFilesArrived);
  });
  const disk = createDiskFileSystem(host.disk);
  const savedFiles = createSwitchFileSystem((path) => (diskPath(path) === undefined ? (virtual() ?? disk) : disk));
  const plainFiles = createOverlayFileSystem(openTexts(documents), savedFiles);
  const settings = createSettings({ ask: host.settings.ask, folders: () => session.folders });
  const lending = (base: FileSystem): FallbackFiles =>
    createFallbackFiles(
      base,
      (path) => fallbackFolders(settings.of(path).configDir, session.folderOf(path)),
      builtinConfiguration,
      (place) => (host.showsVirtual() ? addressOfVirtual({ kind: 'builtin', place }) : null),
    );
  const files = lending(plainFiles);
  const workspaces = new Map<string, Workspace>();
  const lines = new WeakMap<object, LineIndex>();

  const session: Session = {
    log: host.log,
    documents,
    settings,
    folders: [],
    files,
    plainFiles,
    disk: host.disk,
    savedFiles,
    filesBefore: (former, hides) => lending(createFormerFileSystem(former, savedFiles, hides)),
    workspaceOf(path) {
      const { fail2banVersion, pythonVersion } = settings.of(path);
      const key = `${fail2banVersion} ${pythonVersion}`;
      const known = workspaces.get(key) ?? new Workspace(files, { fail2ban: fail2banVersion, python: pythonVersion });
      workspaces.set(key, known);
      return known;
    },
    changed(paths) {
      const all = new Set(paths.flatMap((path) => [path, ...files.aliases(path)]));
      for (const path of paths) if (diskPath(path) === undefined) (virtual() as VirtualFiles | null)?.forget(path);
      return [...workspaces.values()].flatMap((workspace) => workspace.change(all));
    },
    takeStale: () => [...workspaces.values()].flatMap((workspace) => workspace.takeStale()),
    changedAll: () => workspaces.clear(),
    linesOf(path) {
      const source = session.workspaceOf(path).source(path);
      if (!source) return undefined;
      const known = lines.get(source) ?? new LineIndex(source.tree.text);
      lines.set(source, known);
      return known;
    },
    uriOf(path) {
      const real = files.locate(path);
      return real === null ? files.addressOfBuiltin(path) : (documents.get(real)?.uri ?? uriOfPath(real));
    },
    folderOf: (path) => session.folders.find((folder) => isInside(path, folder.path)),
    createsFiles: host.createsFiles,
    rulePages: host.rulePages,
    addressOfRule: (rule) =>
      host.showsVirtual() ? addressOfVirtual({ kind: 'rule', rule }) : uriOfPath(`${host.rulePages}/${rule}.md`),
  };
  return session;
}

/** Where what a folder lacks is looked for: the folder of the settings, else where fail2ban keeps its own. */
function fallbackFolders(configDir: string, folder: Folder | undefined): string[] {
  return [configDir === '' ? fallbackConfigDir : folderOfSetting(configDir, folder)];
}

/** What the setting `configDir` names; a relative one stands under the workspace folder. */
export function folderOfSetting(configDir: string, folder: Pick<Folder, 'path'> | undefined): string {
  const set = corePath(configDir);
  return set.startsWith('/') ? set : `${folder?.path ?? ''}/${set}`;
}

function openTexts(documents: Documents): Parameters<typeof createOverlayFileSystem>[0] {
  const encoder = new TextEncoder();
  const encoded = new WeakMap<OpenDocument, { version: number; bytes: Uint8Array }>();
  return {
    bytesOf(path) {
      const document = documents.get(path);
      if (!document) return undefined;
      const known = encoded.get(document);
      if (known?.version === document.text.version) return known.bytes;
      const bytes = encoder.encode(document.text.getText());
      encoded.set(document, { version: document.text.version, bytes });
      return bytes;
    },
    *paths() {
      for (const { path } of documents.all()) yield path;
    },
  };
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

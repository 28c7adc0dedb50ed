import { nameOf } from '../../config/paths.ts';
import { virtualScheme, type LogFile, type VirtualDocument } from '../../protocol.ts';
import type { OpenDocument } from '../documents.ts';
import type { Session } from '../session.ts';
import { diskPath, pathOfUri, uriOfPath } from '../uri.ts';
import type { LogInput } from '../worker/messages.ts';
import type { CurrentText } from '../sent-texts.ts';

/** What the disk tells of a file without reading it; null where it cannot be read. `file`: the machine's own form of its path. */
export type StatFile = (file: string) => { readonly stamp: string; readonly size: number } | null;

/** Logs wherever they are: in an editor, on a disk, behind the editor. */
export interface LogFiles {
  isReadable(path: string): boolean;
  inputOf(path: string, encoding: string): LogInput;
  /** The version of the open document that a run of this moment reads; null for the disk. */
  versionOf(path: string): number | null;
  readonly currentText: CurrentText;
  fileOf(path: string): LogFile;
}

export function createLogFiles(session: Session, stat: StatFile): LogFiles {
  /** Documents and texts have no stamp of their own: a file that is closed and opened again begins at version 1 anew. */
  const numbers = new WeakMap<object, number>();
  let lastNumber = 0;
  const numberOf = (object: object): number => {
    const known = numbers.get(object) ?? ++lastNumber;
    numbers.set(object, known);
    return known;
  };
  const stampOf = (document: OpenDocument): string => `open ${numberOf(document)} ${document.text.version}`;
  const current: CurrentText = (path) => {
    const document = session.documents.get(path);
    if (document) return { stamp: stampOf(document), text: document.text.getText() };
    const bytes = session.plainFiles.readFile(path);
    return bytes && { stamp: `virtual ${numberOf(bytes)}`, text: bytes };
  };
  return {
    isReadable(path) {
      const file = diskPath(path);
      return (
        session.documents.get(path) !== undefined ||
        (file === undefined ? session.plainFiles.isFile(path) : stat(file) !== null)
      );
    },
    inputOf(path, encoding) {
      const document = session.documents.get(path);
      // What was never saved was pasted or typed: fail2ban-regex takes such text to its last character.
      const common = { path, encoding, keepsLastLine: path.startsWith('/@untitled/') };
      if (document) return { ...common, source: 'text', stamp: stampOf(document) };
      const file = diskPath(path);
      return file === undefined
        ? { ...common, source: 'text', stamp: current(path)?.stamp ?? '' }
        : { ...common, source: 'disk', file, stamp: stat(file)?.stamp ?? '' };
    },
    versionOf: (path) => session.documents.get(path)?.text.version ?? null,
    currentText: current,
    fileOf(path) {
      const uri = session.documents.get(path)?.uri ?? uriOfPath(path);
      return { uri, shownAs: path.endsWith('.gz') ? addressOfLog(uri, path) : uri };
    },
  };
}

/** As the editor writes the address of a virtual document: VS Code escapes all that is not unreserved. */
function addressOfLog(log: string, path: string): string {
  const document: VirtualDocument = { kind: 'log', log };
  const escape = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${virtualScheme}:/${escape(nameOf(path))}?${escape(JSON.stringify(document))}`;
}

/** The path of a log that the client names by its address or by the virtual document that shows it. */
export function pathOfLog(address: string): string {
  if (!address.startsWith(`${virtualScheme}:`)) return pathOfUri(address);
  try {
    const document = JSON.parse(decodeURIComponent(address.slice(address.indexOf('?') + 1))) as VirtualDocument;
    return document.kind === 'log' ? pathOfUri(document.log) : address;
  } catch {
    return address;
  }
}

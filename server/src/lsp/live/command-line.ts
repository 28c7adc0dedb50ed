import { isBroken, fallbackConfigDir } from '../../config/resolve.ts';
import { placeOfFile } from '../../analysis/file-kind.ts';
import type { LensRequests, Subject } from '../../protocol.ts';
import { UserError } from '../guard.ts';
import type { Session } from '../session.ts';
import { diskPath } from '../uri.ts';
import type { LiveRun } from './live-runs.ts';
import { resolveSubject } from './resolve-subject.ts';

/** The `fail2ban-regex` command that counts what the run counts, for a shell, and what it cannot say. Throws UserError. */
export function commandLine(session: Session, subject: Subject, run: LiveRun | undefined): LensRequests['commandLine']['result'] {
  const resolved = resolveSubject(session, subject);
  if (!resolved) throw new UserError('There is no such filter or jail.');
  const { path, filter, configurationFolder } = resolved;
  const remarks: string[] = [];
  const words = ['fail2ban-regex'];
  if (configurationFolder !== null && configurationFolder !== fallbackConfigDir) words.push('-c', nativeOf(configurationFolder));
  if (resolved.encoding !== 'auto') words.push('-e', resolved.encoding);
  if (filter?.timeZone) words.push('--timezone', filter.timeZone);
  if (filter && filter.useDns !== 'warn') words.push('--usedns', filter.useDns);
  // No name is ever looked up here.
  words.push('--raw', '--print-all-matched');

  const logs = run?.logs ?? [];
  if (logs.length === 0) remarks.push('No log is chosen yet: put its path in place of LOG.');
  if (logs.length > 1) remarks.push(`fail2ban-regex reads one log at a time: the command names the first of ${logs.length}.`);
  const log = logs[0];
  if (log !== undefined && isUnsaved(session, log)) remarks.push('The log has unsaved changes, or was never saved: fail2ban-regex reads what is saved.');
  if (isUnsaved(session, path)) remarks.push('The filter has unsaved changes, or was never saved: fail2ban-regex reads what is saved.');
  words.push(log === undefined ? 'LOG' : nativeOf(log), filterArgument(session, subject, path, remarks));
  return { command: words.map(quote).join(' '), remarks };
}

function filterArgument(session: Session, subject: Subject, path: string, remarks: string[]): string {
  if (subject.jail === undefined) {
    // A `.local` is read with its `.conf`, not instead of it.
    const place = placeOfFile(path);
    return place?.kind === 'filter' ? `${nativeOf(place.configDir)}/${place.readerName}.conf` : nativeOf(path);
  }
  if (session.settings.of(path).fail2banVersion === '1.1') return subject.jail;
  const place = placeOfFile(path);
  const jail = place && session.workspaceOf(path).jails(place.configDir).jails.find(({ name }) => name === subject.jail)?.jail;
  remarks.push('fail2ban-regex 1.0 knows no jails: the command names the jail’s filter, without what the jail itself sets.');
  if (!jail || isBroken(jail) || !jail.filter) return subject.jail;
  const options = [...jail.filter.options].map(([name, { text }]) => `${name}="${text}"`);
  return options.length > 0 ? `${jail.filter.name.text}[${options.join(', ')}]` : jail.filter.name.text;
}

function nativeOf(path: string): string {
  return diskPath(path) ?? path;
}

function isUnsaved(session: Session, path: string): boolean {
  const document = session.documents.get(path);
  if (!document) return false;
  const file = diskPath(path);
  const saved = file === undefined ? undefined : session.disk.readFile(file);
  return saved === undefined || new TextDecoder().decode(saved) !== document.text.getText();
}

/** One word of a POSIX shell. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

import { canNameFilter, fallbackConfigDir, isBroken } from '../../config/resolve.ts';
import { nameOf } from '../../config/paths.ts';
import { placeOfFile } from '../../analysis/file-kind.ts';
import type { LensRequests, Subject } from '../../protocol.ts';
import { shellWord } from '../../text/shell-word.ts';
import { UserError } from '../guard.ts';
import type { Session } from '../session.ts';
import { diskPath } from '../uri.ts';
import type { LiveRun } from './live-runs.ts';
import { resolveSubject } from './resolve-subject.ts';

/** The `fail2ban-regex` command that counts what the run counts, for a shell, and what it cannot say. Throws UserError. */
export function commandLine(
  session: Session,
  subject: Subject,
  run: LiveRun | undefined,
): LensRequests['commandLine']['result'] {
  const resolved = resolveSubject(session, subject);
  if (!resolved) throw new UserError('There is no such filter or jail.');
  const { path, filter, configurationFolder } = resolved;
  const remarks: string[] = [];
  const words = ['fail2ban-regex'];
  const folder =
    configurationFolder === null || configurationFolder === fallbackConfigDir
      ? undefined
      : diskPath(configurationFolder);
  if (folder !== undefined) words.push('-c', folder);
  if (resolved.encoding !== 'auto') words.push('-e', resolved.encoding);
  if (filter?.timeZone) words.push('--timezone', filter.timeZone);
  if (filter && filter.useDns !== 'warn') words.push('--usedns', filter.useDns);
  // No name is ever looked up here.
  words.push('--raw', '--print-all-matched');

  const logs = run?.logs ?? [];
  if (logs.length === 0) remarks.push('No log is chosen yet: put its path in place of LOG.');
  if (logs.length > 1)
    remarks.push(`fail2ban-regex reads one log at a time: the command names the first of ${logs.length}.`);
  const log = logs[0];
  if (log !== undefined) remarks.push(...remarksOn(session, log, 'log'));
  remarks.push(...remarksOn(session, path, 'filter'));
  const argument = filterArgument(session, subject, path, remarks);
  if (!canNameFilter(argument))
    remarks.push(
      `fail2ban-regex takes ${argument} for a regex: it knows a filter only by a path or name of letters, digits, /, _, - and dots.`,
    );
  words.push((log === undefined ? undefined : diskPath(log)) ?? 'LOG', argument);
  return { command: words.map(shellWord).join(' '), remarks };
}

function filterArgument(session: Session, subject: Subject, path: string, remarks: string[]): string {
  if (subject.jail === undefined) {
    // A `.local` is read with its `.conf`, not instead of it.
    const place = placeOfFile(path);
    const folder = place?.kind === 'filter' ? diskPath(place.configDir) : undefined;
    if (folder === undefined) return diskPath(path) ?? 'FILTER';
    const whole = `${folder}/${place!.readerName}.conf`;
    // fail2ban-regex takes some paths for a regex; the name is enough in a folder that `-c` names.
    return canNameFilter(whole) ? whole : nameOf(whole);
  }
  if (session.settings.of(path).fail2banVersion !== '1.0') return subject.jail;
  const place = placeOfFile(path);
  const jail =
    place &&
    session
      .workspaceOf(path)
      .jails(place.configDir)
      .jails.find(({ name }) => name === subject.jail)?.jail;
  remarks.push(
    'fail2ban-regex 1.0 knows no jails: the command names the jail’s filter, without what the jail itself sets.',
  );
  if (!jail || isBroken(jail) || !jail.filter) return subject.jail;
  const options = [...jail.filter.options].map(([name, { text }]) => `${name}="${text}"`);
  return options.length > 0 ? `${jail.filter.name.text}[${options.join(', ')}]` : jail.filter.name.text;
}

/** What fail2ban-regex, which reads the disk, sees otherwise or not at all. */
function remarksOn(session: Session, path: string, what: 'log' | 'filter'): string[] {
  const file = diskPath(path);
  if (file === undefined)
    return [`The ${what} is on no disk: save it and put its path in place of ${what.toUpperCase()}.`];
  const document = session.documents.get(path);
  if (!document) return [];
  const saved = session.disk.readFile(file);
  return saved !== undefined && new TextDecoder().decode(saved) === document.text.getText()
    ? []
    : [`The ${what} has unsaved changes: fail2ban-regex reads what is saved.`];
}

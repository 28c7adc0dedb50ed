import type { PackedFilter } from '../../server/src/protocol.ts';
import { subjectName } from './subjects.ts';

/** What a pack of a filter is called: `fail2ban-sshd`. */
export function packName(filter: string): string {
  return `fail2ban-${subjectName({ uri: filter })}`;
}

/** The folder in an archive, by the archive's own name; undefined for a name that is none of an archive. */
export function folderInArchive(name: string): string | undefined {
  return /^(.+)\.(?:tar\.gz|tgz)$/.exec(name)?.[1];
}

/** What is said of a pack: a sentence or two, and all that is behind it. `place`: the name of the folder or archive. */
export function packWords({ summary, remarks }: Pick<PackedFilter, 'summary' | 'remarks'>, place: string): string {
  return [`${place}: ${summary}.`, ...remarks].join(' ');
}

import type { Jail } from '../config/resolve.ts';
import { matchesPath } from './glob.ts';

/**
 * By jail: whether it reads what the others make the server log (its logpath is `logFile`, as that of `recidive` is). A jail of its kind alone reads
 * what it is given. `logFile`: where the server logs to; undefined where that is no file.
 */
export function ownLogReaders(
  jails: readonly Pick<Jail, 'logpaths'>[],
  logFile: string | undefined,
): readonly boolean[] {
  const reads = jails.map(
    ({ logpaths }) => logFile !== undefined && logpaths.some(({ path }) => matchesPath(logFile, path.text)),
  );
  return reads.includes(false) ? reads : reads.map(() => false);
}

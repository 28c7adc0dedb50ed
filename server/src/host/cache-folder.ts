import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/**
 * The folder for what may be lost (it need not be there yet): `XDG_CACHE_HOME`, else what the system has for it. Undefined where none is known, or
 * where it lies in a folder of another user, as under a `sudo` that keeps HOME: who may change what is kept there could tell us anything.
 */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const given = env['XDG_CACHE_HOME'];
  if (given !== undefined && isAbsolute(given)) return isOwn(given) ? join(given, 'fail2ban-lens') : undefined;
  const home = env['HOME'];
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'];
    return local === undefined || !isAbsolute(local) ? undefined : join(local, 'fail2ban-lens', 'cache');
  }
  if (home === undefined || !isAbsolute(home) || !isOwn(home)) return undefined;
  return join(home, ...(platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']), 'fail2ban-lens');
}

function isOwn(folder: string): boolean {
  try {
    return process.getuid === undefined || statSync(folder).uid === process.getuid();
  } catch {
    return false;
  }
}

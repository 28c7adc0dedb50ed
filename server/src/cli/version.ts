import { version } from '../../../package.json';
import { loadRe2 } from '../host/load-re2.ts';

/** Name, version, and which optional parts are there. */
export async function versionText(): Promise<string> {
  const re2 = (await loadRe2())
    ? 'available'
    : 'not available (the optional package re2 is not installed for this Node)';
  return `fail2ban-lens ${version}\nnode ${process.version}, RE2 ${re2}`;
}

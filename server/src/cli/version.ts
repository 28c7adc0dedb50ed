import { version } from '../../../package.json';

/** Name, version, and which optional parts are there. */
export function versionText(): string {
  return `fail2ban-lens ${version}`;
}

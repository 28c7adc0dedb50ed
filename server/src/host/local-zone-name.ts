import { readlinkSync } from 'node:fs';

/** The machine's time zone by its name in the tz database: `TZ` where it is such a name, else the system's own, else UTC. */
export function localZoneName(env: Readonly<Record<string, string | undefined>>): string {
  const named = env['TZ']?.replace(/^:/, '');
  if (named && (isUtc(named) || isKnownZone(named))) return named;
  // The first question to Intl costs milliseconds, and most servers keep UTC.
  if (!env['TZ'] && isUtc(linkedZone())) return 'UTC';
  const ofMachine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return !ofMachine || ofMachine === 'Etc/Unknown' ? 'UTC' : ofMachine;
}

function isUtc(name: string | undefined): boolean {
  return name === 'UTC' || name === 'Etc/UTC';
}

/** What `/etc/localtime` points to. E.g. `Etc/UTC` */
function linkedZone(): string | undefined {
  try {
    return /\/zoneinfo\/(.+)$/.exec(readlinkSync('/etc/localtime'))?.[1];
  } catch {
    return undefined;
  }
}

function isKnownZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

import type { MainConfig } from '../config/resolve.ts';
import { isTyped } from '../config/read-config.ts';
import { timeInSeconds } from '../config/time-value.ts';

/** What of fail2ban.conf makes a difference. */
export interface ServerSettings {
  /** fail2ban remembers bans: `dbfile` is not None. */
  readonly hasDatabase: boolean;
  /** What it remembers outlives the server: the database is a file. */
  readonly keepsDatabase: boolean;
  /** `dbpurgeage`, seconds. */
  readonly purgeAge: number;
}

/** fail2ban's defaults where nothing is set. */
export function serverSettingsOf(options: MainConfig['options']): ServerSettings {
  const textOf = (name: string): string | undefined => {
    const value = options.get(name) ?? null;
    return value && !isTyped(value) ? value.text : undefined;
  };
  const database = textOf('dbfile')?.toLowerCase();
  return {
    hasDatabase: database !== 'none',
    keepsDatabase: database !== 'none' && database !== ':memory:',
    purgeAge: timeInSeconds(textOf('dbpurgeage') ?? '1d') ?? 86400,
  };
}

import type { MainConfig } from '../config/resolve.ts';
import { isTyped } from '../config/read-config.ts';
import { timeInSeconds } from '../config/time-value.ts';

/** What of fail2ban.conf makes a difference. */
export interface ServerSettings {
  /** fail2ban remembers bans: `dbfile` is not None. */
  readonly hasDatabase: boolean;
  /** `dbpurgeage`, seconds. */
  readonly purgeAge: number;
}

/** fail2ban's defaults where nothing is set. */
export function serverSettingsOf(options: MainConfig['options']): ServerSettings {
  const textOf = (name: string): string | undefined => {
    const value = options.get(name) ?? null;
    return value && !isTyped(value) ? value.text : undefined;
  };
  return {
    hasDatabase: textOf('dbfile')?.toLowerCase() !== 'none',
    purgeAge: timeInSeconds(textOf('dbpurgeage') ?? '1d') ?? 86400,
  };
}

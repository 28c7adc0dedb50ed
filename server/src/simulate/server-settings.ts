import { isUnreadable, type MainConfig, type UnreadableMainConfig } from '../config/resolve.ts';
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
  /** The file that it logs to; undefined where that is no file. */
  readonly logFile: string | undefined;
  /** `loglevel`. */
  readonly logLevel: string;
  /** Bans are logged: it is not above NOTICE. */
  readonly logsBans: boolean;
}

const silentLevels = new Set(['CRITICAL', 'FATAL', 'ERROR', 'WARNING', 'WARN']);

/** Of fail2ban.conf; fail2ban's defaults where nothing is set, or where there is no such file. */
export function serverSettingsOf(main: MainConfig | UnreadableMainConfig): ServerSettings {
  const textOf = (name: string): string | undefined => {
    const value = (isUnreadable(main) ? undefined : main.options.get(name)) ?? null;
    return value && !isTyped(value) ? value.text : undefined;
  };
  const logLevel = textOf('loglevel') ?? 'INFO';
  const database = textOf('dbfile')?.toLowerCase();
  // Options in brackets say how lines are written.
  const target = textOf('logtarget')?.replace(/\[.*$/s, '').trim();
  return {
    hasDatabase: database !== 'none',
    keepsDatabase: database !== 'none' && database !== ':memory:',
    purgeAge: timeInSeconds(textOf('dbpurgeage') ?? '1d') ?? 86400,
    logFile: target?.startsWith('/') ? target : undefined,
    logLevel,
    logsBans: !silentLevels.has(logLevel.toUpperCase()),
  };
}

import { fail2banVersions } from '../config/fail2ban-version.ts';
import { defaultSettings, type Settings } from '../protocol.ts';

/** The value of the section `fail2banLens` as a client sent it, with the default for whatever is missing or of the wrong kind. */
export function readSettings(sent: unknown): Settings {
  return withDefaults(sent, defaultSettings) as Settings;
}

/** What each setting may be, where the kind of its default does not say enough. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  fail2banVersion: fail2banVersions,
  pythonVersion: ['3.6', '3.7', '3.8', '3.9', '3.10', '3.11', '3.12', '3.13'],
  usedns: ['yes', 'no', 'warn', 'raw'],
  engine: ['auto', 'v8', 're2'],
};

/** The largest a number may be: a client that is not VS Code does not hold a folder's settings to the manifest. */
const largest: Readonly<Record<string, number>> = { delay: 5000, regexTimeout: 60 };

function withDefaults(sent: unknown, fallback: unknown, key = ''): unknown {
  if (key === 'samples') return readSamples(sent);
  if (typeof fallback === 'object' && fallback !== null) {
    const object = (typeof sent === 'object' && sent !== null ? sent : {}) as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(fallback).map(([name, value]) => [name, withDefaults(object[name], value, name)]),
    );
  }
  if (typeof sent !== typeof fallback) return fallback;
  if (typeof sent === 'number')
    return Number.isFinite(sent) && sent >= 0 ? Math.min(sent, largest[key] ?? Infinity) : fallback;
  const words = allowed[key];
  return words && !words.includes(sent as string) ? fallback : sent;
}

function readSamples(sent: unknown): Settings['samples'] {
  if (typeof sent !== 'object' || sent === null) return {};
  const isText = (value: unknown): value is string => typeof value === 'string';
  return Object.fromEntries(
    Object.entries(sent)
      .map(([filter, logs]): [string, string[]] => [filter, (Array.isArray(logs) ? logs : [logs]).filter(isText)])
      .filter(([, logs]) => logs.length > 0),
  );
}

/** The settings of every workspace folder. */
export interface SettingsStore {
  /** Of the workspace folder that holds `path`. */
  of(path: string | null): Settings;
  /** Asks the client again. Resolves when all is known; keeps what was known where the client fails. */
  refresh(): Promise<void>;
}

export interface SettingsSource {
  /** Workspace folders as URI and path, innermost first. */
  folders(): readonly { readonly uri: string; readonly path: string }[];
  /** `workspace/configuration` of our section for each scope; undefined stands for no folder. */
  ask(scopes: readonly (string | undefined)[]): Promise<readonly unknown[]>;
}

export function createSettings(source: SettingsSource): SettingsStore {
  let common = defaultSettings;
  let byFolder: readonly { path: string; settings: Settings }[] = [];
  return {
    of: (path) =>
      (path === null ? undefined : byFolder.find((folder) => isInside(path, folder.path)))?.settings ?? common,
    async refresh() {
      const folders = source.folders();
      const answers = await source.ask([undefined, ...folders.map(({ uri }) => uri)]);
      common = readSettings(answers[0]);
      byFolder = folders.map(({ path }, i) => ({
        path,
        settings: answers[i + 1] === undefined ? common : readSettings(answers[i + 1]),
      }));
    },
  };
}

/** Whether `path` is `folder` or stands in it. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

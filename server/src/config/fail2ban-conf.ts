import { pythonRepr } from '../text/python-string.ts';
import { attempt, ConfigError, isFailure, type ConfigFailure, type ConfigProblem } from './errors.ts';
import type { Fail2banVersion } from './fail2ban-version.ts';
import { createReadContext, getOptions, isTyped, readConfig, type OptionValue } from './read-config.ts';
import type { LookedFor, Sources } from './sources.ts';
import { readerTemplate } from './vocabulary.ts';

export interface MainConfig {
  /** `[Definition]`, and `thread` options under their own names (`stacksize`). */
  readonly options: ReadonlyMap<string, OptionValue>;
  readonly thread?: ReadonlyMap<string, OptionValue>;
  readonly files: readonly string[];
  /** What is wrong with `socket` or `pidfile`: the client ends before it reads anything else. */
  readonly clientFailure?: ConfigFailure;
  readonly problems: readonly ConfigProblem[];
  readonly lookedFor: readonly LookedFor[];
}

export interface UnreadableMainConfig extends ConfigFailure {
  /** What was said before the error. */
  readonly problems: readonly ConfigProblem[];
  readonly lookedFor: readonly LookedFor[];
}

/** Needed before the server runs, and read apart from the rest. */
const clientOptions = new Set(['socket', 'pidfile']);

/** Names that `logging` of Python, or fail2ban itself, gives to levels. */
const logLevels = new Set([
  'CRITICAL',
  'FATAL',
  'ERROR',
  'WARNING',
  'WARN',
  'NOTICE',
  'INFO',
  'MSG',
  'DEBUG',
  'TRACEDEBUG',
  'HEAVYDEBUG',
  'NOTSET',
]);

/** fail2ban.conf with its overlays. Never throws for bad configuration. Mirrors `Fail2banReader.getOptions`. */
export function resolveMainConfig(
  sources: Sources,
  configDir: string,
  fail2ban: Fail2banVersion,
): MainConfig | UnreadableMainConfig {
  const problems: ConfigProblem[] = [];
  const resolved = attempt(() => read(sources, configDir, fail2ban, problems));
  return { ...resolved, problems, lookedFor: sources.lookedFor() };
}

export function isUnreadable(config: MainConfig | UnreadableMainConfig): config is UnreadableMainConfig {
  return isFailure(config);
}

function read(
  sources: Sources,
  configDir: string,
  fail2ban: Fail2banVersion,
  problems: ConfigProblem[],
): Omit<MainConfig, 'lookedFor' | 'problems'> {
  const layers = readConfig(createReadContext(sources, fail2ban), configDir, 'fail2ban');
  problems.push(...layers.problems);
  const definition = readerTemplate('fail2ban', 'Definition', fail2ban);
  const request = { convert: true, warnsOfDefaults: fail2ban === '1.0' };
  const readSome = (isRead: (name: string) => boolean, said: ConfigProblem[]) => {
    const template = definition.filter(({ name }) => isRead(name));
    return getOptions(layers, { ...request, section: 'Definition', template }, said);
  };
  const client = attempt(() => readSome((name) => clientOptions.has(name), []));
  const options = readSome((name) => !clientOptions.has(name), problems);
  checkLogLevel(options.get('loglevel') ?? null);
  const thread = layers.sections.has('Thread')
    ? getOptions(
        layers,
        { ...request, section: 'Thread', template: readerTemplate('fail2ban', 'Thread', fail2ban) },
        problems,
      )
    : undefined;
  const clientFailure = isFailure(client) ? { clientFailure: client } : {};
  return { options, ...clientFailure, ...(thread && thread.size > 0 ? { thread } : {}), files: layers.files };
}

/** Mirrors `str2LogLevel`: digits, or the name of a level in any case. */
function checkLogLevel(level: OptionValue): void {
  if (!level || isTyped(level)) return;
  const text = level.text;
  if (/^\p{Nd}+$/u.test(text) || logLevels.has(text.toUpperCase())) return;
  throw new ConfigError(
    'ValueError',
    `Invalid log level ${pythonRepr(text)}`,
    level.whereToShow({ start: 0, end: level.length })[0],
  );
}

import type { IniErrorName } from '../ini/nodes.ts';
import { pythonRepr } from '../text/python-string.ts';
import type { Origin } from '../text/mapped-text.ts';
import type { Severity } from '../text/problem.ts';

/** The exceptions with which the real readers end, by their Python names. `Missing`: no exception, nothing to read. */
export type ConfigErrorName =
  | IniErrorName
  | 'NoSectionError'
  | 'NoOptionError'
  | 'InterpolationSyntaxError'
  | 'InterpolationMissingOptionError'
  | 'InterpolationDepthError'
  | 'ValueError'
  | 'TypeError'
  | 'RecursionError'
  | 'MemoryError'
  | 'Missing';

/**
 * An exception of the real reader, thrown inside config/ and caught where config/ answers (`attempt`). `message` is what
 * `str(exception)` says, `place` where the author should look. It is no Error of JavaScript's: an option that is not set throws it,
 * too, and the stack trace of an Error takes longer than the look-up.
 */
export class ConfigError {
  constructor(
    readonly name: ConfigErrorName,
    readonly message: string,
    readonly place?: Origin,
  ) {}
}

/** The plain form of a ConfigError. */
export interface ConfigFailure {
  /** What fail2ban says, without prefixes such as `Wrong config file: `. May hold several lines. */
  readonly error: string;
  readonly name: ConfigErrorName;
  readonly place?: Origin;
}

/** What the real reader logs, or would, without stopping. */
export interface ConfigProblem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place?: Origin;
  /** The option that it is about, for a value of the wrong type. */
  readonly option?: string;
}

/** Runs a step of reading; a ConfigError becomes a failure, any other throw is our bug and goes on. */
export function attempt<T>(step: () => T): T | ConfigFailure {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { error: error.message, name: error.name, ...(error.place ? { place: error.place } : {}) };
  }
}

export function isFailure(value: object): value is ConfigFailure {
  return 'error' in value;
}

export function noSection(section: string): ConfigError {
  return new ConfigError('NoSectionError', `No section: ${pythonRepr(section)}`);
}

export function noOption(option: string, section: string): ConfigError {
  return new ConfigError('NoOptionError', `No option ${pythonRepr(option)} in section: ${pythonRepr(section)}`);
}

export function badPercent(rest: string, place: Origin | undefined): ConfigError {
  return new ConfigError(
    'InterpolationSyntaxError',
    `'%' must be followed by '%' or '(', found: ${pythonRepr(rest)}`,
    place,
  );
}

export function badReference(rest: string, place: Origin | undefined): ConfigError {
  return new ConfigError('InterpolationSyntaxError', `bad interpolation variable reference ${pythonRepr(rest)}`, place);
}

export function missingOption(
  option: string,
  section: string,
  reference: string,
  raw: string,
  place: Origin | undefined,
): ConfigError {
  return new ConfigError(
    'InterpolationMissingOptionError',
    `Bad value substitution: option ${pythonRepr(option)} in section ${pythonRepr(section)} contains an interpolation key ` +
      `${pythonRepr(reference)} which is not a valid option name. Raw value: ${pythonRepr(raw)}`,
    place,
  );
}

export function tooDeep(option: string, section: string, raw: string, place: Origin | undefined): ConfigError {
  return new ConfigError(
    'InterpolationDepthError',
    `Recursion limit exceeded in value substitution: option ${pythonRepr(option)} in section ${pythonRepr(section)} contains ` +
      `an interpolation key which cannot be substituted in 10 steps. Raw value: ${pythonRepr(raw)}`,
    place,
  );
}

/** Python's words where `%(x)s` finds None, such as a jail's `maxretry` that was no number. */
export function noneInText(place: Origin | undefined): ConfigError {
  return new ConfigError('TypeError', "argument of type 'NoneType' is not iterable", place);
}

/** `counts` is how often each tag was replaced so far, which the real message prints as a dict. */
export function selfReference(
  tag: string,
  found: string,
  counts: ReadonlyMap<string, number>,
  value: string,
  place: Origin | undefined,
): ConfigError {
  const dict = [...counts].map(([name, count]) => `${pythonRepr(name)}: ${count}`).join(', ');
  return new ConfigError(
    'ValueError',
    `properties contain self referencing definitions and cannot be resolved, fail tag: ${tag}, found: ${found} in {${dict}}, value: ${value}`,
    place,
  );
}

/** The real reader ends like this, with words that depend on the frame in which the stack ran out. */
export function includesTooDeep(place: Origin | undefined): ConfigError {
  return new ConfigError('RecursionError', 'maximum recursion depth exceeded while calling a Python object', place);
}

/** Where the real reader would fill the machine's memory first. */
export function tooLarge(what: string, place: Origin | undefined): ConfigError {
  return new ConfigError('MemoryError', `${what} grows beyond every bound`, place);
}

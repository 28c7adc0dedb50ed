import { MappedText } from '../text/mapped-text.ts';
import { pythonRepr } from '../text/python-string.ts';
import { isSpace } from '../text/unicode.ts';
import {
  finishAction,
  openAction,
  pythonAction,
  readAction,
  splitActions,
  type ActionReader,
  type ResolvedAction,
} from './action.ts';
import { combineOptions, readDefinition, type Definition } from './definition-reader.ts';
import { attempt, ConfigError, isFailure, type ConfigFailure, type ConfigProblem } from './errors.ts';
import { extractOptions, type NameWithOptions } from './extract-options.ts';
import type { Fail2banVersion } from './fail2ban-version.ts';
import { addFilterCommands, filterTemplate, type FilterCommand } from './filter-commands.ts';
import type { Overrides } from './interpolate.ts';
import { mergeSection, type Layers, type Options } from './layers.ts';
import { getOptions, isTyped, type OptionValue, type ReadContext } from './read-config.ts';
import { openFilter, readCommands, type ResolvedFilter } from './resolve-filter.ts';
import { readerTemplate } from './vocabulary.ts';

/** A command to the server for a jail: `['set', JAIL, name, ...values]`. */
export interface JailCommand {
  readonly name: string;
  readonly values: readonly OptionValue[];
}

/** A jail as the server would start it. */
export interface Jail {
  readonly name: string;
  readonly enabled: boolean;
  /** Every option that the reader knows and the jail or `[DEFAULT]` sets, or that has a default; in the reader's order. */
  readonly options: ReadonlyMap<string, OptionValue>;
  /** The filter's name and options as written; absent where the jail names none. */
  readonly filter?: NameWithOptions;
  /** The filter's files, laid over each other. */
  readonly filterLayers?: Layers;
  /** What the jail's filter part comes to, the jail's own regexes included. */
  readonly effective: Omit<ResolvedFilter, 'commands' | 'files' | 'lookedFor' | 'problems'>;
  /** The filter's part of the stream, with what the jail adds to it, in the order of sending. */
  readonly filterCommands: readonly FilterCommand[];
  /** The rest of what is sent before the log files and actions. */
  readonly commands: readonly JailCommand[];
  /** One glob each, with its `head` or `tail`; empty with a systemd backend. */
  readonly logpaths: readonly LogPath[];
  readonly actions: readonly ResolvedAction[];
  /** Files of filter and actions that were merged. */
  readonly files: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

export interface LogPath {
  readonly path: MappedText;
  /** `head` unless the line says otherwise; any word that follows a blank is taken for it. */
  readonly mode: MappedText;
}

/**
 * A jail that does not start. `skipped`: fail2ban leaves out this one and starts the others; otherwise the error ends the
 * reading of all jails.
 */
export interface BrokenJail extends ConfigFailure {
  readonly jail: string;
  readonly enabled: boolean;
  readonly skipped: boolean;
  /** What could be read before the error. */
  readonly options: ReadonlyMap<string, OptionValue>;
  readonly problems: readonly ConfigProblem[];
}

/** A jail that is switched off and was not read further. */
export interface DisabledJail {
  readonly jail: string;
  readonly enabled: false;
  readonly problems: readonly ConfigProblem[];
}

export interface JailRequest {
  readonly context: ReadContext;
  readonly configDir: string;
  /** The merged jail configuration, from `readConfig(…, 'jail')` and `addStaticDefaults`. The jail adds its filter's `known/` options to it. */
  readonly layers: Layers;
  readonly name: string;
  /** Read it as if it were enabled. */
  readonly force: boolean;
  /** Given to the filter over those that the jail gives it (`fail2ban-regex LOG 'JAIL[opt=value]'`). */
  readonly filterOptions?: Options;
  /** In place of the jail's own. */
  readonly backend?: string;
}

/**
 * Only these three are read before the filter, whose options the others may then name as `known/…`. They are read of every jail, also
 * of one that is switched off.
 */
export const firstOptions: readonly string[] = ['enabled', 'backend', 'filter'];

/** Whether a jail's own section takes the option; what else stands in the brackets behind a jail's name is for its filter. */
export function isJailOption(name: string, fail2ban: Fail2banVersion): boolean {
  return readerTemplate('jail', '*', fail2ban).some((option) => option.name === name);
}

/** Sent by other means than `set JAIL option value`. */
const notSent = new Set([
  'action',
  'filter',
  'enabled',
  'skip_if_nologs',
  'systemd_if_nologs',
  ...filterTemplate.map(({ name }) => name),
]);

/** The error of a jail that fail2ban skips (`JailDefError`). */
class SkippedJail extends Error {
  constructor(
    message: string,
    readonly place: ConfigFailure['place'],
  ) {
    super(message);
  }
}

/** Makes one section of the jail configuration a jail. Never throws for bad configuration. Mirrors `JailReader`. */
export function readJail(request: JailRequest): Jail | BrokenJail | DisabledJail {
  const state: State = { request, options: new Map(), problems: [], definitions: [] };
  try {
    return readWhole(state);
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof SkippedJail)) throw error;
    const skipped = error instanceof SkippedJail;
    return {
      jail: request.name,
      enabled: state.options.size > 0 ? isEnabled(state) : wouldBeEnabled(state),
      skipped,
      error: error.message,
      name: skipped ? 'ValueError' : error.name,
      ...(error.place ? { place: error.place } : {}),
      options: state.options,
      problems: allProblems(state),
    };
  }
}

/** What a jail sets that fail2ban does not come to. */
export interface RestOfJail {
  readonly options: ReadonlyMap<string, OptionValue>;
  readonly logpaths: readonly LogPath[];
  readonly problems: readonly ConfigProblem[];
}

/** The options of a jail behind the error that ends its reading, each for itself: its author wants to hear of them, too. */
export function readRestOfJail(layers: Layers, broken: BrokenJail, fail2ban: Fail2banVersion): RestOfJail {
  const rest = new Map(broken.options);
  const problems: ConfigProblem[] = [];
  for (const option of readerTemplate('jail', '*', fail2ban)) {
    if (rest.has(option.name)) continue;
    const request = {
      section: broken.jail,
      template: [option],
      mustExist: true,
      convert: true,
      warnsOfDefaults: false,
    };
    const read = attempt(() => getOptions(layers, request, problems));
    if (!isFailure(read)) for (const [name, value] of read) rest.set(name, value);
  }
  return { options: rest, logpaths: readLogPaths(rest), problems };
}

/** The name of the filter that a jail names; undefined where it names none, or cannot be read. */
export function filterNameOf(request: JailRequest): string | undefined {
  const state: State = { request, options: new Map(), problems: [], definitions: [] };
  try {
    state.options = readOptions(state, firstOptions);
    return readFilterName(state)?.name.text;
  } catch (error) {
    if (error instanceof ConfigError || error instanceof SkippedJail) return undefined;
    throw error;
  }
}

export function isBroken(jail: Jail | BrokenJail | DisabledJail): jail is BrokenJail {
  return 'error' in jail;
}

export function isRead(jail: Jail | BrokenJail | DisabledJail): jail is Jail {
  return 'actions' in jail;
}

interface State {
  readonly request: JailRequest;
  options: Map<string, OptionValue>;
  readonly problems: ConfigProblem[];
  /** The filter and the actions opened so far. */
  readonly definitions: Definition[];
}

function readWhole(state: State): Jail | DisabledJail {
  const { request } = state;
  const { name, force } = request;
  state.options = readOptions(state, firstOptions);
  if (!force && !isEnabled(state)) return { jail: name, enabled: false, problems: allProblems(state) };
  const named = readFilterName(state);
  const filter = named && readFilter(state, named);
  state.options = readOptions(state, undefined, filter && unsetOptions(filter));
  if (filter) readDefinition(filter, toOverrides(state.options));
  const readers = readActions(state);
  // From here on fail2ban makes the stream.
  const filterCommands: FilterCommand[] = [];
  const { fail2ban } = request.context;
  if (filter) addFilterCommands(filterCommands, combineOptions(filter), fail2ban);
  addFilterCommands(filterCommands, state.options, fail2ban);
  const actions = readers.map((action) => ('python' in action ? action : finishAction(action)));
  return {
    name,
    enabled: isEnabled(state),
    options: state.options,
    ...(named ? { filter: named } : {}),
    ...(filter ? { filterLayers: filter.layers } : {}),
    effective: readCommands(filterCommands),
    filterCommands,
    commands: jailCommands(state.options),
    logpaths: readLogPaths(state.options),
    actions,
    files: state.definitions.flatMap(({ layers }) => layers.files),
    problems: allProblems(state),
  };
}

function readOptions(
  { request, problems }: State,
  only?: readonly string[],
  overrides?: Overrides,
): Map<string, OptionValue> {
  const { layers, name, context } = request;
  const template = readerTemplate('jail', '*', context.fail2ban).filter(
    (option) => !only || only.includes(option.name),
  );
  return getOptions(
    layers,
    {
      section: name,
      template,
      mustExist: true,
      convert: true,
      warnsOfDefaults: context.fail2ban === '1.0',
      ...(overrides ? { overrides } : {}),
    },
    problems,
  );
}

function isEnabled({ options }: State): boolean {
  const enabled = options.get('enabled') ?? null;
  return isTyped(enabled) && enabled.value === true;
}

/** Whether a jail is switched on whose first options could not be read: one whose `enabled` is at fault itself counts as off. */
function wouldBeEnabled(state: State): boolean {
  const options = attempt(() => readOptions({ ...state, problems: [] }, ['enabled']));
  return !isFailure(options) && isEnabled({ ...state, options });
}

function textOf(options: ReadonlyMap<string, OptionValue>, name: string): MappedText {
  const value = options.get(name) ?? null;
  return value && !isTyped(value) ? value : MappedText.empty;
}

function readFilterName({ request, options, problems }: State): NameWithOptions | undefined {
  const written = textOf(options, 'filter');
  if (written.length === 0) {
    problems.push({
      code: 'jail-without-filter',
      severity: 'warning',
      message: `No filter set for jail ${request.name}`,
    });
    return undefined;
  }
  try {
    return extractOptions(written, request.context.fail2ban);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new SkippedJail(`Invalid filter definition ${pythonRepr(written.text)}: ${error.message}`, error.place);
  }
}

/** Reads the filter and offers its options to the jail as `known/…`. */
function readFilter(state: State, { name, options }: NameWithOptions): Definition {
  const { request } = state;
  const { context, configDir, layers } = request;
  const filter = orSkip(
    () =>
      openFilter(
        context,
        { kind: 'name', name: name.text, configDir },
        new Map([...options, ...(request.filterOptions ?? [])]),
        request.backend ?? textOf(state.options, 'backend').text,
      ),
    `Unable to read the filter ${pythonRepr(name.text)}`,
    name,
    state,
  );
  state.definitions.push(filter);
  readDefinition(filter, toOverrides(state.options), { all: true });
  const known = new Map<string, MappedText>();
  for (const [option, value] of combineOptions(filter))
    if (value) known.set(option, isTyped(value) ? value.written : value);
  mergeSection(layers, request.name, known, 'known/');
  return filter;
}

/** Options that the filter has as None, because it has no `[Definition]` or a wrong number: naming one as `known/…` is a TypeError. */
function unsetOptions(filter: Definition): Overrides {
  return new Map(
    [...combineOptions(filter)].flatMap(([option, value]) =>
      value === null ? [[`known/${option}`, null] as const] : [],
    ),
  );
}

function readActions(state: State): (ActionReader | ResolvedAction)[] {
  const { request, options, problems } = state;
  const { fail2ban } = request.context;
  const actions = splitActions(textOf(options, 'action'), fail2ban).map((written) => readOneAction(state, written));
  if (actions.length === 0)
    problems.push({
      code: 'jail-without-action',
      severity: 'warning',
      message: `No actions were defined for ${request.name}`,
    });
  return actions;
}

function readOneAction(state: State, written: MappedText): ActionReader | ResolvedAction {
  const { context, configDir, name: jail } = state.request;
  let named: NameWithOptions;
  try {
    named = extractOptions(written, context.fail2ban);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new SkippedJail(`Invalid action definition ${pythonRepr(written.text)}: ${error.message}`, error.place);
  }
  if (named.name.text.endsWith('.py')) return pythonAction(named.name, named.options);
  try {
    const action = orSkip(
      () => openAction(context, configDir, named, jail),
      `Unable to read action ${pythonRepr(named.name.text)}`,
      named.name,
      state,
    );
    state.definitions.push(action.definition);
    readAction(action, toOverrides(state.options));
    return action;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(
      'ValueError',
      `Error in action definition ${pythonRepr(written.text)}: ${exceptionRepr(error)}`,
      error.place ?? placeOf(written),
    );
  }
}

/** As `repr(exception)`: those of configparser show their text alone. */
function exceptionRepr({ name, message }: ConfigError): string {
  return name === 'ValueError' || name === 'TypeError' || name === 'RecursionError' || name === 'MemoryError'
    ? `${name}(${pythonRepr(message)})`
    : message;
}

/** A jail whose filter or action has no file is skipped; what fail2ban logs of the file goes to the problems. */
function orSkip<T>(open: () => T, message: string, name: MappedText, { problems }: State): T {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof ConfigError) || error.name !== 'Missing') throw error;
    problems.push({
      code: 'no-such-file',
      severity: 'error',
      message: error.message,
      ...(error.place ? { place: error.place } : {}),
    });
    throw new SkippedJail(message, placeOf(name));
  }
}

function placeOf(text: MappedText): ConfigFailure['place'] {
  return text.whereToShow({ start: 0, end: text.length })[0];
}

/** Options as overrides of a filter's or an action's `%(…)s`: configparser turns every value into text. */
export function toOverrides(options: ReadonlyMap<string, OptionValue>): Overrides {
  return new Map(
    [...options].map(([name, value]) => [
      name,
      value && isTyped(value) ? pythonText(value.type, value.value, value.written) : value,
    ]),
  );
}

function pythonText(type: 'int' | 'bool', value: number | boolean, written: MappedText): MappedText {
  const text = type === 'bool' ? (value ? 'True' : 'False') : String(value);
  if (text === written.text) return written;
  const place = placeOf(written);
  return place ? MappedText.derived(text, place) : MappedText.builtin(text, 'option');
}

function jailCommands(options: ReadonlyMap<string, OptionValue>): JailCommand[] {
  const commands: JailCommand[] = [];
  for (const [name, value] of options) {
    if (name === 'logpath' || name === 'backend' || notSent.has(name)) continue;
    if (name === 'ignoreip')
      commands.push({ name: 'addignoreip', values: value && !isTyped(value) ? splitWords(value) : [] });
    else commands.push({ name, values: [value] });
  }
  return commands;
}

/** As `splitwords`: at commas, blanks and line feeds; other white space is only trimmed. */
export function splitWords(value: MappedText): MappedText[] {
  const words: MappedText[] = [];
  for (const match of value.text.matchAll(/[^ ,\n]+/g)) {
    const word = value.slice(match.index, match.index + match[0].length).trim((char) => isSpace(char.charCodeAt(0)));
    if (word.length > 0) words.push(word);
  }
  return words;
}

function readLogPaths(options: ReadonlyMap<string, OptionValue>): LogPath[] {
  if (!options.has('logpath') || textOf(options, 'backend').text.startsWith('systemd')) return [];
  return textOf(options, 'logpath')
    .split('\n')
    .map((line) => {
      const blank = line.text.lastIndexOf(' ');
      if (blank === -1) return { path: line, mode: MappedText.builtin('head', 'default of logpath') };
      return { path: line.slice(0, blank), mode: line.slice(blank + 1) };
    });
}

/** A jail reads its options and its filter twice; what is said of them counts once. */
function allProblems({ problems, definitions }: State): ConfigProblem[] {
  const all = [...problems, ...definitions.flatMap((definition) => definition.problems)];
  return [...new Map(all.map((problem) => [`${problem.severity} ${problem.message}`, problem])).values()];
}

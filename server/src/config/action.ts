import { MappedText } from '../text/mapped-text.ts';
import { pythonSpaceClass, wordRegex } from '../text/python-string.ts';
import { isSpace } from '../text/unicode.ts';
import { combineOptions, createDefinition, readDefinition, type Definition } from './definition-reader.ts';
import type { ConfigProblem } from './errors.ts';
import type { Fail2banVersion } from './fail2ban-version.ts';
import type { NameWithOptions } from './extract-options.ts';
import type { Overrides } from './interpolate.ts';
import type { Layers, Options } from './layers.ts';
import { joinPath, withoutExtension } from './paths.ts';
import { readConfig, type OptionValue, type ReadContext } from './read-config.ts';
import { readerTemplate } from './vocabulary.ts';

/** An action as a jail starts it. */
export interface ResolvedAction {
  /** The file's name in `action.d`, without extension unless it is a Python action. */
  readonly file: MappedText;
  /** The name under which the server knows it. */
  readonly name: MappedText;
  readonly python: boolean;
  /** What is sent, in order: options of `[Definition]`, tags replaced, then the parameters as they are. For Python: the options in brackets. */
  readonly options: ReadonlyMap<string, OptionValue>;
  /** The name and what stands in brackets behind it, with the files of the action laid over each other; none of Python. */
  readonly written?: { readonly named: NameWithOptions; readonly layers: Layers };
  readonly files: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

const space = `[${pythonSpaceClass}]`;

/** One action with its brackets, or a word where the brackets do not come out right; mirrors `OPTION_SPLIT_CRE`. */
function splitPattern(condition: (word: string) => string): (text: string) => RegExp {
  return wordRegex((word) => {
    const option = `[${word}\\-.]+${condition(word)}=(?:"[^"]*"|'[^']*'|[^,\\]]*)${space}*(?:,|\\]${space}*\\[)?${space}*`;
    return `(?:[^\\[${pythonSpaceClass}]+(?:${space}*\\[${space}*(?:${option})*\\])?${space}*|[^${pythonSpaceClass}]+)(?=${space}|(?![^]))`;
  }, 'g');
}

const withoutConditions = splitPattern(() => '');

/** 1.1.1 also knows conditional options: `x?family=inet6="…"`. */
const splitPatterns: Readonly<Record<Fail2banVersion, (text: string) => RegExp>> = {
  '1.0': withoutConditions,
  '1.1.0': withoutConditions,
  '1.1': splitPattern((word) => `(?:\\?[${word}]+=[${word}]+)?`),
};

/** Splits an `action` value into its actions, each trimmed; mirrors `splitWithOptions`. */
export function splitActions(value: MappedText, fail2ban: Fail2banVersion): MappedText[] {
  return [...value.text.matchAll(splitPatterns[fail2ban](value.text))]
    .map((match) => value.slice(match.index, match.index + match[0].length).trim((char) => isSpace(char.charCodeAt(0))))
    .filter((action) => action.length > 0);
}

/** A Python action: nothing is read, its options go to it as they are. */
export function pythonAction(file: MappedText, options: Options): ResolvedAction {
  const rest = new Map(options);
  rest.delete('actname');
  return {
    file,
    name: options.get('actname') ?? file.slice(0, withoutExtension(file.text).length),
    python: true,
    options: rest,
    files: [],
    problems: [],
  };
}

/** The options that the server fills in at run time; their tags stay. */
const runTimeTags = ['matches', 'ipmatches', 'ipjailmatches', 'timeout', 'bantime'];

/** An action while its jail is read. Mirrors `ActionReader`. */
export interface ActionReader {
  readonly file: MappedText;
  readonly name: MappedText;
  readonly named: NameWithOptions;
  readonly definition: Definition;
}

/** Reads an action's files. Throws ConfigError: a file that cannot be parsed, `Missing` where there is none. */
export function openAction(
  context: ReadContext,
  configDir: string,
  named: NameWithOptions,
  jail: string,
): ActionReader {
  const { name: file, options: brackets } = named;
  const options = new Map(brackets);
  const jailName = MappedText.builtin(jail, 'jail name');
  const name = options.get('name') ?? jailName;
  options.set('name', name);
  const actname = options.get('actname') ?? uniqueName(file, name, jail);
  options.set('actname', actname);
  const layers = readConfig(context, configDir, joinPath('action.d', file.text));
  return {
    file,
    name: actname,
    named,
    definition: createDefinition(
      layers,
      readerTemplate('action', 'Definition', context.fail2ban),
      options,
      context.fail2ban,
    ),
  };
}

/** The file's name; with `-NAME` behind it where the action is named for something else than its jail. */
function uniqueName(file: MappedText, name: MappedText, jail: string): MappedText {
  if (name.text === jail) return file;
  return name.text.startsWith(jail)
    ? MappedText.concat([file, name.slice(jail.length)])
    : MappedText.concat([file, MappedText.builtin('-', 'action name'), name]);
}

/** Reads the action's options under those of its jail. Throws ConfigError. */
export function readAction({ definition }: ActionReader, jailOptions: Overrides): void {
  readDefinition(definition, jailOptions);
}

/** What is sent to the server for the action. Throws ConfigError where tags name each other. */
export function finishAction({ file, name, named, definition }: ActionReader): ResolvedAction {
  const combined = combineOptions(definition, runTimeTags);
  const read = new Set(definition.template.map((option) => option.name));
  const options = new Map<string, OptionValue>();
  for (const [option, value] of combined) if (read.has(option)) options.set(option, value);
  for (const [option, value] of definition.init)
    if (!read.has(option) && !option.startsWith('known/')) options.set(option, value);
  const { layers, problems } = definition;
  return { file, name, python: false, options, written: { named, layers }, files: layers.files, problems };
}

import type { MappedText } from '../text/mapped-text.ts';
import { pythonRepr, pythonSpaceClass, wordRegex } from '../text/python-string.ts';
import type { ConfigProblem } from './errors.ts';
import type { Fail2banVersion } from './fail2ban-version.ts';
import { findOption, getOption, type Overrides } from './interpolate.ts';
import { splitConditional, type Layers, type Options } from './layers.ts';
import { convertOption, getOptions, type OptionTemplate, type OptionValue } from './read-config.ts';
import { substituteTags } from './tags.ts';

/**
 * A filter or an action while it is read: `[Definition]` and `[Init]` of its layers, and the options given in brackets.
 * Made by `createDefinition`, filled by `readDefinition`, answered by `combineOptions`; a jail goes through the last two
 * twice, before and after its own options are known. Mirrors `DefinitionInitConfigReader`.
 */
export interface Definition {
  readonly layers: Layers;
  readonly fail2ban: Fail2banVersion;
  readonly template: readonly OptionTemplate[];
  /** Bracket options, then `logtype`, then what `[Init]` adds (also as `known/NAME`). */
  readonly init: Options;
  /** The jail's options with those of `init` over them: overrides inside `%(…)s`. */
  overrides: Map<string, MappedText | null>;
  /** Options of `[Definition]` that were asked for. */
  own: Map<string, OptionValue>;
  /** Values of tags that were looked up outside the combined options; kept between the two rounds of a jail. */
  readonly looked: Map<string, MappedText | null>;
  readonly problems: ConfigProblem[];
}

export function createDefinition(
  layers: Layers,
  template: readonly OptionTemplate[],
  bracketOptions: Options,
  fail2ban: Fail2banVersion,
): Definition {
  return {
    layers,
    fail2ban,
    template,
    init: new Map(bracketOptions),
    overrides: new Map(),
    own: new Map(),
    looked: new Map(),
    problems: [...layers.problems],
  };
}

/**
 * Reads and interpolates the options. `jailOptions`: what the jail sets so far (an option it holds, even as null, is
 * not read from the definition); none for fail2ban-regex. `all`: every option of `[Definition]`, as a jail does to
 * offer them as `known/…`; these are interpolated without any overrides. Throws ConfigError.
 */
export function readDefinition(definition: Definition, jailOptions: Overrides | undefined, { all = false } = {}): void {
  const { layers, template, init, problems } = definition;
  definition.overrides = new Map([...(jailOptions ?? []), ...init]);
  definition.own = getOptions(
    layers,
    { section: 'Definition', template, overrides: definition.overrides, convert: false },
    problems,
  );
  for (const option of layers.sections.get('Init')?.keys() ?? []) {
    if (option === '__name__') continue;
    // Such an option may be there already, from `[Init] x` or brackets: then it is not even read.
    if (option.startsWith('known/') && init.has(option)) continue;
    const value = getOption(layers, 'Init', option)!;
    if (!option.startsWith('known/')) init.set(`known/${option}`, value);
    if (!init.has(option)) init.set(option, givenUnconditionally(definition, option) ?? value);
  }
  if (!all) return;
  for (const option of layers.sections.get('Definition')?.keys() ?? [])
    if (option !== '__name__' && !definition.own.has(option))
      definition.own.set(option, getOption(layers, 'Definition', option));
}

/** From 1.1.1 on an option that is given counts for its conditional variants (`x?family=inet6`), too. */
function givenUnconditionally({ fail2ban, overrides }: Definition, option: string): MappedText | null | undefined {
  const conditional = fail2ban === '1.1' ? splitConditional(option) : undefined;
  return conditional && overrides.get(conditional.name);
}

/**
 * All options together, `[Init]` and brackets over `[Definition]`, with `<tags>` substituted and types converted.
 * Options that have a conditional variant (`x?family=inet6`) and those in `ignore` keep their tags. Throws ConfigError.
 */
export function combineOptions(definition: Definition, ignored: Iterable<string> = []): Map<string, OptionValue> {
  const { own, init } = definition;
  const options = new Map<string, OptionValue>([...own, ...init]);
  const ignore = new Set(ignored);
  for (const name of options.keys()) {
    const conditional = splitConditional(name);
    if (conditional) ignore.add(conditional.name);
  }
  const combined = substituteTags({ options, ignore, lookUp: (tag) => lookUpTag(definition, tag) });
  convertOptions(definition, combined);
  return combined;
}

function convertOptions({ template, problems }: Definition, options: Map<string, OptionValue>): void {
  for (const { name, type, fallback } of template) {
    const value = options.get(name);
    if (type === 'string' || !value || 'type' in value) continue;
    const converted = convertOption(type, value);
    options.set(name, converted === undefined ? (fallback?.value ?? null) : converted);
    if (converted !== undefined) continue;
    const place = value.whereToShow({ start: 0, end: value.length })[0];
    const message = `Wrong ${type} value ${pythonRepr(value.text)} for ${pythonRepr(name)}. Using default one: ${fallback?.repr ?? 'None'}`;
    problems.push({ code: 'dropped-value', severity: 'warning', message, ...(place ? { place } : {}) });
  }
}

/** `getCombOption`: a tag's value outside the combined options; null where there is none. */
function lookUpTag(definition: Definition, tag: string): MappedText | null {
  const known = definition.looked.get(tag);
  if (known !== undefined) return known;
  const value = tagValue(definition, tag) ?? null;
  definition.looked.set(tag, value);
  return value;
}

const sectionOption = wordRegex((word) => `^([${word}\\-]+)/([^${pythonSpaceClass}>]+)\\n?$`);

/** `get_ex`: `sec/x` in that section, `known/x` in what was replaced and then in `[Definition]`; else the whole name in `[Definition]`. */
function tagValue({ layers, overrides }: Definition, tag: string): MappedText | null | undefined {
  const [, section, option] = sectionOption(tag).exec(tag) ?? [];
  if (section !== undefined) {
    const lower = section.toLowerCase();
    for (const name of lower === 'known'
      ? ['KNOWN/Definition', 'Definition']
      : [lower === 'default' ? 'DEFAULT' : section]) {
      const value = findOption(layers, name, option!);
      if (value !== undefined) return value;
    }
  }
  return findOption(layers, 'Definition', tag, overrides);
}

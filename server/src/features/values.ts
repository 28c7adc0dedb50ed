import { layersOf, type FileAnalysis } from '../analysis/workspace.ts';
import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import {
  attempt,
  combineOptions,
  createDefinition,
  filterTemplate,
  getOption,
  isFailure,
  isTyped,
  readDefinition,
  splitConditional,
  type ConfigFailure,
  type Layers,
  type OptionValue,
} from '../config/resolve.ts';
import { MappedText } from '../text/mapped-text.ts';

/** Which section of merged layers a section of a file is: `Init?family=inet6` is `Init`. */
export function mergedSection(name: string): string {
  return splitConditional(name)?.name ?? name;
}

/**
 * What an option is worth at last, every `%(…)s` and `<tag>` replaced as far as they are known before a jail starts; a failure says
 * why it has no value. Undefined where there is no such option.
 */
export function finalValue(
  analysis: FileAnalysis,
  section: string,
  option: string,
): MappedText | ConfigFailure | undefined {
  const name = mergedSection(section);
  const known = textOf(valuesOf(analysis, name)?.get(option));
  return known ?? interpolatedValue(analysis, name, option);
}

/** With every `%(…)s` replaced, tags still in place. */
export function interpolatedValue(
  analysis: FileAnalysis,
  section: string,
  option: string,
): MappedText | ConfigFailure | undefined {
  const layers = layersOf(analysis);
  if (!layers) return undefined;
  const value = attempt(() => getOption(layers, mergedSection(section), option));
  if (value !== null && isFailure(value) && (value.name === 'NoOptionError' || value.name === 'NoSectionError'))
    return undefined;
  return value ?? undefined;
}

/** As `interpolatedValue`; failures count as no value. */
export function shownValue(analysis: FileAnalysis, section: string, option: string): MappedText | undefined {
  const value = interpolatedValue(analysis, section, option);
  return value && !isFailure(value) ? value : undefined;
}

function valuesOf(
  { filter, action, jails, main, versions }: FileAnalysis,
  section: string,
): ReadonlyMap<string, OptionValue> | undefined {
  if (filter?.layers)
    return section === 'Definition' || section === 'Init'
      ? filterValues(filter.layers, versions.fail2ban, new Map())
      : undefined;
  if (action) return section === 'Definition' || section === 'Init' ? action.resolved?.options : undefined;
  if (jails) return jails.jails.find(({ name }) => name === section)?.jail.options;
  if (!main || 'error' in main) return undefined;
  if (section === 'Thread') return main.thread;
  // The stock fail2ban.conf sets its options under [DEFAULT].
  return section === 'Definition' || section === 'DEFAULT' ? main.options : undefined;
}

/** An option that no filter has. */
const someText = '(text)';

/** A text of a filter with its `<tags>` replaced, as they are without a jail; undefined where that cannot be told or changes nothing. */
export function withTags({ filter, versions }: FileAnalysis, text: MappedText): MappedText | undefined {
  if (!filter?.layers || !text.text.includes('<')) return undefined;
  const replaced = textOf(filterValues(filter.layers, versions.fail2ban, new Map([[someText, text]]))?.get(someText));
  return replaced?.text === text.text ? undefined : replaced;
}

/** All options of a filter that no jail adds anything to, and `extra` among them. */
function filterValues(
  layers: Layers,
  fail2ban: Fail2banVersion,
  extra: ReadonlyMap<string, MappedText>,
): ReadonlyMap<string, OptionValue> | undefined {
  const values = attempt(() => {
    const definition = createDefinition(layers, filterTemplate, new Map(), fail2ban);
    const isSet = definition.init.has('logtype') || layers.sections.get('Definition')?.has('logtype');
    if (!isSet) definition.init.set('logtype', MappedText.builtin('file', 'logtype'));
    readDefinition(definition, undefined, { all: true });
    for (const [name, value] of extra) definition.own.set(name, value);
    return combineOptions(definition);
  });
  return isFailure(values) ? undefined : values;
}

function textOf(value: OptionValue | undefined): MappedText | undefined {
  return value === undefined || value === null ? undefined : isTyped(value) ? value.written : value;
}

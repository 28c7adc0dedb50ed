import {
  attempt,
  createReadContext,
  isFailure,
  isUnresolved,
  openFilter,
  resolveFilter,
  type ConfigFailure,
  type ConfigProblem,
  type FilterTarget,
  type Layers,
  type ResolvedFilter,
  type Sources,
} from '../config/resolve.ts';
import { getOption, type Overrides } from '../config/interpolate.ts';
import { MappedText } from '../text/mapped-text.ts';
import { analyseRegexes, type AnalysedRegexes, type Versions } from './analyse-regexes.ts';

/** One filter as the server loads it when no jail adds anything. */
export interface FilterAnalysis {
  readonly target: FilterTarget;
  /** Raw values of all its files; undefined where one of them cannot be read. */
  readonly layers?: Layers;
  /** What ends the reading of the files themselves. */
  readonly failure?: ConfigFailure;
  /** Options that cannot be interpolated, each for itself. */
  readonly optionFailures: readonly OptionFailure[];
  readonly problems: readonly ConfigProblem[];
  /** With the filter's own default mode first, then with each of its other modes. */
  readonly variants: readonly FilterVariant[];
}

export interface OptionFailure {
  readonly section: string;
  readonly option: string;
  readonly failure: ConfigFailure;
  /** fail2ban does not read the option: what only stands in an action's `[Definition]` and that no tag names. */
  readonly isUnread?: boolean;
}

export interface FilterVariant {
  /** The value of `mode` it was resolved with; undefined for what the filter says by itself. */
  readonly mode?: string;
  readonly resolved: ResolvedFilter;
  readonly regexes: AnalysedRegexes;
}

/** Never throws for bad configuration. */
export function analyseFilter(sources: Sources, target: FilterTarget, versions: Versions): FilterAnalysis {
  const opened = attempt(() => openFilter(createReadContext(sources, versions.fail2ban), target, new Map(), 'auto'));
  if (isFailure(opened)) return { target, failure: opened, optionFailures: [], problems: [], variants: [] };
  const { layers } = opened;
  const resolve = (mode?: string) =>
    resolveFilter({
      sources,
      target,
      fail2ban: versions.fail2ban,
      via: 'jail',
      ...(mode === undefined ? {} : { options: new Map([['mode', MappedText.builtin(mode, 'mode')]]) }),
    });
  const optionFailures = [...failuresOf(layers, 'Definition'), ...failuresOf(layers, 'Init')];
  const plain = resolve();
  if (isUnresolved(plain))
    return {
      target,
      layers,
      ...(optionFailures.length === 0 ? { failure: plain } : {}),
      optionFailures,
      problems: layers.problems,
      variants: [],
    };
  const modes = modesOf(layers).map((mode) => ({ mode, resolved: resolve(mode) }));
  const variants = [{ resolved: plain }, ...modes].flatMap((variant): FilterVariant[] => {
    const { resolved } = variant;
    return isUnresolved(resolved) ? [] : [{ ...variant, resolved, regexes: analyseRegexes(resolved, versions) }];
  });
  return { target, layers, optionFailures, problems: plain.problems, variants };
}

/** The options of a section that cannot be interpolated, each with its own error. `overrides`: what the reader brings along. */
export function failuresOf(
  layers: Layers,
  section: string,
  options: Iterable<string> = layers.sections.get(section)?.keys() ?? [],
  overrides?: Overrides,
): OptionFailure[] {
  return [...options].flatMap((option) => {
    const value = attempt(() => ({ read: getOption(layers, section, option, overrides) }));
    return isFailure(value) && value.name !== 'NoOptionError' && value.name !== 'NoSectionError'
      ? [{ section, option, failure: value }]
      : [];
  });
}

/** The modes that a filter offers; none where it offers no choice, or cannot be read. */
export function filterModes(sources: Sources, target: FilterTarget, fail2ban: Versions['fail2ban']): string[] {
  const opened = attempt(() => openFilter(createReadContext(sources, fail2ban), target, new Map(), 'auto'));
  return isFailure(opened) ? [] : modesOf(opened.layers);
}

/**
 * The stock way to offer modes: a value holds `<mdre-<mode>>`, and each mode has its `mdre-NAME`. A name counts where every
 * such tag finds its option.
 */
function modesOf({ sections, defaults }: Layers): string[] {
  const options = new Map([...defaults, ...(sections.get('Definition') ?? [])]);
  const tags = new Map(
    [...options.values()].flatMap(({ text }) =>
      [...text.matchAll(/<([\w.-]*)<mode>([\w.-]*)>/g)].map((match) => [match[0], [match[1]!, match[2]!] as const]),
    ),
  );
  const [first, ...others] = tags.values();
  if (!first) return [];
  const names = [...options.keys()].flatMap((option) => nameBetween(option, ...first));
  return names.filter((name) => others.every(([before, after]) => options.has(before + name + after)));
}

function nameBetween(option: string, before: string, after: string): string[] {
  const isMatch = option.length > before.length + after.length && option.startsWith(before) && option.endsWith(after);
  return isMatch ? [option.slice(before.length, option.length - after.length)] : [];
}

import type { OptionFailure } from '../analysis/analyse-filter.ts';
import type { JailAnalysis } from '../analysis/analyse-jails.ts';
import type { AnalysedDatePattern } from '../analysis/analyse-regexes.ts';
import { regexSets, type RegexSet } from '../analysis/regexes-in-use.ts';
import type { FileAnalysis } from '../analysis/workspace.ts';
import {
  firstOptions,
  isBroken,
  isRead,
  isTyped,
  type BrokenJail,
  type ConfigFailure,
  type ConfigProblem,
  type Layers,
  type OptionValue,
  type ResolvedFilter,
} from '../config/resolve.ts';
import { findKnownOption, type KnownOption } from '../config/vocabulary.ts';
import type { IniOption, IniSection } from '../ini/nodes.ts';
import { byName } from '../text/by-name.ts';
import type { MappedText, Origin } from '../text/mapped-text.ts';
import type { Severity } from '../text/problem.ts';
import { isWritten, startOf } from './places.ts';

/** What rules ask of a file, whatever its kind; what features ask, too, stands below both. */
export { readRegexesIn, regexesIn, regexSets } from '../analysis/regexes-in-use.ts';
export { layersOf } from '../analysis/workspace.ts';
export { isRegexOption } from '../config/vocabulary.ts';

export function datePatternsIn(file: FileAnalysis): (RegexSet & { readonly pattern: AnalysedDatePattern })[] {
  return regexSets(file).flatMap((set) => set.regexes.datepatterns.map((pattern) => ({ ...set, pattern })));
}

/** What filters, and jails with their filters, set for maxlines. */
export function maxLinesIn({
  filter,
  jails,
}: FileAnalysis): { readonly maxlines: NonNullable<ResolvedFilter['maxlines']>; readonly jail?: JailAnalysis }[] {
  return [
    ...(filter?.variants ?? []).flatMap(({ resolved }) => (resolved.maxlines ? [{ maxlines: resolved.maxlines }] : [])),
    ...(jails?.jails ?? []).flatMap((jail) =>
      isRead(jail.jail) && jail.jail.effective.maxlines ? [{ maxlines: jail.jail.effective.maxlines, jail }] : [],
    ),
  ];
}

/** fail2ban does not look at what a jail that is switched off would do: there an error is a warning. */
export function severityIn(jail: JailAnalysis | undefined, severity: Severity): Severity {
  return jail && !jail.enabled && severity === 'error' ? 'warning' : severity;
}

/** What a reader said without stopping. */
export function problemsOf({
  filter,
  action,
  jails,
  main,
}: FileAnalysis): { readonly problem: ConfigProblem; readonly jail?: JailAnalysis }[] {
  const own = [
    ...(filter?.problems ?? []),
    ...(action?.problems ?? []),
    ...(jails?.problems ?? []),
    ...(main?.problems ?? []),
  ];
  return [
    ...own.map((problem) => ({ problem })),
    ...(jails?.jails ?? []).flatMap((jail) => jail.problems.map((problem) => ({ problem, jail }))),
  ];
}

/** An error that ends the reading of something, with the option it is about where that is known. */
export interface Failure {
  readonly failure: ConfigFailure;
  readonly about?: OptionFailure;
  readonly jail?: JailAnalysis;
  readonly layers?: Layers;
}

/** Every error of the readers, each option for itself. */
export function failuresIn({ filter, action, jails, main, includedBy }: FileAnalysis): Failure[] {
  // What a file lacks by itself, those that include it may bring.
  const isOwn = ({ failure }: Failure): boolean =>
    failure.name !== 'InterpolationMissingOptionError' || includedBy().length === 0;
  const of = (
    unit: { failure?: ConfigFailure; optionFailures?: readonly OptionFailure[]; layers?: Layers } | undefined,
  ): Failure[] =>
    unit
      ? [
          ...(unit.failure ? [{ failure: unit.failure, ...(unit.layers ? { layers: unit.layers } : {}) }] : []),
          ...(unit.optionFailures ?? []).map((about) => ({
            failure: about.failure,
            about,
            ...(unit.layers ? { layers: unit.layers } : {}),
          })),
        ]
      : [];
  const ofJails = (jails?.jails ?? []).flatMap((jail): Failure[] => {
    const broken = isBroken(jail.jail) && jail.optionFailures.length === 0 ? [{ failure: jail.jail, jail }] : [];
    const layers = jails?.layers ? { layers: jails.layers } : {};
    return [...broken, ...jail.optionFailures.map((about) => ({ failure: about.failure, about, jail, ...layers }))];
  });
  return [
    ...[...of(filter), ...of(action)].filter(isOwn),
    ...of(jails),
    ...ofJails,
    ...(main && 'error' in main ? [{ failure: main }] : []),
    ...(main && !('error' in main) && main.clientFailure ? [{ failure: main.clientFailure }] : []),
  ];
}

/** As `severityIn`, for an error of the readers: what is read of every jail ends the reading of all, also where this one is switched off. */
export function severityOfFailure({ about, jail }: Failure): Severity {
  if (about?.isUnread) return 'warning';
  return about && jail && firstOptions.includes(about.option) ? 'error' : severityIn(jail, 'error');
}

/** What to add to the message of such an error: that it does no harm, or that it does though the jail is switched off. */
export function harmOfFailure({ about, jail }: Failure): string {
  if (about?.isUnread) return ' fail2ban does not read this option, for no tag of the action names it.';
  return about && jail && !jail.enabled && firstOptions.includes(about.option)
    ? ` fail2ban reads ${about.option} of every jail, also of one that is switched off: no jail starts.`
    : '';
}

/** An option's value as fail2ban has it at last, with what the vocabulary knows of it. */
export interface ValueInUse {
  readonly known: KnownOption;
  readonly text: MappedText;
  readonly jail?: JailAnalysis;
}

export function knownValuesIn({ jails, action, main }: FileAnalysis): ValueInUse[] {
  const values = (
    kind: KnownOption['kind'],
    section: string,
    options: ReadonlyMap<string, OptionValue>,
    jail?: JailAnalysis,
  ): ValueInUse[] =>
    [...options].flatMap(([name, value]) => {
      const known = findKnownOption(kind, section, name);
      const text = value && isTyped(value) ? value.written : value;
      return known && text ? [{ known, text, ...(jail ? { jail } : {}) }] : [];
    });
  return [
    ...(jails?.jails ?? []).flatMap((jail) => values('jail', jail.name, jail.options, jail)),
    ...(action?.resolved
      ? [
          ...values('action', 'Definition', action.resolved.options),
          ...values('action', 'Init', action.resolved.options),
        ]
      : []),
    ...(main && !('error' in main)
      ? [...values('fail2ban', 'Definition', main.options), ...values('fail2ban', 'Thread', main.thread ?? new Map())]
      : []),
    // An action's parameters come from jails, too.
    ...(jails?.jails ?? []).flatMap((jail) =>
      isRead(jail.jail) ? jail.jail.actions.flatMap(({ options }) => values('action', 'Init', options, jail)) : [],
    ),
  ];
}

/** Options as they stand in the file, with what the vocabulary knows of them. */
export interface WrittenOption {
  readonly section: IniSection;
  readonly option: IniOption;
  readonly known: KnownOption | undefined;
}

export function writtenOptions({ source, kind }: FileAnalysis): WrittenOption[] {
  return source.tree.sections.flatMap((section) =>
    section.options.map((option) => ({
      section,
      option,
      known: kind && findKnownOption(kind, section.name, option.key),
    })),
  );
}

/** Where an option of merged layers is set last. */
export function placeOfOption(layers: Layers | undefined, section: string, option: string): Origin | undefined {
  const value = layers?.sections.get(section)?.get(option) ?? layers?.defaults.get(option);
  return value?.segments.map(({ origin }) => origin).find(({ file }) => !file.startsWith('builtin:'));
}

/** Jails that are switched on and of which the reader says something, with the header to show. */
export function jailsThatSay(
  file: FileAnalysis,
  code: string,
): { readonly message: string; readonly place: Origin; readonly jail: JailAnalysis['jail'] }[] {
  return (file.jails?.jails ?? []).flatMap(({ name, enabled, jail }) => {
    const problem = enabled ? jail.problems.find((one) => one.code === code) : undefined;
    const header = problem && byName(file.source.tree.sections).get(name);
    return header ? [{ message: problem.message, place: { file: file.path, span: header.headerSpan }, jail }] : [];
  });
}

/** Where a failure is to be shown: its own place, else where the option is set. */
export function placeOfFailure({ failure, about, layers }: Failure, path: string): Origin {
  return (
    (failure.place && isWritten(failure.place) ? failure.place : undefined) ??
    (about && placeOfOption(layers, about.section, about.option)) ??
    startOf(path)
  );
}

/**
 * Where a jail that cannot be read is to be shown: the value at fault or, where nobody wrote it (`%(__name__)s`), its header. Undefined where that stands in
 * another file, which tells of it.
 */
export function placeOfJail({ path, source }: FileAnalysis, jail: BrokenJail): Origin | undefined {
  if (jail.place && isWritten(jail.place)) return jail.place;
  const header = byName(source.tree.sections).get(jail.jail);
  return header && { file: path, span: header.headerSpan };
}

import type { JailAnalysis } from './analyse-jails.ts';
import {
  allRegexes,
  isRegexProblem,
  type AnalysedRegexes,
  type ReadRegex,
  type RegexProblem,
} from './analyse-regexes.ts';
import type { FileAnalysis } from './workspace.ts';

/** Regexes of one filter, or of one jail with its filter. */
export interface RegexSet {
  readonly regexes: AnalysedRegexes;
  readonly jail?: JailAnalysis;
}

export function regexSets({ filter, jails }: FileAnalysis): RegexSet[] {
  return [
    ...(filter?.variants ?? []).map(({ regexes }) => ({ regexes })),
    ...(jails?.jails ?? []).flatMap((jail) => (jail.regexes ? [{ regexes: jail.regexes, jail }] : [])),
  ];
}

/** A regex that Python takes, or why not, with the set it belongs to. */
export interface RegexInUse<T = ReadRegex | RegexProblem> extends RegexSet {
  readonly regex: T;
}

export function regexesIn(file: FileAnalysis): RegexInUse[] {
  return regexSets(file).flatMap((set) => allRegexes(set.regexes).map((regex) => ({ ...set, regex })));
}

export function readRegexesIn(file: FileAnalysis): RegexInUse<ReadRegex>[] {
  return regexesIn(file).filter((used): used is RegexInUse<ReadRegex> => !isRegexProblem(used.regex));
}

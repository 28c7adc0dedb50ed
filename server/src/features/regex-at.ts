import { isRegexProblem, type ReadRegex, type RegexProblem } from '../analysis/analyse-regexes.ts';
import type { FileAnalysis } from '../analysis/workspace.ts';
import { regexesIn } from '../analysis/regexes-in-use.ts';
import { touches } from './at-offset.ts';

/** The regexes that hold what is written at an offset of the file: several where it is part of a variable. Each text once. */
export function regexesAt(analysis: FileAnalysis, offset: number): (ReadRegex | RegexProblem)[] {
  const found = regexesIn(analysis)
    .map(({ regex }) => regex)
    .filter(({ configured }) =>
      configured.segments.some(({ origin }) => origin.file === analysis.path && touches(origin.span, offset)),
    );
  return [...new Map(found.map((regex) => [regex.expanded.text, regex])).values()];
}

/** The regexes that Python takes, each once for every place where it is written in the file. */
export function goodRegexes(analysis: FileAnalysis): ReadRegex[] {
  const good = regexesIn(analysis).flatMap(({ regex }) => (isRegexProblem(regex) ? [] : [regex]));
  return [...new Map(good.map((regex) => [`${regex.role} ${regex.expanded.text}`, regex])).values()];
}

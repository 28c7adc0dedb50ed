import { AlikePatterns } from '../pyre/alike-patterns.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { keepGroups } from '../pyre/keep-groups.ts';
import type { MappedText } from '../text/mapped-text.ts';
import { createSearcher, createTester } from '../translate/compile.ts';
import type { Searcher } from '../translate/searcher.ts';
import { isRegexProblem, readRegex, type ReadRegex, type RegexOptions, type RegexProblem } from './compile-regex.ts';
import { withLineStart } from './line-start.ts';
import { alwaysNamesFailure } from './names-failure.ts';

/** A filter's regexes as configured: what `resolveFilter` gives, or one regex from a command line. */
export interface FilterRegexes {
  readonly prefregex?: MappedText;
  readonly failregex: readonly MappedText[];
  readonly ignoreregex: readonly MappedText[];
}

export interface CompileOptions extends Omit<RegexOptions, 'multiline' | 'alike'> {
  /** How many lines are searched at once. */
  readonly maxLines: number;
}

export interface CompiledRegex extends ReadRegex {
  readonly searcher: Searcher;
  /** Only tells whether there is a match, and sooner. */
  readonly tester: Searcher;
  /** A match always holds a failure id, whatever the line. */
  readonly alwaysNamesFailure: boolean;
  /** Name and number of each named group, in order. */
  readonly namedGroups: readonly (readonly [name: string, group: number])[];
}

/** Compiled once, run many times. Holds no state of a run. */
export interface CompiledFilter {
  readonly prefregex: CompiledRegex | undefined;
  readonly failregex: readonly CompiledRegex[];
  readonly ignoreregex: readonly CompiledRegex[];
  readonly maxLines: number;
  readonly python: PythonVersion;
}

/** The filter, and every regex that fail2ban refuses; fail2ban stops at the first, the filter here is without all of them. */
export function compileFilter(
  regexes: FilterRegexes,
  { maxLines, ...options }: CompileOptions,
): { filter: CompiledFilter; problems: RegexProblem[] } {
  const problems: RegexProblem[] = [];
  const alike = new AlikePatterns();
  const read = (...[role, configured, prefix]: [ReadRegex['role'], MappedText, ReadRegex?]): CompiledRegex[] => {
    const regex = readRegex(role, configured, { ...options, multiline: maxLines > 1, alike }, prefix);
    if (isRegexProblem(regex)) {
      problems.push(regex);
      return [];
    }
    const { pattern } = regex;
    const searcher = createSearcher(withLineStart(pattern), { python: options.python });
    const tester = createTester(pattern, searcher, { python: options.python });
    return [
      {
        ...regex,
        searcher,
        tester,
        alwaysNamesFailure: alwaysNamesFailure(pattern),
        namedGroups: [...pattern.groupNames],
      },
    ];
  };
  const prefregex =
    regexes.prefregex && regexes.prefregex.length > 0 ? read('prefregex', regexes.prefregex)[0] : undefined;
  const failregex = regexes.failregex.flatMap((regex) => read('failregex', regex, prefregex));
  const ignoreregex = regexes.ignoreregex.flatMap((regex) => read('ignoreregex', regex));
  return { filter: { prefregex, failregex, ignoreregex, maxLines, python: options.python }, problems };
}

/** A regex that gives these of its groups alone, by number. */
export function withGroups(
  regex: CompiledRegex,
  groups: ReadonlySet<number>,
  merged: Pick<CompiledRegex, 'alternatives'>,
  python: PythonVersion,
): CompiledRegex {
  const pattern = keepGroups(regex.pattern, groups);
  if (pattern === regex.pattern) return regex;
  const searcher = createSearcher(withLineStart(pattern), { python });
  return { ...regex, ...merged, pattern, searcher, namedGroups: [...pattern.groupNames] };
}

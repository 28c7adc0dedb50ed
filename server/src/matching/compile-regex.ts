import type { AlikePatterns } from '../pyre/alike-patterns.ts';
import type { Pattern } from '../pyre/nodes.ts';
import { formatRegexError, type RegexWarning } from '../pyre/errors.ts';
import { parsePattern, type ParseOptions } from '../pyre/parser.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import type { MappedText } from '../text/mapped-text.ts';
import { memoize } from '../text/memoize.ts';
import type { Span } from '../text/span.ts';
import { stripSpan } from '../text/python-string.ts';
import {
  expandTags,
  localizeFlags,
  mergedGroups,
  namesFailure,
  type MergedGroup,
  type TagOptions,
} from './failregex-tags.ts';

export type RegexRole = 'prefregex' | 'failregex' | 'ignoreregex';

export interface RegexOptions extends TagOptions {
  readonly python: PythonVersion;
  /** `^` and `$` of a failregex meet every line: `maxlines` is more than 1. */
  readonly multiline: boolean;
  /** Remembers the filter's regex before this one. */
  readonly alike?: AlikePatterns;
}

/** A regex of a filter as Python takes it. */
export interface ReadRegex {
  readonly role: RegexRole;
  /** As configured, with tags. */
  readonly configured: MappedText;
  /** As Python sees it; each character knows where it is typed. */
  readonly expanded: MappedText;
  readonly pattern: Pattern;
  readonly warnings: readonly RegexWarning[];
  readonly alternatives: readonly MergedGroup[];
  readonly tuples: readonly MergedGroup[];
}

/** Why fail2ban takes a regex not; `not-read`: it was not looked whether it does. */
export interface RegexProblem {
  readonly role: RegexRole;
  readonly kind: 'empty' | 'not-compilable' | 'no-failure-id' | 'not-read';
  readonly configured: MappedText;
  readonly expanded: MappedText;
  /** fail2ban's own words, but for `not-read`; of two lines for a regex that does not compile. */
  readonly message: string;
  /** The place in `expanded`. */
  readonly span: Span;
  /** Python raises something that fail2ban does not catch: it ends with a traceback. */
  readonly crashes: boolean;
}

/** The text that Python compiles: tags expanded, flags at the start of a group made local. */
export function expandRegex(configured: MappedText, options: TagOptions): MappedText {
  return localizeFlags(expandTags(configured, options));
}

/**
 * Reads one regex as fail2ban's `Regex` and `FailRegex` do. `prefix`: the filter's prefregex, whose groups may name the
 * failure too.
 */
export function readRegex(
  role: RegexRole,
  configured: MappedText,
  options: RegexOptions,
  prefix?: ReadRegex,
): ReadRegex | RegexProblem {
  const tagged = expandTags(configured, options);
  const expanded = localizeFlags(tagged);
  const problem = (kind: RegexProblem['kind'], message: string, span: Span, crashes = false): RegexProblem => ({
    role,
    kind,
    configured,
    expanded,
    message,
    span,
    crashes,
  });
  const whole = { start: 0, end: expanded.length };
  if (stripSpan(tagged.text).end === 0) return problem('empty', 'Cannot add empty regex', whole);

  const { pattern, error, warnings } = parse(expanded.text, {
    python: options.python,
    multiline: role === 'failregex' && options.multiline,
    alike: options.alike,
  });
  if (error) {
    const text = formatRegexError(error, expanded.text);
    const crashes = error.kind !== 're.error';
    return problem(
      'not-compilable',
      crashes ? `${error.kind}: ${text}` : `Unable to compile regular expression '${expanded.text}':\n${text}`,
      error.span,
      crashes,
    );
  }
  const names = pattern.groupNames;
  if (role === 'failregex' && !namesFailure(names) && !(prefix && namesFailure(prefix.pattern.groupNames)))
    return problem('no-failure-id', `No failure-id group in '${expanded.text}'`, whole);
  return { role, configured, expanded, pattern, warnings, ...mergedGroups(names.keys()) };
}

/** Modes of a filter, jails with the same filter and the versions of a file that is being typed have most regexes in common. */
const parse = memoize(
  (source: string, { python, multiline }: ParseOptions) => `${python} ${multiline} ${source}`,
  parsePattern,
  300,
);

export function isRegexProblem(regex: ReadRegex | RegexProblem): regex is RegexProblem {
  return 'message' in regex;
}

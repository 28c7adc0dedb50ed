import type { ResolvedFilter } from '../config/resolve.ts';
import { compileTemplate } from '../dates/compiled-template.ts';
import { TemplateStore, type DateTemplate, type PatternError } from '../dates/date-pattern.ts';
import type { DateFailure } from '../dates/date-value.ts';
import {
  expandRegex,
  isRegexProblem,
  readRegex,
  type ReadRegex,
  type RegexProblem,
  type RegexRole,
} from '../matching/compile-regex.ts';
import type { TagOptions, UseDns } from '../matching/failregex-tags.ts';
import { AlikePatterns } from '../pyre/alike-patterns.ts';
import { parsePattern } from '../pyre/parser.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { MappedText } from '../text/mapped-text.ts';
import { memoize } from '../text/memoize.ts';

export { isRegexProblem, type ReadRegex, type RegexProblem } from '../matching/compile-regex.ts';
export {
  addressByHand,
  bracketClosedByTag,
  compileHint,
  failureIdHint,
  pythonsWords,
} from '../matching/regex-advice.ts';
export { alwaysNamesFailure } from '../matching/names-failure.ts';
export { failureIdGroups, tagTable } from '../matching/failregex-tags.ts';

/** What regexes and date patterns mean depends on these. */
export interface Versions {
  readonly fail2ban: Fail2banVersion;
  readonly python: PythonVersion;
}

/** A filter's regexes and date patterns as fail2ban and Python take them. */
export interface AnalysedRegexes {
  readonly prefregex?: ReadRegex | RegexProblem;
  readonly failregex: readonly (ReadRegex | RegexProblem)[];
  readonly ignoreregex: readonly (ReadRegex | RegexProblem)[];
  readonly datepatterns: readonly AnalysedDatePattern[];
  /** How many lines are searched together. */
  readonly maxLines: number;
}

/** One line of a datepattern. */
export interface AnalysedDatePattern {
  readonly text: MappedText;
  /** What it adds to the templates; none for `{DEFAULT}`. */
  readonly templates: readonly DateTemplate[];
  /** Raised when the pattern is set. */
  readonly error?: PatternError;
  /** Raised at the first line of the log. */
  readonly failure?: DateFailure;
}

type Values = Pick<ResolvedFilter, 'failregex' | 'ignoreregex' | 'prefregex' | 'datepattern' | 'maxlines' | 'usedns'>;

/** Reads every regex and date pattern of a resolved filter, each on its own: one bad one does not hide the others. */
export function analyseRegexes(values: Values, { fail2ban, python }: Versions): AnalysedRegexes {
  const maxLines = values.maxlines?.value ?? 1;
  const options = { fail2ban, python, useDns: useDnsOf(values), multiline: maxLines > 1, alike: new AlikePatterns() };
  const read = (role: RegexRole, configured: MappedText, prefix?: ReadRegex): ReadRegex | RegexProblem =>
    configured.length > longestRead ? notRead(role, configured, options) : readRegex(role, configured, options, prefix);
  const prefregex = values.prefregex && values.prefregex.length > 0 ? read('prefregex', values.prefregex) : undefined;
  const prefix = prefregex && !isRegexProblem(prefregex) ? prefregex : undefined;
  const failregex = values.failregex.map((regex) => read('failregex', regex, prefix));
  return {
    ...(prefregex ? { prefregex } : {}),
    // A prefregex that is not read may name the failure.
    failregex: failregex.map((regex) =>
      isNotRead(prefregex) && isRegexProblem(regex) && regex.kind === 'no-failure-id'
        ? notRead('failregex', regex.configured, options)
        : regex,
    ),
    ignoreregex: values.ignoreregex.map((regex) => read('ignoreregex', regex)),
    datepatterns: analyseDatePatterns(values.datepattern ?? [], { fail2ban, python }),
    maxLines,
  };
}

/** Characters of a regex that is read here, as configured: each becomes a node of some hundred bytes. A run reads longer ones. */
export const longestRead = 1_000_000;

function notRead(role: RegexRole, configured: MappedText, options: TagOptions): RegexProblem {
  const message = `Not read here: more than ${longestRead} characters`;
  return {
    role,
    kind: 'not-read',
    configured,
    expanded: expandRegex(configured, options),
    message,
    span: { start: 0, end: configured.length },
    crashes: false,
  };
}

function isNotRead(regex: ReadRegex | RegexProblem | undefined): boolean {
  return regex !== undefined && isRegexProblem(regex) && regex.kind === 'not-read';
}

/** Every regex that fail2ban would compile, in the order of their setting. */
export function allRegexes({ prefregex, failregex, ignoreregex }: AnalysedRegexes): (ReadRegex | RegexProblem)[] {
  return [...(prefregex ? [prefregex] : []), ...failregex, ...ignoreregex];
}

/** As the server takes `usedns`: a word it does not know means no. */
export function useDnsOf({ usedns }: Pick<ResolvedFilter, 'usedns'>): UseDns {
  const word = usedns?.text.toLowerCase() ?? 'warn';
  return (['yes', 'warn', 'no', 'raw'] as const).find((known) => known === word) ?? 'no';
}

/** The templates' regexes depend on the year only in the decades that `%ExY` takes; any present one will do to read them. */
const someYear = 2025;

function analyseDatePatterns(texts: readonly MappedText[], versions: Versions): AnalysedDatePattern[] {
  const each = texts.map((text) => analyseDatePattern(text, versions));
  if (each.length < 2 || each.some(({ error }) => error)) return each;
  // Good one by one, they may still have the same name.
  const together = new TemplateStore({ fail2ban: versions.fail2ban, year: someYear }).templatesOf(
    texts.map(({ text }) => text),
  );
  const repeated = together.ok ? -1 : texts.findLastIndex(({ text }) => text === together.error.pattern);
  return each.map((pattern, i) => (i === repeated && !together.ok ? { ...pattern, error: together.error } : pattern));
}

function analyseDatePattern(text: MappedText, versions: Versions): AnalysedDatePattern {
  return { text, ...readDatePattern(text.text, versions) };
}

/** Remembered, as many filters have the same ones. */
const readDatePattern = memoize(
  (text: string, { fail2ban, python }: Versions) => `${fail2ban} ${python} ${text}`,
  (text, { fail2ban, python }): Omit<AnalysedDatePattern, 'text'> => {
    const found = new TemplateStore({ fail2ban, year: someYear }).templatesOf([text]);
    if (!found.ok) return { templates: [], error: found.error };
    // Those of `{DATE}` and `{^LN-BEG}` are fail2ban's own but for the text around them: the first tells.
    const failure = found.value
      .slice(0, 1)
      .map((template) => compileFailure(template, python))
      .find((one) => one !== undefined);
    return { templates: found.value, ...(failure ? { failure } : {}) };
  },
);

function compileFailure(template: DateTemplate, python: PythonVersion): DateFailure | undefined {
  if (!parsePattern(template.regex, { python }).error) return undefined;
  const compiled = compileTemplate(template, python);
  return 'exception' in compiled ? compiled : undefined;
}

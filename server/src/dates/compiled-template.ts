import { formatRegexError } from '../pyre/errors.ts';
import { requiredFactor } from '../pyre/analysis/required-factor.ts';
import type { Pattern } from '../pyre/nodes.ts';
import { parsePattern } from '../pyre/parser.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { createSearcher } from '../translate/compile.ts';
import { printFactor } from '../translate/print-factor.ts';
import type { Searcher } from '../translate/searcher.ts';
import type { DateTemplate } from './date-pattern.ts';
import { createStickyTemplate, type StickyTemplate } from './fast-path/sticky-template.ts';
import { crash, type DateFailure } from './date-value.ts';

/** A template whose regex is ready to search. */
export interface CompiledTemplate {
  readonly searcher: Searcher;
  /** The named groups in the order of their numbers, as `Match.groupdict` gives them. */
  readonly fields: readonly { readonly key: string; readonly group: number }[];
  /** The group of `%p`. */
  readonly halfGroup: number | undefined;
  /** The template as it is tried within a larger text; undefined for patterns of other shapes. */
  readonly sticky: StickyTemplate | undefined;
  /** False where a line (or a part of it) holds nothing that a match must hold: soon told, while a search beyond ASCII takes long. */
  mayMatch(line: string): boolean;
}

/** Compiles a template's regex; a pattern that is none gives what Python raises. */
export function compileTemplate(template: DateTemplate, python: PythonVersion): CompiledTemplate | DateFailure {
  const { regex } = template;
  const { pattern, error } = parsePattern(regex, { python });
  if (error) return crash(error.kind === 're.error' ? 'error' : error.kind, formatRegexError(error, regex));
  const searcher = createSearcher(pattern, { python });
  const fields = [...searcher.groupNames].map(([key, group]) => ({ key, group })).sort((a, b) => a.group - b.group);
  let sticky: StickyTemplate | undefined | null = null;
  let needed: RegExp | undefined | null = null;
  return {
    searcher,
    fields,
    halfGroup: searcher.groupNames.get('p'),
    // Made when first asked for: most templates never win.
    get sticky() {
      if (sticky === null) sticky = createStickyTemplate(template, pattern);
      return sticky;
    },
    mayMatch(line) {
      if (needed === null) needed = neededRegex(pattern);
      return needed === undefined || needed.test(line);
    },
  };
}

/** Finds a piece that every match holds. */
function neededRegex(pattern: Pattern): RegExp | undefined {
  const factor = requiredFactor(pattern);
  return factor && new RegExp(printFactor(factor, true));
}

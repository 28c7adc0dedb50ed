import type { FilterTexts, Probe } from '../danger/probe.ts';
import type { ExplainOptions } from '../explain/explain-regex.ts';
import { compileFilter, type CompiledFilter, type FilterRegexes } from '../matching/compile-filter.ts';
import type { Guard } from '../matching/search-block.ts';

export interface AdviceOptions {
  readonly guard: Guard;
  /** The regexes as they are written in files, so that words can name variables. */
  readonly configured?: FilterRegexes;
  /** As of `TrialOptions`. */
  readonly worked?: () => number;
  /** The beginning of the filter's sample. */
  readonly sample: string;
}

/** Missed lines that are explained, each of another shape. */
export const mostExplained = 12;
/** Milliseconds for one of them. */
const longestLine = 200;

/** The filter of a probe with its regexes as they are written in files. */
export function configuredFilter({ filter, texts }: Probe, { configured }: AdviceOptions): CompiledFilter {
  return configured ? compileFilter(configured, texts).filter : filter;
}

export function explainOptions(texts: FilterTexts, { guard, worked }: AdviceOptions): ExplainOptions {
  return {
    python: texts.python,
    fail2ban: texts.fail2ban,
    multiline: texts.maxLines > 1,
    guard,
    ...(worked ? { worked } : {}),
    milliseconds: longestLine,
    lineMilliseconds: longestLine,
  };
}

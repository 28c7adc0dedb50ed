import type { FilterTexts } from '../src/danger/probe.ts';

/** A filter of the given regexes, else as fail2ban has it where a file sets nothing. */
export function filterTexts(texts: Partial<FilterTexts>): FilterTexts {
  return {
    prefregex: null,
    failregex: [],
    ignoreregex: [],
    maxLines: 1,
    datePatterns: null,
    fail2ban: '1.0',
    python: '3.11',
    useDns: 'warn',
    ...texts,
  };
}

import { readRegexesIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'regex-warning',
  severity: 'warning',
  summary: 'Python takes a regular expression with a warning.',
  check(file, report) {
    for (const { regex } of readRegexesIn(file))
      for (const { text, span } of regex.warnings) {
        const posix = /^\[:\w+:\]/.test(regex.expanded.text.slice(span.start));
        // Said by its own rule.
        if (posix) continue;
        report({
          message: `${text.replace(/ at position \d+$/, '')}: Python may read this in another way one day.`,
          ...shownAt(regex.expanded, span, startOf(file.path)),
        });
      }
  },
};

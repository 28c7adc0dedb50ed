import { readRegexesIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'skiplines-without-maxlines',
  severity: 'error',
  summary: '<SKIPLINES> needs maxlines above 1.',
  check(file, report) {
    for (const { regex, regexes } of readRegexesIn(file)) {
      const start = regex.configured.text.indexOf('<SKIPLINES>');
      if (start === -1 || regexes.maxLines > 1) continue;
      report({
        message:
          '<SKIPLINES> starts with a line break, so this never matches while lines are searched one by one: set maxlines.',
        ...shownAt(regex.configured, { start, end: start + '<SKIPLINES>'.length }, startOf(file.path)),
      });
    }
  },
};

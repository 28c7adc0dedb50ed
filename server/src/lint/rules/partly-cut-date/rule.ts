import { datePatternsIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'partly-cut-date',
  severity: 'warning',
  summary: 'Of a date pattern with several groups only the first is cut out of the line.',
  check(file, report) {
    for (const { pattern } of datePatternsIn(file)) {
      // As fail2ban counts them: plain groups only.
      const groups = [...pattern.text.text.matchAll(/(?<!\\)\((?!\?)/g)];
      if (groups.length < 2 || pattern.error) continue;
      report({
        message:
          'fail2ban cuts only what the first (…) holds out of the line; the rest of the date stays there. Use (?:…) for groups that only group.',
        ...shownAt(pattern.text, whole(pattern.text), startOf(file.path)),
      });
    }
  },
};

import { parsePattern } from '../../../pyre/parser.ts';
import { datePatternsIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'half-a-date',
  severity: 'error',
  summary: 'A date pattern has the day without the month, or the month without the day.',
  check(file, report) {
    for (const { pattern } of datePatternsIn(file)) {
      const template = pattern.templates.length === 1 ? pattern.templates[0] : undefined;
      const groups =
        template?.value.kind === 'fields'
          ? parsePattern(template.regex, { python: file.versions.python }).pattern?.groupNames
          : undefined;
      if (!groups) continue;
      const hasMonth = groups.has('m') || groups.has('b') || groups.has('B');
      const hasDay = groups.has('d');
      if (hasMonth === hasDay || groups.has('j')) continue;
      report({
        message: `${hasMonth ? 'The month stands without the day' : 'The day stands without the month'}: fail2ban fails with a TypeError at the first line. Give both, or none.`,
        ...shownAt(pattern.text, whole(pattern.text), startOf(file.path)),
      });
    }
  },
};

import { datePatternsIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'datepattern-as-text',
  severity: 'warning',
  summary: 'A date pattern without any directive: plain text.',
  check(file, report) {
    for (const { pattern } of datePatternsIn(file)) {
      const [template, ...others] = pattern.templates;
      if (!template || others.length > 0 || pattern.error || pattern.failure) continue;
      // An empty group says that no moment is meant: `^WARNING:()**`.
      if (template.value.kind !== 'fields' || /\(\?P<\w+>|\(\)/.test(template.regex)) continue;
      const { text } = pattern.text;
      const hint = /epoch/i.test(text) ? ' Seconds since 1970 are {EPOCH} or Epoch.' : '';
      report({
        message: `'${text}' holds no directive such as %%Y: fail2ban looks for this text, cuts it out and knows no moment.${hint}`,
        ...shownAt(pattern.text, whole(pattern.text), startOf(file.path)),
      });
    }
  },
};

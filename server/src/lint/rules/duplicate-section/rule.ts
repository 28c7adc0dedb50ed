import { effectOfUnreadable } from '../../effect.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'duplicate-section',
  severity: 'error',
  summary: 'A section stands twice in one file.',
  check(file, report) {
    const { tree, problems } = file.source;
    for (const { code, message, span } of problems) {
      if (code !== 'duplicate-section') continue;
      const name = tree.sections.find(
        ({ headerSpan }) => headerSpan.start <= span.start && span.start < headerSpan.end,
      )?.name;
      const first = tree.sections.find((section) => section.name === name);
      report({
        message: `${message}. ${effectOfUnreadable(file)}`,
        place: at(file, span),
        related: first ? [{ place: at(file, first.headerSpan), message: 'it begins here' }] : [],
      });
    }
  },
};

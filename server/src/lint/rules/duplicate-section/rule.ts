import { sectionAt } from '../../../ini/at.ts';
import { effectOfUnreadable } from '../../effect.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'duplicate-section',
  severity: 'error',
  summary: 'A section stands twice in one file.',
  check(file, report) {
    const { tree, problems } = file.source;
    const firstOf = new Map([...tree.sections].reverse().map((section) => [section.name, section]));
    for (const { code, message, span } of problems) {
      if (code !== 'duplicate-section') continue;
      const name = sectionAt(tree, span.start)?.name;
      const first = name === undefined ? undefined : firstOf.get(name);
      report({
        message: `${message}. ${effectOfUnreadable(file)}`,
        place: at(file, span),
        related: first ? [{ place: at(file, first.headerSpan), message: 'it begins here' }] : [],
      });
    }
  },
};

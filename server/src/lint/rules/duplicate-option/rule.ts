import { effectOfUnreadable } from '../../effect.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'duplicate-option',
  severity: 'error',
  summary: 'An option stands twice in one section of a file.',
  check(file, report) {
    const { tree, problems } = file.source;
    for (const { code, message, span } of problems) {
      if (code !== 'duplicate-option') continue;
      const options = tree.sections.flatMap((section) =>
        section.options.map((option) => ({ section: section.name, option })),
      );
      const again = options.find(({ option }) => option.keySpan.start === span.start);
      const first = options.find(
        ({ section, option }) => section === again?.section && option.key === again.option.key,
      );
      report({
        message: `${message}. ${effectOfUnreadable(file)}`,
        place: at(file, span),
        related: first ? [{ place: at(file, first.option.keySpan), message: 'set here before' }] : [],
      });
    }
  },
};

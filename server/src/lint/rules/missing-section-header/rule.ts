import { effectOfUnreadable } from '../../effect.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'missing-section-header',
  severity: 'error',
  summary: 'Text stands before the first section.',
  check(file, report) {
    const hasMark = file.source.tree.text.charCodeAt(0) === 0xfeff;
    for (const { code, span } of file.source.problems)
      if (code === 'missing-section-header' && !(hasMark && span.start <= 1))
        report({
          message: `File contains no section headers: this text stands before the first one. ${effectOfUnreadable(file)}`,
          place: at(file, span),
        });
  },
};

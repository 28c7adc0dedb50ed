import { readRegexesIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';
import { nameAsText, unusedVariablesIn } from '../../unused-variables.ts';

export const rule: Rule = {
  name: 'variable-as-text',
  severity: 'warning',
  summary: 'A group holds the name of a variable as plain text.',
  check(file, report) {
    const variables = unusedVariablesIn(file);
    for (const { regex } of readRegexesIn(file))
      for (const { key: name } of variables) {
        const span = nameAsText(regex.configured.text, name);
        if (span)
          report({
            message: `'${name}' is plain text here, and the variable '${name}' is used nowhere: write %(${name})s.`,
            ...shownAt(regex.configured, span, startOf(file.path)),
          });
      }
  },
};

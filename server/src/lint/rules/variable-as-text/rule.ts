import { readRegexesIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'variable-as-text',
  severity: 'warning',
  summary: 'A group holds the name of a variable as plain text.',
  check(file, report) {
    const options = file.source.tree.sections.flatMap((section) => section.options);
    const isUsed = (name: string): boolean => options.some(({ value }) => value.text.includes(`%(${name})s`));
    const variables = new Set(options.map(({ key }) => key).filter((key) => key.startsWith('_') && !isUsed(key)));
    for (const { regex } of readRegexesIn(file))
      for (const match of regex.configured.text.matchAll(/(?<!%)\((_\w+)\)/g)) {
        const name = match[1]!;
        if (!variables.has(name)) continue;
        report({
          message: `'${name}' is plain text here, and the variable '${name}' is used nowhere: write %(${name})s.`,
          ...shownAt(regex.configured, { start: match.index, end: match.index + match[0].length }, startOf(file.path)),
        });
      }
  },
};

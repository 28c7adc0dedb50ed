import { tagTable } from '../../../analysis/analyse-regexes.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'shadowed-tag',
  severity: 'error',
  summary: 'An option has the name of a tag, and so takes its place in every regex.',
  check(file, report) {
    if (file.kind !== 'filter') return;
    const tags = [...tagTable({ useDns: 'warn', fail2ban: file.versions.fail2ban }).keys(), 'SKIPLINES'];
    for (const { name, options } of file.source.tree.sections) {
      if (!['Definition', 'Init', 'DEFAULT'].includes(name)) continue;
      for (const { key, keySpan, value } of options) {
        const tag = key.toUpperCase();
        // Who builds a tag of his own from fail2ban's means to replace it.
        if (tags.some((other) => other !== tag && value.text.includes(`<${other}>`))) continue;
        // In [Init] a name counts as it is spelt, which is always lower case.
        if (name === 'Init' || !(tags.includes(tag) || /^F-[A-Z0-9_-]+$/.test(tag))) continue;
        report({
          message: `An option called '${key}' takes the place of <${tag}> in every regex of the filter.`,
          place: at(file, keySpan),
        });
      }
    }
  },
};

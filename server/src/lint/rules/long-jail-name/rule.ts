import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'long-jail-name',
  severity: 'warning',
  summary: 'The name of a jail has more than 25 characters.',
  check(file, report) {
    if (file.kind !== 'jail') return;
    for (const { name, nameSpan } of file.source.tree.sections)
      if ([...name].length > 25 && !name.includes('?'))
        report({
          message: `The name of this jail has ${[...name].length} characters: fail2ban warns of more than 25, and firewall chains named for it may fail.`,
          place: at(file, nameSpan),
        });
  },
};

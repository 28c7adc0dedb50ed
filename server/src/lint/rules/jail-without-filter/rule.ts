import { jailsThatSay } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'jail-without-filter',
  severity: 'warning',
  summary: 'A jail that is switched on has no filter.',
  check(file, report) {
    for (const { message, place } of jailsThatSay(file, 'jail-without-filter'))
      report({ message: `${message}: it finds nothing.`, place });
  },
};

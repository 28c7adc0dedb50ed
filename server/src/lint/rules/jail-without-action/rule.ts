import { jailsThatSay } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'jail-without-action',
  severity: 'warning',
  summary: 'A jail that is switched on has no action.',
  check(file, report) {
    for (const { message, place } of jailsThatSay(file, 'jail-without-action'))
      report({ message: `${message}: a ban is counted and logged, and nothing is done.`, place });
  },
};

import { isRead } from '../../../config/resolve.ts';
import { jailsThatSay } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'jail-without-filter',
  severity: 'warning',
  summary: 'A jail that is switched on has neither a filter nor a failregex of its own.',
  check(file, report) {
    for (const { message, place, jail } of jailsThatSay(file, 'jail-without-filter')) {
      // A jail may bring its own failregex, and works without a filter: the server only warns. One that cannot be read has worse to hear.
      if (!isRead(jail) || jail.effective.failregex.length > 0) continue;
      report({ message: `${message}, and no failregex: it finds nothing.`, place });
    }
  },
};

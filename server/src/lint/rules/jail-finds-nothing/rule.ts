import { isRead } from '../../../config/resolve.ts';
import { jailSectionsIn } from '../../jail-sections.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'jail-finds-nothing',
  severity: 'warning',
  summary: 'A jail that is switched on has a filter without a failregex.',
  check(file, report) {
    for (const { analysed, own, section } of jailSectionsIn(file)) {
      const { jail, enabled } = analysed;
      if (!enabled || !isRead(jail) || !jail.filter || jail.effective.failregex.length > 0) continue;
      const name = jail.filter.name.text;
      // A jail without a filter is told of elsewhere.
      if (name === '') continue;
      report({
        message: `The filter '${name}' has no failregex, and the jail neither: it finds nothing. Files such as common.conf are only there to be included.`,
        place: at(file, own('filter')?.valueSpan ?? section.headerSpan),
      });
    }
  },
};

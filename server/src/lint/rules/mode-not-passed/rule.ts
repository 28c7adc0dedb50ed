import { isRead } from '../../../config/resolve.ts';
import { jailSectionsIn } from '../../jail-sections.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'mode-not-passed',
  severity: 'warning',
  summary: 'A jail sets mode, but its filter does not get it.',
  check(file, report) {
    for (const { analysed, own } of jailSectionsIn(file)) {
      const mode = own('mode');
      const { jail } = analysed;
      if (!mode || !isRead(jail) || !jail.filter || jail.filter.options.has('mode')) continue;
      const name = jail.filter.name.text;
      report({
        message: `The filter does not get this: the jail names it as ${name}. Write filter = ${name}[mode=%(mode)s].`,
        place: at(file, mode.keySpan),
      });
    }
  },
};

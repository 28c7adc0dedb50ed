import { filterSectionsIn } from '../../jail-sections.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'filter-in-jail-file',
  severity: 'warning',
  summary: "A filter's [Definition] in a jail file is a jail of that name.",
  check(file, report) {
    for (const { name, nameSpan, options } of filterSectionsIn(file))
      report({
        message: `Each section of a jail file is a jail: this one is a jail named '${name}', and no other jail uses its ${options.map(({ key }) => key).join(', ')}. A filter's [${name}] is read from a file of its own, filter.d/NAME.conf, which a jail names: filter = NAME.`,
        place: at(file, nameSpan),
      });
  },
};

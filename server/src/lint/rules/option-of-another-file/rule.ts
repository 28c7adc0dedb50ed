import { findKnownOption } from '../../../config/vocabulary.ts';
import { writtenOptions } from '../../facts.ts';
import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';
import { unusedVariablesIn } from '../../unused-variables.ts';

export const rule: Rule = {
  name: 'option-of-another-file',
  severity: 'warning',
  summary: 'An option of fail2ban.conf in a jail, or of jails in fail2ban.conf or in a filter.',
  check(file, report) {
    if (file.kind === 'filter') {
      for (const { key, keySpan } of unusedVariablesIn(file))
        if (findKnownOption('jail', '*', key)?.read)
          report({
            message: `${key} is an option of jails: fail2ban passes it over in a filter. It belongs into the jail, in jail.local.`,
            place: at(file, keySpan),
          });
      return;
    }
    if (file.kind !== 'jail' && file.kind !== 'fail2ban') return;
    const text = file.source.tree.text;
    for (const { section, option, known } of writtenOptions(file)) {
      if (known || section.name === 'INCLUDES') continue;
      const isJail = file.kind === 'jail';
      const other = isJail
        ? findKnownOption('fail2ban', 'Definition', option.key)
        : findKnownOption('jail', '*', option.key);
      // A name of the user's own, for %(name)s.
      if (!other || text.includes(`%(${option.key})s`)) continue;
      report({
        message: isJail
          ? `${option.key} is an option of the server: fail2ban passes it over in a jail. It belongs into [Definition] of fail2ban.local.`
          : `${option.key} is an option of jails: fail2ban passes it over here. It belongs into jail.local.`,
        place: at(file, option.keySpan),
      });
    }
  },
};

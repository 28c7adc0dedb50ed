import { isBroken } from '../../../config/resolve.ts';
import { placeOfJail, severityIn } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'action-not-found',
  severity: 'error',
  summary: 'A jail names an action that does not exist.',
  check(file, report) {
    for (const analysed of file.jails?.jails ?? []) {
      const { jail } = analysed;
      if (!isBroken(jail) || !jail.error.startsWith('Unable to read action')) continue;
      const place = placeOfJail(file, jail);
      if (!place) continue;
      const hint = /\.(?:conf|local)'$/.test(jail.error)
        ? ' The name is written without its extension, unless that is .py.'
        : '';
      report({
        message: `${jail.error}: fail2ban leaves the jail '${jail.jail}' out.${hint}`,
        place,
        severity: severityIn(analysed, 'error'),
      });
    }
  },
};

import { isBroken } from '../../../config/resolve.ts';
import { placeOfJail, severityIn } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'bad-option-list',
  severity: 'error',
  summary: 'What stands in the brackets behind a filter or an action is not option=value, ….',
  check(file, report) {
    for (const analysed of file.jails?.jails ?? []) {
      const { jail } = analysed;
      if (!isBroken(jail) || !/^Invalid (?:filter|action) definition/.test(jail.error)) continue;
      const place = placeOfJail(file, jail);
      if (!place) continue;
      report({
        message: `${jail.error.replace(/\s*\n\s*/g, ' ')}. Write name[a=1, b="x, y"]: no blank around = nor before a comma.`,
        place,
        severity: severityIn(analysed, 'error'),
      });
    }
  },
};

import { failuresIn, placeOfFailure, severityOfFailure } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'no-value-to-refer-to',
  severity: 'error',
  summary: 'A %(name)s names an option that is set to nothing, as a wrong number is.',
  check(file, report) {
    for (const failed of failuresIn(file)) {
      const { failure } = failed;
      if (failure.name === 'TypeError')
        report({
          message: `fail2ban stops with "${failure.error}": the option that this names has no value, for it is no number or its filter has no [Definition].`,
          place: placeOfFailure(failed, file.path),
          severity: severityOfFailure(failed),
        });
    }
  },
};

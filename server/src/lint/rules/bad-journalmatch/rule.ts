import { failuresIn, placeOfFailure, severityIn } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'bad-journalmatch',
  severity: 'error',
  summary: 'A journalmatch has a quote that is not closed, or a \\ at its end.',
  check(file, report) {
    for (const failed of failuresIn(file)) {
      const { failure, jail } = failed;
      if (failure.error === 'No closing quotation' || failure.error === 'No escaped character')
        report({
          message: `${failure.error}: fail2ban splits a journalmatch as a shell splits a command.`,
          place: placeOfFailure(failed, file.path),
          severity: severityIn(jail, 'error'),
        });
    }
  },
};

import { effectOf } from '../../effect.ts';
import { failuresIn, placeOfFailure, severityIn } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'bad-action',
  severity: 'error',
  summary: 'An action of a jail cannot be read; no jail starts.',
  check(file, report) {
    for (const failed of failuresIn(file)) {
      const { failure, jail } = failed;
      if (failure.error.startsWith('Error in action definition'))
        report({
          message: `${failure.error.replace(/\s*\n\s*/g, ' ')}; ${effectOf(file, { jail })}, and no other jail with it.`,
          place: placeOfFailure(failed, file.path),
          severity: severityIn(jail, 'error'),
        });
    }
  },
};

import { failuresIn, placeOfFailure, severityIn } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'broken-reference',
  severity: 'error',
  summary: 'A %(name)s is not closed as it must be.',
  check(file, report) {
    for (const failed of failuresIn(file)) {
      const { failure, jail } = failed;
      if (failure.name === 'InterpolationSyntaxError' && failure.error.startsWith('bad'))
        report({
          message: `${failure.error}. A reference is written %(name)s, with the s.`,
          place: placeOfFailure(failed, file.path),
          severity: severityIn(jail, 'error'),
        });
    }
  },
};

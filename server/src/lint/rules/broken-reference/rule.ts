import { failuresIn, harmOfFailure, placeOfFailure, severityOfFailure } from '../../facts.ts';
import { fixOfReference, meantAt } from '../../near-references.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'broken-reference',
  severity: 'error',
  summary: 'A %(name)s is not closed as it must be.',
  check(file, report) {
    for (const failed of failuresIn(file)) {
      const { failure } = failed;
      if (failure.name !== 'InterpolationSyntaxError' || !failure.error.startsWith('bad')) continue;
      const near = meantAt(file, failed);
      report({
        message: `${failure.error}. A reference is written ${near?.meant ?? '%(name)s'}, with the s.${harmOfFailure(failed)}`,
        place: near?.place ?? placeOfFailure(failed, file.path),
        severity: severityOfFailure(failed),
        ...(near ? { fix: fixOfReference(near, near.place, true) } : {}),
      });
    }
  },
};

import { failuresIn, harmOfFailure, placeOfFailure, severityOfFailure } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'reference-too-deep',
  severity: 'error',
  summary: 'References lead to each other for more than ten steps, or in a circle.',
  check(file, report) {
    for (const failed of failuresIn(file)) {
      const { failure } = failed;
      if (failure.name !== 'InterpolationDepthError') continue;
      const message = failure.error.replace(/ Raw value: [^]*$/, '');
      const hint = /known\//.test(failure.error)
        ? ' known/ reaches one file back only: two overlays that both use it for the same option name themselves.'
        : '';
      report({
        message: `${message}${hint}${harmOfFailure(failed)}`,
        place: placeOfFailure(failed, file.path),
        severity: severityOfFailure(failed),
      });
    }
  },
};

import { failuresIn, placeOfFailure } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'include-loop',
  severity: 'error',
  summary: 'Files include each other without end.',
  check(file, report) {
    for (const failed of failuresIn(file)) {
      const { failure } = failed;
      if (failure.name === 'RecursionError' || failure.name === 'MemoryError')
        report({
          message: `Includes or references lead back to themselves without end: fail2ban stops with "${failure.error}".`,
          place: placeOfFailure(failed, file.path),
        });
    }
  },
};

import { failuresIn, placeOfFailure } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'include-loop',
  severity: 'error',
  summary: 'Files include each other without end.',
  check(file, report) {
    for (const failed of failuresIn(file)) {
      const { failure } = failed;
      const place = placeOfFailure(failed, file.path);
      if (failure.name === 'RecursionError')
        report({
          message: `Includes or references lead back to themselves without end: fail2ban stops with "${failure.error}".`,
          place,
        });
      if (failure.name === 'MemoryError')
        report({
          message: `Includes or references multiply: ${failure.error}. fail2ban goes on until its memory is full.`,
          place,
        });
    }
  },
};

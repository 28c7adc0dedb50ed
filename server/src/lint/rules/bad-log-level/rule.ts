import { failuresIn, placeOfFailure } from '../../facts.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'bad-log-level',
  severity: 'error',
  summary: 'loglevel is neither a number nor the name of a level.',
  check(file, report) {
    for (const failed of failuresIn(file)) {
      const { failure } = failed;
      if (failure.error.startsWith('Invalid log level'))
        report({ message: `${failure.error}. fail2ban does not start.`, place: placeOfFailure(failed, file.path) });
    }
  },
};

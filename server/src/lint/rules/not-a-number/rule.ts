import { problemsOf, severityIn } from '../../facts.ts';
import { isWritten, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'not-a-number',
  severity: 'error',
  summary: 'An option that takes a whole number has something else.',
  check(file, report) {
    for (const { problem, jail } of problemsOf(file)) {
      if (problem.code !== 'wrong-value') continue;
      const place = problem.place && isWritten(problem.place) ? problem.place : startOf(file.path);
      report({ message: `${problem.message}. It must be a whole number; the server does not start without one.`, place, severity: severityIn(jail, 'error') });
    }
  },
};

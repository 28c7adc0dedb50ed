import { maxLinesIn, problemsOf, severityIn } from '../../facts.ts';
import { isWritten, shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'not-a-number',
  severity: 'error',
  summary: 'An option that takes a whole number has something else.',
  check(file, report) {
    for (const { problem, jail } of problemsOf(file)) {
      const isDropped = problem.code === 'dropped-value';
      if (!isDropped && problem.code !== 'wrong-value') continue;
      const place = problem.place && isWritten(problem.place) ? problem.place : startOf(file.path);
      // A filter goes on without the option; a jail sends the missing value to the server.
      const effect = isDropped
        ? 'fail2ban goes on as if the option were not set'
        : 'the server does not start without one';
      report({
        message: `${problem.message}. It must be a whole number; ${effect}.`,
        place,
        severity: isDropped ? 'warning' : severityIn(jail, 'error'),
      });
    }
    for (const { maxlines, jail } of maxLinesIn(file)) {
      if (maxlines.value >= 1) continue;
      report({
        message: 'maxlines must be integer greater than zero: the server does not start.',
        ...shownAt(maxlines.written, whole(maxlines.written), startOf(file.path)),
        severity: severityIn(jail, 'error'),
      });
    }
  },
};

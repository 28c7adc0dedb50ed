import { filterTemplate } from '../../../config/resolve.ts';
import { effectOf } from '../../effect.ts';
import { maxLinesIn, problemsOf, severityIn } from '../../facts.ts';
import { isWritten, shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'not-a-number',
  severity: 'error',
  summary: 'An option that takes a whole number has something else.',
  check(file, report) {
    for (const { problem, jail } of problemsOf(file)) {
      if (problem.code !== 'dropped-value' && problem.code !== 'wrong-value') continue;
      // A filter goes on without the option, also where a jail sets it; what else a jail sets goes to the server without a value.
      const isDropped = problem.code === 'dropped-value' || filterTemplate.some(({ name }) => name === problem.option);
      const place = problem.place && isWritten(problem.place) ? problem.place : startOf(file.path);
      const effect = isDropped
        ? 'fail2ban goes on as if the option were not set'
        : `without one ${effectOf(file, { jail })}`;
      report({
        message: `${problem.message}. It must be a whole number; ${effect}.`,
        place,
        severity: isDropped ? 'warning' : severityIn(jail, 'error'),
      });
    }
    for (const { maxlines, jail } of maxLinesIn(file)) {
      if (maxlines.value >= 1) continue;
      report({
        message: `maxlines must be integer greater than zero: ${effectOf(file, { jail })}.`,
        ...shownAt(maxlines.written, whole(maxlines.written), startOf(file.path)),
        severity: severityIn(jail, 'error'),
      });
    }
  },
};

import { isRegexProblem, failureIdHint } from '../../../analysis/analyse-regexes.ts';
import { regexesIn, severityIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import { effectOf } from '../../effect.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'no-failure-id',
  severity: 'error',
  summary: 'A failregex names no host: it has neither <HOST> nor another tag for a failure id.',
  check(file, report) {
    for (const { regex, jail } of regexesIn(file)) {
      if (!isRegexProblem(regex) || regex.kind !== 'no-failure-id') continue;
      const hint = failureIdHint(regex.configured.text, file.versions.fail2ban);
      report({
        message: `No failure-id group in this regex; ${effectOf(file, { jail })}. ${hint}`,
        ...shownAt(regex.configured, whole(regex.configured), startOf(file.path)),
        severity: severityIn(jail, 'error'),
      });
    }
  },
};

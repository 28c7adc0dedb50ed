import { addressByHand, isRegexProblem, failureIdHint } from '../../../analysis/analyse-regexes.ts';
import { regexesIn, severityIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import { effectOf } from '../../effect.ts';
import type { Rule } from '../../rule.ts';
import type { Span } from '../../../text/span.ts';

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
        ...shownAt(
          regex.configured,
          ownGroup(regex.configured.text) ?? addressByHand(regex.configured.text) ?? whole(regex.configured),
          startOf(file.path),
        ),
        severity: severityIn(jail, 'error'),
      });
    }
  },
};

/** The opening of a group that looks like one of fail2ban's: `(?P<host>`. */
function ownGroup(regex: string): Span | undefined {
  const group = /\(\?P<(?:host|ip|addr)>/.exec(regex);
  return group ? { start: group.index, end: group.index + group[0].length } : undefined;
}

import { datePatternsIn, severityIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import { effectOf } from '../../effect.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'bad-datepattern',
  severity: 'error',
  summary: 'fail2ban refuses a datepattern, when it is set or at the first log line.',
  check(file, report) {
    for (const { pattern, jail } of datePatternsIn(file)) {
      const { text, error, failure } = pattern;
      const severity = severityIn(jail, 'error');
      if (error) {
        const { offset } = error;
        const span = offset === undefined ? whole(text) : { start: offset, end: Math.min(text.length, offset + 2) };
        report({
          message: `${error.message}; ${effectOf(file, { jail })}.`,
          ...shownAt(text, span, startOf(file.path)),
          severity,
        });
      } else if (failure) {
        const twice = /redefinition of group name '(\w+)'/.exec(failure.message)?.[1];
        const hint = twice ? ` '%${twice}' may stand only once, also in alternatives: write a second line.` : '';
        report({
          message: `${failure.message}: every log line fails with it.${hint}`,
          ...shownAt(text, whole(text), startOf(file.path)),
          severity,
        });
      }
    }
  },
};

import { isRegexProblem } from '../../../analysis/analyse-regexes.ts';
import { regexSets } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'prefregex-without-content',
  severity: 'warning',
  summary: 'A prefregex that hands nothing on to the failregexes.',
  check(file, report) {
    for (const { regexes } of regexSets(file)) {
      const { prefregex } = regexes;
      if (!prefregex || isRegexProblem(prefregex) || prefregex.pattern.groupNames.has('content')) continue;
      report({
        message:
          'This prefregex has no <F-CONTENT>…</F-CONTENT>: it only lets lines through, and each failregex is searched in the whole line, not behind the prefix.',
        ...shownAt(prefregex.configured, whole(prefregex.configured), startOf(file.path)),
      });
    }
  },
};

import { alwaysNamesFailure, isRegexProblem, type ReadRegex } from '../../../analysis/analyse-regexes.ts';
import { readRegexesIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'optional-host',
  severity: 'warning',
  summary: 'A failregex can match without naming a host.',
  check(file, report) {
    for (const { regex, regexes } of readRegexesIn(file)) {
      if (regex.role !== 'failregex' || namesByOtherMeans(regex) || alwaysNamesFailure(regex.pattern)) continue;
      const { prefregex } = regexes;
      if (
        prefregex &&
        (isRegexProblem(prefregex) || namesByOtherMeans(prefregex) || alwaysNamesFailure(prefregex.pattern))
      )
        continue;
      report({
        message:
          'This regex can match a line without naming the host, as where the tag stands in an optional part: fail2ban then logs "No group found" and counts no failure.',
        ...shownAt(regex.configured, whole(regex.configured), startOf(file.path)),
      });
    }
  },
};

/** A session (`mlfid`) may name its host on another line; an `alt_` group may stand in. */
function namesByOtherMeans({ pattern, alternatives }: ReadRegex): boolean {
  return pattern.groupNames.has('mlfid') || alternatives.length > 0;
}

import { isRegexProblem, bracketClosedByTag, compileHint, pythonsWords } from '../../../analysis/analyse-regexes.ts';
import { regexesIn, severityIn } from '../../facts.ts';
import { effectOf } from '../../effect.ts';
import { localFlagsFix } from '../../local-flags.ts';
import { shownAt, startOf, usedAt } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'regex-does-not-compile',
  severity: 'error',
  summary: 'Python refuses a regular expression.',
  check(file, report) {
    for (const { regex, jail } of regexesIn(file)) {
      if (!isRegexProblem(regex) || regex.kind !== 'not-compilable') continue;
      const said = pythonsWords(regex);
      const fix = localFlagsFix(regex.expanded, regex.span.start);
      const effect = effectOf(file, { jail, crashes: regex.crashes });
      const bracket = bracketClosedByTag(regex.expanded);
      const { place, related } = shownAt(regex.expanded, bracket ?? regex.span, startOf(file.path));
      const uses = usedAt(file, regex.role, regex.configured, place).filter(
        (use) =>
          !related.some((other) => other.place.file === use.place.file && other.place.span.start < use.place.span.end),
      );
      report({
        message: bracket
          ? `This [ is never closed: all up to a ] inside of a tag is one set of characters. Python says: ${said}; ${effect}.`
          : `${said}: ${effect}. ${compileHint(regex)}`.trim(),
        place,
        related: [...related, ...uses],
        severity: severityIn(jail, 'error'),
        ...(fix ? { fix } : {}),
      });
    }
  },
};

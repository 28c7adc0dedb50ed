import { isRegexProblem } from '../../../analysis/analyse-regexes.ts';
import { regexesIn, severityIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import { effectOf } from '../../effect.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'empty-regex',
  severity: 'error',
  summary: 'A regex comes to nothing but blanks.',
  check(file, report) {
    for (const { regex, jail } of regexesIn(file))
      if (isRegexProblem(regex) && regex.kind === 'empty')
        report({
          message: `Cannot add empty regex: ${effectOf(file, { jail })}.`,
          ...shownAt(regex.configured, whole(regex.configured), startOf(file.path)),
          severity: severityIn(jail, 'error'),
        });
  },
};

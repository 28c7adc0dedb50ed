import { regexSets } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'default-date-without-effect',
  severity: 'warning',
  summary: '{DEFAULT} beside other date patterns adds nothing.',
  check(file, report) {
    for (const { regexes } of regexSets(file)) {
      if (regexes.datepatterns.length < 2) continue;
      for (const { text } of regexes.datepatterns)
        if (text.text.toUpperCase() === '{DEFAULT}')
          report({
            message:
              '{DEFAULT} adds nothing to other date patterns: only these are tried. {^LN-BEG} adds the default ones at the start of the line.',
            ...shownAt(text, whole(text), startOf(file.path)),
          });
    }
  },
};

import { emptyQuotes } from '../quoted-regex/rule.ts';
import { deadInAllModes } from '../../dangers.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'idle-ignoreregex',
  severity: 'warning',
  summary: 'An ignoreregex that excuses no line: none of a failregex is one of it.',
  check(file, report, dangers) {
    for (const { danger, place, related } of deadInAllModes(file, dangers, 'idle-exception')) {
      // Quotes that were meant to be nothing have a rule of their own.
      if (danger.kind !== 'idle-exception' || emptyQuotes.test(danger.part)) continue;
      const message =
        'This ignoreregex excuses nothing: no line that a failregex matches is one of it. It is searched in the same text, without the date; write it for a line that a failregex matches, or remove it.';
      report({ message, place, related });
    }
  },
};

import { emptyQuotes } from '../quoted-regex/rule.ts';
import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'everything-excused',
  severity: 'warning',
  summary: 'An ignoreregex that excuses every line that a failregex matches.',
  kind: 'total-exception',
  tell: ({ part }) =>
    emptyQuotes.test(part)
      ? undefined
      : 'This ignoreregex excuses every line that a failregex matches: the filter finds nobody. Write the lines that are no failures, or leave the value empty.',
});

import { emptyQuotes } from '../quoted-regex/rule.ts';
import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'idle-ignoreregex',
  severity: 'warning',
  summary: 'An ignoreregex that excuses no line: none of a failregex is one of it.',
  kind: 'idle-exception',
  isOfAllModes: true,
  tell({ part }, _fix, _file, inside) {
    // Quotes that were meant to be nothing have a rule of their own; `unmatched-ignoreregex` may say why.
    if (emptyQuotes.test(part)) return undefined;
    if (inside.some((other) => other.kind === 'unmatched-ignoreregex' && other.why !== undefined)) return undefined;
    return 'This ignoreregex excuses nothing: no line that a failregex matches is one of it. It is searched in the same text, without the date; write it for a line that a failregex matches, or remove it.';
  },
});

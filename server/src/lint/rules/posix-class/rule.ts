import { posixMessage, posixSet } from '../../../pyre/posix-classes.ts';
import { readRegexesIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'posix-class',
  severity: 'error',
  summary: '[[:digit:]] is a set of single characters to Python.',
  check(file, report) {
    for (const { regex } of readRegexesIn(file))
      for (const match of regex.expanded.text.matchAll(posixSet))
        report({
          message: posixMessage(match[1]!),
          ...shownAt(regex.expanded, { start: match.index, end: match.index + match[0].length }, startOf(file.path)),
        });
  },
};

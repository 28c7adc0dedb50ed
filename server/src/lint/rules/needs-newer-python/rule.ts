import { parsePattern } from '../../../pyre/parser.ts';
import type { Node, Pattern } from '../../../pyre/nodes.ts';
import { isAtLeast } from '../../../pyre/python-version.ts';
import { walk } from '../../../pyre/walk.ts';
import { readRegexesIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'needs-newer-python',
  severity: 'warning',
  summary: 'Possessive quantifiers and atomic groups need Python 3.11.',
  check(file, report) {
    if (!isAtLeast(file.versions.python, '3.11')) return;
    for (const { regex } of readRegexesIn(file)) {
      const found = firstNewNode(regex.pattern);
      if (!found || !parsePattern(regex.expanded.text, { python: '3.10' }).error) continue;
      const what = found.type === 'AtomicGroup' ? 'An atomic group (?>…)' : 'A possessive quantifier';
      report({
        message: `${what} needs Python 3.11: on an older one the server does not start.`,
        ...shownAt(regex.expanded, found.span, startOf(file.path)),
      });
    }
  },
};

function firstNewNode(pattern: Pattern): Node | undefined {
  let found: Node | undefined;
  walk(pattern, (node) => {
    if (!found && (node.type === 'AtomicGroup' || (node.type === 'Repeat' && node.mode === 'possessive'))) found = node;
  });
  return found;
}

import { walk } from '../../../pyre/walk.ts';
import { readRegexesIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'group-lost-to-flags',
  severity: 'error',
  summary: 'fail2ban turns ((?i)…) into (?i:…), so that the numbers of later groups shift.',
  check(file, report) {
    for (const { regex } of readRegexesIn(file)) {
      const lost = [...regex.configured.text.matchAll(/(?<!\\)\((\(\?[a-z]+\))/g)][0];
      if (!lost || !refersByNumber(regex)) continue;
      report({
        message: `fail2ban writes '(${lost[1]}…)' as '${lost[1]!.slice(0, -1)}:…)' before it compiles: the group is gone, and a \\number behind it means another group. Write '(${lost[1]!.slice(0, -1)}:…))'.`,
        ...shownAt(regex.configured, { start: lost.index, end: lost.index + lost[0].length }, startOf(file.path)),
      });
    }
  },
};

function refersByNumber({ pattern }: ReturnType<typeof readRegexesIn>[number]['regex']): boolean {
  let found = false;
  walk(pattern, (node) => {
    if ((node.type === 'BackReference' || node.type === 'Conditional') && node.name === undefined) found = true;
  });
  return found;
}

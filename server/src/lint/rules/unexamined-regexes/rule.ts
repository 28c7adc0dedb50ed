import { longestRead } from '../../../analysis/analyse-regexes.ts';
import { longestRegex, mostCharacters, mostRegexes, type Unexamined } from '../../../danger/bounds.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'unexamined-regexes',
  severity: 'information',
  summary: 'Regexes too long or too many to look for what is dangerous or idle in them.',
  check(_file, report, dangers) {
    for (const { danger, place, related } of dangers) {
      if (danger.kind !== 'unexamined') continue;
      const unread =
        danger.over === 'regex' && danger.size > longestRead
          ? ` Whether Python takes a regex of more than ${longestRead} characters was not looked at either.`
          : '';
      const message = `${sizeInWords(danger)}: what is dangerous or can do nothing in this filter was not looked for.${unread}`;
      report({ message, place, related });
    }
  },
};

function sizeInWords({ over, size }: Unexamined): string {
  if (over === 'regex') return `This regex has ${size} characters, more than ${longestRegex}`;
  return over === 'count'
    ? `There are ${size} regexes, more than ${mostRegexes}`
    : `The regexes have ${size} characters in all, more than ${mostCharacters}`;
}

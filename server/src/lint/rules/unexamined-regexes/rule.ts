import { longestRead } from '../../../analysis/analyse-regexes.ts';
import { longestRegex, mostCharacters, mostRegexes, type Unexamined } from '../../../danger/bounds.ts';
import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'unexamined-regexes',
  severity: 'information',
  summary: 'Regexes too long or too many to look for what is dangerous or idle in them.',
  kind: 'unexamined',
  tell(danger) {
    const unread =
      danger.over === 'regex' && danger.size > longestRead
        ? ` Whether Python takes a regex of more than ${longestRead} characters was not looked at either.`
        : '';
    return `${sizeInWords(danger)}: what is dangerous or can do nothing in this filter was not looked for.${unread}`;
  },
});

function sizeInWords({ over, size }: Unexamined): string {
  if (over === 'regex') return `This regex has ${size} characters, more than ${longestRegex}`;
  return over === 'count'
    ? `There are ${size} regexes, more than ${mostRegexes}`
    : `The regexes have ${size} characters in all, more than ${mostCharacters}`;
}

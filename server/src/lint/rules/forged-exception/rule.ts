import { addressRegex } from '../address-as-ignoreregex/rule.ts';
import { emptyQuotes } from '../quoted-regex/rule.ts';
import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'forged-exception',
  severity: 'warning',
  summary: 'A stranger can write a text that an ignoreregex excuses.',
  kind: 'forged-exception',
  tell(danger) {
    // `address-as-ignoreregex` and `quoted-regex` tell of those.
    if (addressRegex.test(danger.part) || emptyQuotes.test(danger.part)) return undefined;
    const { meant } = danger.proof;
    return `A stranger can write what this ignoreregex looks for, and stays free: from the line shown fail2ban takes nobody, without that text it takes '${meant}'. Begin it with ^ and the words of the program.`;
  },
});

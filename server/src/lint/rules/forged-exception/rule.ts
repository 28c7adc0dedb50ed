import { addressRegex } from '../address-as-ignoreregex/rule.ts';
import { emptyQuotes } from '../quoted-regex/rule.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'forged-exception',
  severity: 'warning',
  summary: 'A stranger can write a text that an ignoreregex excuses.',
  check(_file, report, dangers) {
    for (const { danger, place, related, fix, proof } of dangers) {
      if (danger.kind !== 'forged-exception') continue;
      // `address-as-ignoreregex` and `quoted-regex` tell of those.
      if (addressRegex.test(danger.part) || emptyQuotes.test(danger.part)) continue;
      const { meant } = danger.proof;
      const message = `A stranger can write what this ignoreregex looks for, and stays free: from the line shown fail2ban takes nobody, without that text it takes '${meant}'. Begin it with ^ and the words of the program.`;
      report({ message, place, related, proof, ...(fix ? { fix } : {}) });
    }
  },
};

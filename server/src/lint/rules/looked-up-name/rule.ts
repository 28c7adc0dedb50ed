import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'looked-up-name',
  severity: 'information',
  summary: 'A regex that takes a name from the sample, which fail2ban looks up.',
  kind: 'looked-up-name',
  tell: ({ proof }) =>
    `From this line of the sample fail2ban takes the name '${proof.id}' and bans what it is looked up as: whoever owns the name, or the address that was looked up for it, chooses that, and each new name costs a question to the name server. Let the program log addresses, and write <ADDR>.`,
});

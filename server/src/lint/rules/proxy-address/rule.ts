import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'proxy-address',
  severity: 'warning',
  summary: 'A regex that takes the address of a proxy or gateway where the line holds the client, too.',
  check(_file, report, dangers) {
    for (const { danger, place, related, proof } of dangers) {
      if (danger.kind !== 'proxy-address') continue;
      const { id, meant } = danger.proof;
      const other = meant === undefined ? 'others' : `'${meant}'`;
      const message = `From each line of the sample that this regex matches fail2ban takes a private address, '${id}'; the line holds ${other}, too. Where '${id}' is a proxy or a gateway, a ban shuts out everybody behind it: take the address of the client.`;
      report({ message, place, related, proof });
    }
  },
};

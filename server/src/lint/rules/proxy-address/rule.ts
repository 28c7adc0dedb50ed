import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'proxy-address',
  severity: 'warning',
  summary: 'A regex that takes the address of a proxy or gateway where the line holds the client, too.',
  check(_file, report, dangers) {
    for (const { danger, place, related, proof } of dangers) {
      if (danger.kind !== 'proxy-address') continue;
      const { id, meant } = danger.proof;
      if (danger.isOfCloudflare) {
        const where = meant === undefined ? '' : ` Here the line holds '${meant}', too.`;
        report({
          message: `fail2ban takes '${id}' from this line of the sample, an address of Cloudflare's proxies: a ban shuts out all visitors who come through it, and not the one who was meant once he comes through another.${where} Let the server log the visitor's address (real_ip_header, RemoteIPHeader).`,
          place,
          related,
          proof,
        });
        continue;
      }
      const other = meant === undefined ? 'others' : `'${meant}'`;
      const message = `From each line of the sample that this regex matches fail2ban takes a private address, '${id}'; the line holds ${other}, too. Where '${id}' is a proxy or a gateway, a ban shuts out everybody behind it: take the address of the client.`;
      report({ message, place, related, proof });
    }
  },
};

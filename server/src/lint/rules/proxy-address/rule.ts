import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'proxy-address',
  severity: 'warning',
  summary: 'A regex that takes the address of a proxy or gateway where the line holds the client, too.',
  kind: 'proxy-address',
  tell({ isOfCloudflare, isSame, proof: { id, meant } }) {
    if (isOfCloudflare) {
      const where = meant === undefined ? '' : ` Here the line holds '${meant}', too.`;
      return `fail2ban takes '${id}' from this line of the sample, an address of Cloudflare's proxies: a ban shuts out all visitors who come through it, and not the one who was meant once he comes through another.${where} Let the server log the visitor's address (real_ip_header, RemoteIPHeader).`;
    }
    const other = meant === undefined ? 'others' : `'${meant}'`;
    if (isSame)
      return {
        message: `From each line of the sample that this regex matches fail2ban takes the same address, '${id}', while the address that a proxy passes on differs, here ${other}. Where '${id}' is a proxy of yours, a ban shuts out everybody behind it: take the address that it passes on.`,
        severity: 'hint',
      };
    return `From each line of the sample that this regex matches fail2ban takes a private address, '${id}'; the line holds ${other}, too. Where '${id}' is a proxy or a gateway, a ban shuts out everybody behind it: take the address of the client.`;
  },
});

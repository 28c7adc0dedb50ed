import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { addressText, ipv4Number, isInNet, readNet, type Net } from '../matching/ip-address.ts';

/** Networks of one's own house: private, link-local, carrier-grade and loopback addresses. */
const ownNetworks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
];

/** Which network of one's own an address lies in; undefined for none. */
export function createOwnNetworkTest(fail2ban: Fail2banVersion): (id: string) => string | undefined {
  const nets = ownNetworks.map((text) => ({ text, net: readNet(text, fail2ban) as Net }));
  return (id) => {
    const address = readNet(id, fail2ban);
    if (!address || 'error' in address) return undefined;
    return nets.find(({ net }) => isInNet(address, net))?.text;
  };
}

/** The network that an address is counted under: /24, for IPv6 /48; undefined for what is no address. */
export function networkOf(id: string, fail2ban: Fail2banVersion): string | undefined {
  if (ipv4Number(id) !== -1) return `${id.slice(0, id.lastIndexOf('.'))}.0/24`;
  if (!readNet(id, fail2ban)) return undefined;
  const shown = addressText(id, 48, fail2ban);
  return 'text' in shown && shown.text.includes('/') ? shown.text : undefined;
}

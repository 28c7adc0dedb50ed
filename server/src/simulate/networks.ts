import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { addressText, createNetTest, ipv4Number, ipv4Text, readNet, type Net } from '../matching/ip-address.ts';

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
  const netOf = createNetTest(
    ownNetworks.map((text) => readNet(text, fail2ban) as Net),
    fail2ban,
  );
  return (id) => ownNetworks[netOf(id)];
}

/** The network that an address is counted under: /24, for IPv6 /48; undefined for what is no address. */
export function networkOf(id: string, fail2ban: Fail2banVersion): string | undefined {
  const network = networkKey(id, fail2ban);
  return network === undefined ? undefined : networkName(network);
}

/** The same where there are many: an IPv4 network as a number, for `networkName`. */
export function networkKey(id: string, fail2ban: Fail2banVersion): number | string | undefined {
  const address = ipv4Number(id);
  if (address !== -1) return address >>> 8;
  if (!readNet(id, fail2ban)) return undefined;
  const shown = addressText(id, 48, fail2ban);
  return 'text' in shown && shown.text.includes('/') ? shown.text : undefined;
}

export function networkName(key: number | string): string {
  return typeof key === 'string' ? key : `${ipv4Text(key * 256)}/24`;
}

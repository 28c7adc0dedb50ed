import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { isInNet, readNet, type Net } from '../matching/ip-address.ts';
import { memoize } from '../text/memoize.ts';
import type { Span } from '../text/span.ts';
import type { LineDanger } from './danger.ts';
import { configuredPart } from './places.ts';
import type { Probe, ProbedRegex } from './probe.ts';
import type { SampleLine } from './sample.ts';

/**
 * A private or loopback address that fail2ban takes from every line of the sample, where the lines hold a public one, too, which differs from line to
 * line or stands in quotes: what came through a proxy or a gateway is banned with it. Or an address of a proxy that is known.
 */
export function findProxyAddress(
  probe: Probe,
  regex: ProbedRegex,
  sample: readonly SampleLine[],
): LineDanger | undefined {
  const of = (proof: LineDanger['proof']): LineDanger => ({
    kind: 'proxy-address',
    ...configuredPart(probe, regex.name, addressSpan(regex)),
    proof,
    fix: undefined,
  });
  const proxied = sample.find(({ id }) => isOfCloudflare(id, probe));
  if (proxied) {
    const [meant, ...more] = publicAddresses(proxied.line, proxied.id);
    const proof = {
      log: proxied.line,
      id: proxied.id,
      meant: more.length === 0 ? meant : undefined,
      from: 'sample',
    } as const;
    return { ...of(proof), isOfCloudflare: true };
  }
  if (sample.length === 0 || !sample.every(({ id }) => isPrivate(id))) return undefined;
  const others = sample.map(({ line, id }) => publicAddresses(line, id));
  if (others.some((addresses) => addresses.length === 0)) return undefined;
  // One that never changes may be the server's own, unless it is told as in a header.
  if (new Set(others.flat()).size < 2 && !others[0]!.some((address) => sample[0]!.line.includes(`"${address}"`)))
    return undefined;
  const [first] = sample;
  const [meant, ...more] = others[0]!;
  return of({ log: first!.line, id: first!.id, meant: more.length === 0 ? meant : undefined, from: 'sample' });
}

/** The tag that names the address; the whole regex where it is written otherwise. */
export function addressSpan({ regex }: ProbedRegex): Span {
  const tag = /\(\?P<(?:ip4|ip6|dns|fid)>/.exec(regex.expanded.text);
  return tag ? { start: tag.index, end: tag.index + tag[0].length } : { start: 0, end: 0 };
}

const ipv4 = /(?<![\w.:])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)/g;

function publicAddresses(line: string, id: string): string[] {
  return [...new Set(line.match(ipv4) ?? [])].filter(
    (address) => address !== id && !isPrivate(address) && address.split('.').every((byte) => Number(byte) < 256),
  );
}

/** The networks from which Cloudflare's proxies come, as Cloudflare publishes them. */
const cloudflare = [
  '173.245.48.0/20',
  '103.21.244.0/22',
  '103.22.200.0/22',
  '103.31.4.0/22',
  '141.101.64.0/18',
  '108.162.192.0/18',
  '190.93.240.0/20',
  '188.114.96.0/20',
  '197.234.240.0/22',
  '198.41.128.0/17',
  '162.158.0.0/15',
  '104.16.0.0/13',
  '104.24.0.0/14',
  '172.64.0.0/13',
  '131.0.72.0/22',
  '2400:cb00::/32',
  '2606:4700::/32',
  '2803:f800::/32',
  '2405:b500::/32',
  '2405:8100::/32',
  '2a06:98c0::/29',
  '2c0f:f248::/32',
];

const cloudflareNets = memoize(
  (fail2ban: Fail2banVersion) => fail2ban,
  (fail2ban) => cloudflare.map((range) => netOf(range, fail2ban)!),
);

/** A proxy through which the visitors of many sites come. */
function isOfCloudflare(address: string, { texts: { fail2ban } }: Probe): boolean {
  const net = netOf(address, fail2ban);
  return net !== undefined && cloudflareNets(fail2ban).some((range) => isInNet(net, range));
}

function netOf(text: string, fail2ban: Fail2banVersion): Net | undefined {
  const net = readNet(text, fail2ban);
  return net && 'bytes' in net ? net : undefined;
}

/** IPv4: RFC 1918, loopback, link-local, RFC 6598 and what is nobody's; IPv6: loopback, unique local, link-local. */
function isPrivate(address: string): boolean {
  return (
    /^(?:10|127|0)\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^169\.254\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^255\./.test(
      address,
    ) || /^(?:::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i.test(address)
  );
}

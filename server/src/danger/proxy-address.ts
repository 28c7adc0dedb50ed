import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { isInNet, readNet, type Net } from '../matching/ip-address.ts';
import { memoize } from '../text/memoize.ts';
import type { Span } from '../text/span.ts';
import type { LineDanger } from './danger.ts';
import { configuredPart } from './places.ts';
import type { Probe, ProbedRegex } from './probe.ts';
import type { SampleLine } from './sample.ts';

/**
 * A private or loopback address that fail2ban takes from every line of the sample, or one and the same public one, where the lines hold the address of a client, too: what came
 * through a proxy or a gateway is banned with it. Or an address of a proxy that is known.
 */
export function findProxyAddress(
  probe: Probe,
  regex: ProbedRegex,
  sample: readonly SampleLine[],
): LineDanger | undefined {
  const show = ({ line, id }: SampleLine, addresses: readonly string[]): LineDanger => ({
    kind: 'proxy-address',
    ...configuredPart(probe, regex.name, addressSpan(regex)),
    proof: { log: line, id, meant: addresses.length === 1 ? addresses[0] : undefined, from: 'sample' },
    fix: undefined,
  });
  const proxied = sample.find(({ id }) => isOfCloudflare(id, probe));
  if (proxied) return { ...show(proxied, textsOf(publicAddresses(proxied, probe))), isOfCloudflare: true };
  const [first] = sample;
  if (!first) return undefined;
  const others = sample.map((line) => publicAddresses(line, probe));
  if (sample.every(({ id }) => isPrivate(id)))
    return tellsClients(others) ? show(first, textsOf(others[0]!)) : undefined;
  // A visitor may send any header: one alone tells nothing.
  const forwarded = others.map((addresses) => textsOf(addresses.filter(({ isForwarded }) => isForwarded)));
  const isAlike = sample.length >= fewestAlike && sample.every(({ id }) => id === first.id);
  if (!isAlike || forwarded.some((list) => list.length === 0) || new Set(forwarded.flat()).size < fewestAlike)
    return undefined;
  return { ...show(first, forwarded[0]!), isSame: true };
}

/** Lines of one public address with as many others in a header. */
const fewestAlike = 3;

/** Each line holds one; where it is not told as of a header, it may be the server's own, if it never changes. */
function tellsClients(others: readonly (readonly OtherAddress[])[]): boolean {
  if (others.some((addresses) => addresses.length === 0)) return false;
  return new Set(textsOf(others.flat())).size >= 2 || others.every((line) => line.some((one) => one.isForwarded));
}

function textsOf(addresses: readonly OtherAddress[]): string[] {
  return [...new Set(addresses.map(({ text }) => text))];
}

/** The tag that names the address; the whole regex where it is written otherwise. */
export function addressSpan({ regex }: ProbedRegex): Span {
  const tag = /\(\?P<(?:ip4|ip6|dns|fid)>/.exec(regex.expanded.text);
  return tag ? { start: tag.index, end: tag.index + tag[0].length } : { start: 0, end: 0 };
}

/** A public address of a line beside the one that fail2ban takes. */
interface OtherAddress {
  readonly text: string;
  /** It stands in quotes by itself, or behind the name of a header that proxies set. */
  readonly isForwarded: boolean;
}

const addresses = /(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}|[\da-f]*:[\da-f]*:[\da-f:]*)(?![\w.:]*\w)/gi;
/** Names of headers, and words of the same meaning. */
const forwardedNames =
  /(?:forwarded(?:[-_ ]?for)?|xff|(?:real|client|connecting|remote|orig(?:inal)?)[-_ ]?ip)["']?\s*[=:]?\s*["'[(]?(?:[\da-f.:]+,\s*)*$/i;
/** Whom somebody talked to, not who. */
const destinations =
  /(?:\b(?:dst|dest|destination|daddr|laddr|lip|local|server|upstream|to|on|at|for|via|port|host)["']?\s*[=:]?|->)\s*["'[(]?$/i;

function publicAddresses({ line, id }: SampleLine, { texts: { fail2ban } }: Probe): OtherAddress[] {
  return [...line.matchAll(addresses)].flatMap(({ 0: text, index }): OtherAddress[] => {
    const before = line.slice(0, index);
    if (text === id || isPrivate(text) || !netOf(text, fail2ban)) return [];
    const isAlone =
      /"(?:[\da-f.:]+,\s*)*$/i.test(before) && /^(?:,\s*[\da-f.:]+)*"/i.test(line.slice(index + text.length));
    const isForwarded = isAlone || forwardedNames.test(before);
    return !isForwarded && destinations.test(before) ? [] : [{ text, isForwarded }];
  });
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

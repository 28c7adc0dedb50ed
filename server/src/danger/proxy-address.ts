import type { Span } from '../text/span.ts';
import type { LineDanger } from './danger.ts';
import { configuredPart } from './places.ts';
import type { Probe, ProbedRegex } from './probe.ts';
import type { SampleLine } from './sample.ts';

/**
 * A private or loopback address that fail2ban takes from every line of the sample, where the lines hold a public one, too, which differs from line to
 * line or stands in quotes: what came through a proxy or a gateway is banned with it.
 */
export function findProxyAddress(
  probe: Probe,
  regex: ProbedRegex,
  sample: readonly SampleLine[],
): LineDanger | undefined {
  if (sample.length === 0 || !sample.every(({ id }) => isPrivate(id))) return undefined;
  const others = sample.map(({ line, id }) => publicAddresses(line, id));
  if (others.some((addresses) => addresses.length === 0)) return undefined;
  // One that never changes may be the server's own, unless it is told as in a header.
  if (new Set(others.flat()).size < 2 && !others[0]!.some((address) => sample[0]!.line.includes(`"${address}"`)))
    return undefined;
  const [first] = sample;
  const [meant, ...more] = others[0]!;
  return {
    kind: 'proxy-address',
    ...configuredPart(probe, regex.name, addressSpan(regex)),
    proof: { log: first!.line, id: first!.id, meant: more.length === 0 ? meant : undefined, from: 'sample' },
    fix: undefined,
  };
}

/** The tag that names the address; the whole regex where it is written otherwise. */
function addressSpan({ regex }: ProbedRegex): Span {
  const tag = /\(\?P<(?:ip4|ip6|dns|fid)>/.exec(regex.expanded.text);
  return tag ? { start: tag.index, end: tag.index + tag[0].length } : { start: 0, end: 0 };
}

const ipv4 = /(?<![\w.:])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)/g;

function publicAddresses(line: string, id: string): string[] {
  return [...new Set(line.match(ipv4) ?? [])].filter(
    (address) => address !== id && !isPrivate(address) && address.split('.').every((byte) => Number(byte) < 256),
  );
}

/** IPv4: RFC 1918, loopback, link-local, RFC 6598 and what is nobody's; IPv6: loopback, unique local, link-local. */
function isPrivate(address: string): boolean {
  return (
    /^(?:10|127|0)\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^169\.254\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^255\./.test(
      address,
    ) || /^(?:::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i.test(address)
  );
}

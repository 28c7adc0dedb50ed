import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { pythonInt } from '../text/python-string.ts';

/**
 * How fail2ban shows a failure's address: mirrors `IPAddr` of `server/ipdns.py` (and glibc's `inet_pton`, `inet_ntop` behind
 * it). A text that is no valid address is shown as it is written; nothing is ever looked up.
 */

/** What `IPAddr` is told beside the text: a prefix length from 0, or one of these. */
export const cidrUnspecified = -1;
export const cidrRaw = -2;
/** The family is known from the group that matched: `CIDR_RAW - AF_INET`, `CIDR_RAW - AF_INET6` on Linux. */
export const onlyIpv4 = -4;
export const onlyIpv6 = -12;

export type AddressText = { readonly text: string } | { readonly error: string };

/**
 * The text of `IPAddr(text, cidr)`. E.g. `1.2.3.4`, 24 -> `1.2.3.0/24`; `::ffff:1.2.3.4` -> `1.2.3.4`; `999.1.1.1` -> itself.
 * `error` where fail2ban would raise a ValueError.
 */
export function addressText(text: string, cidr: number, fail2ban: Fail2banVersion): AddressText {
  const address = readAddress(text, cidr, fail2ban);
  return 'error' in address ? address : { text: showAddress(address) };
}

/** `bytes`: four or sixteen, host bits cleared; none where `written` is no address. */
interface Address {
  readonly written: string;
  readonly bytes?: Uint8Array;
  /** Only where it was asked for, from 0. */
  readonly prefixLength?: number;
}

function readAddress(written: string, cidr: number, fail2ban: Fail2banVersion): Address | { error: string } {
  if (cidr === cidrRaw) return { written };
  if (cidr === cidrUnspecified) return readWrittenNet(written, fail2ban);
  return readPlain(written, cidr);
}

function readPlain(written: string, cidr: number): Address {
  const bytes = parseAddress(written, cidr);
  if (!bytes) return { written };
  if (cidr < 0) return { written, bytes: isMapped(bytes) ? bytes.slice(12) : bytes };
  return {
    written,
    bytes: bytes.map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, cidr - i * 8)))),
    prefixLength: cidr,
  };
}

/** A text that may be `[::1]`, `1.2.3.0/24` or `1.2.3.0/255.255.255.0`. Mirrors `IPAddr.__wrap_ipstr`. */
function readWrittenNet(written: string, fail2ban: Fail2banVersion): Address | { error: string } {
  const text = written.length > 2 && written.startsWith('[') && written.endsWith(']') ? written.slice(1, -1) : written;
  const slash = text.indexOf('/');
  // 1.1 takes only what looks like an address and a mask for a net; 1.0 fails on the rest.
  if (slash === -1 || (fail2ban !== '1.0' && !/^[0-9a-fA-F:.]+\/[0-9a-fA-F:.]+$/.test(text)))
    return readPlain(text, cidrUnspecified);
  const mask = text.slice(slash + 1);
  const length = /[.:]/.test(mask) ? maskLength(mask, fail2ban) : pythonInt(mask);
  if (length === undefined) return { error: `'${mask}' is no prefix length` };
  return readAddress(text.slice(0, slash), Number(length), fail2ban);
}

/** The number of leading one bits of a mask; 0 for a text that is no address. Mirrors `IPAddr.masktoplen`. */
function maskLength(mask: string, fail2ban: Fail2banVersion): number | undefined {
  const address = readAddress(mask, cidrUnspecified, fail2ban);
  if ('error' in address) return undefined;
  if (!address.bytes) return 0;
  const bits = [...address.bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  // fail2ban compares numbers: an IPv6 mask that is a small number counts as an IPv4 one.
  const number = bits.replace(/^0{96}(?=.{32}$)/, '');
  return /^(1*)0*$/.exec(number)?.[1]?.length;
}

/** Undefined where `text` is no address of a family that `cidr` allows. */
function parseAddress(text: string, cidr: number): Uint8Array | undefined {
  const anyFamily = cidr >= cidrUnspecified;
  return (
    (anyFamily || cidr === onlyIpv4 ? parseIpv4(text) : undefined) ??
    (anyFamily || cidr === onlyIpv6 ? parseIpv6(text) : undefined)
  );
}

function parseIpv4(text: string): Uint8Array | undefined {
  const number = ipv4Number(text);
  return number === -1
    ? undefined
    : Uint8Array.of(number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255);
}

/**
 * An IPv4 address as a number, -1 for what is none. Mirrors glibc's `inet_pton`: four decimal numbers up to 255, no leading zeros, so that an address
 * is written in one way only.
 */
export function ipv4Number(text: string): number {
  let number = 0;
  let part = -1;
  let dots = 0;
  if (text.length > 15) return -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      if (part === 0) return -1;
      part = part === -1 ? code - 48 : part * 10 + code - 48;
      if (part > 255) return -1;
    } else if (code === 46 && part !== -1 && dots < 3) {
      number = number * 256 + part;
      part = -1;
      dots++;
    } else return -1;
  }
  return dots === 3 && part !== -1 ? number * 256 + part : -1;
}

/** The other way. */
export function ipv4Text(number: number): string {
  return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

function parseIpv6(text: string): Uint8Array | undefined {
  if (!/^[0-9a-fA-F:.]+$/.test(text)) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, i) => words(half, i === halves.length - 1));
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])];
  return Uint8Array.from(all.flatMap((word) => [word >> 8, word & 255]));
}

/** The 16-bit words of one side of `::`; an IPv4 address may stand for the last two of the whole. */
function words(text: string, isLast: boolean): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const out: number[] = [];
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) out.push(parseInt(part, 16));
    else {
      const v4 = isLast && i === parts.length - 1 ? parseIpv4(part) : undefined;
      if (!v4) return undefined;
      out.push((v4[0]! << 8) | v4[1]!, (v4[2]! << 8) | v4[3]!);
    }
  }
  return out;
}

function isMapped(bytes: Uint8Array): boolean {
  return bytes.length === 16 && bytes.every((byte, i) => i >= 12 || byte === (i < 10 ? 0 : 255));
}

function showAddress({ written, bytes, prefixLength = 0 }: Address): string {
  if (!bytes) return written;
  const plain = bytes.length === 4 ? bytes.join('.') : showIpv6(bytes);
  return prefixLength > 0 && prefixLength < bytes.length * 8 ? `${plain}/${prefixLength}` : plain;
}

/** Mirrors glibc's `inet_ntop`: the first longest run of two or more zero words becomes `::`; `::a.b.c.d` for IPv4 in IPv6. */
function showIpv6(bytes: Uint8Array): string {
  const all = Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! << 8) | bytes[2 * i + 1]!);
  let best = { start: -1, length: 1 };
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && all[end] === 0) end++;
    if (end - i > best.length) best = { start: i, length: end - i };
    i = Math.max(i, end);
  }
  const hex = (from: number, to: number) =>
    all
      .slice(from, to)
      .map((word) => word.toString(16))
      .join(':');
  if (best.start === 0 && (best.length === 6 || (best.length === 5 && all[5] === 0xffff)))
    return `::${best.length === 5 ? 'ffff:' : ''}${bytes.slice(12).join('.')}`;
  if (best.start === -1) return hex(0, 8);
  return `${hex(0, best.start)}::${hex(best.start + best.length, 8)}`;
}

/** Whether a text is an address, in brackets or not. As `IPAddr.searchIP` and `isValid`. */
export function isAddress(text: string): boolean {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  return parseAddress(bare, cidrUnspecified) !== undefined;
}

/** An address or a net of addresses, as `ignoreip` names them. */
export interface Net {
  readonly bytes: Uint8Array;
  readonly prefixLength: number;
}

/** The net that `IPAddr(text)` stands for; undefined for a name. `error` where fail2ban would raise a ValueError. */
export function readNet(text: string, fail2ban: Fail2banVersion): Net | { readonly error: string } | undefined {
  const address = readAddress(text, cidrUnspecified, fail2ban);
  if ('error' in address) return address;
  const { bytes, prefixLength } = address;
  return bytes && { bytes, prefixLength: prefixLength ?? bytes.length * 8 };
}

/** Whether an address lies in a net of its family. As `IPAddr.isInNet`. */
export function isInNet({ bytes }: Net, net: Net): boolean {
  if (bytes.length !== net.bytes.length) return false;
  return bytes.every(
    (byte, i) => (byte & (0xff00 >> Math.min(8, Math.max(0, net.prefixLength - i * 8)))) === net.bytes[i],
  );
}

/** Tells the first of some nets that an address lies in, by its number; -1 for none, or for what is no address. */
export function createNetTest(nets: readonly Net[], fail2ban: Fail2banVersion): (text: string) => number {
  const short = nets.map(({ bytes, prefixLength }) => ({
    base: bytes.length === 4 ? numberOf(bytes) : NaN,
    mask: prefixLength <= 0 ? 0 : -1 << Math.max(0, 32 - prefixLength),
  }));
  return (text) => {
    const number = ipv4Number(text);
    if (number !== -1) {
      for (let i = 0; i < short.length; i++) if ((number & short[i]!.mask) >>> 0 === short[i]!.base) return i;
      return -1;
    }
    const address = readNet(text, fail2ban);
    return !address || 'error' in address ? -1 : nets.findIndex((net) => isInNet(address, net));
  };
}

function numberOf(bytes: Uint8Array): number {
  return bytes.reduce((number, byte) => number * 256 + byte, 0);
}

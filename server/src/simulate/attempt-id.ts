import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { UseDns } from '../matching/failregex-tags.ts';
import type { FailureNames } from '../matching/counted-hits.ts';
import type { Finding } from '../matching/find-failures.ts';
import { addressText, cidrUnspecified, isAddress, onlyIpv6 } from '../matching/ip-address.ts';
import type { AddressBook } from './address-book.ts';

/** What a failure names that is no attempt: a host name that only the server could look up, or one that it never looks up (`usedns = no`). */
export const enum NoAttempt {
  notLookedUp = -1,
  dropped = -2,
}

/** The number of the address that a failure counts against, or a `NoAttempt`. Mirrors the end of `Filter.findFailure`. */
export interface AttemptIds {
  ofFinding(finding: Finding): number;
  /** The same where the failure's groups are all that is known of it. */
  ofNames(names: FailureNames): number;
  /** The same for the groups of an address or a host name. */
  ofHost(ip4: string | undefined, ip6: string | undefined, dns: string | undefined): number;
  /** The same for an IPv4 address, by its number. */
  ofIpv4(address: number): number;
}

export function createAttemptIds(book: AddressBook, useDns: UseDns, fail2ban: Fail2banVersion): AttemptIds {
  /** Several ways to write an IPv6 address are one id. */
  const ofText = (text: string, family: number): number => {
    const shown = addressText(text, family, fail2ban);
    return book.numberOf('text' in shown ? shown.text : text);
  };
  const ofName = (name: string): number => {
    if (isAddress(name)) return ofText(name, cidrUnspecified);
    return useDns === 'no' ? NoAttempt.dropped : NoAttempt.notLookedUp;
  };
  const ofHost: AttemptIds['ofHost'] = (ip4, ip6, dns) => {
    // An IPv4 address is written in one way.
    if (ip4 !== undefined) return book.numberOf(ip4);
    if (ip6 !== undefined) return ofText(ip6, onlyIpv6);
    return useDns === 'raw' ? book.numberOf(dns!) : ofName(dns!);
  };
  return {
    ofFinding: ({ id, data }) => {
      const name = data.get('dns');
      const isName = typeof name === 'string' && (data.get('ip4') ?? data.get('ip6') ?? null) === null;
      return isName && useDns !== 'raw' ? ofName(name) : book.numberOf(id!);
    },
    ofNames: ({ ip4, ip6, dns, fid }) => {
      const isLookedUp = dns !== undefined && ip4 === undefined && ip6 === undefined && useDns !== 'raw';
      if (fid !== undefined && !isLookedUp && fid !== (ip4 ?? ip6 ?? dns)) return book.numberOf(fid);
      return ofHost(ip4, ip6, dns);
    },
    ofHost,
    ofIpv4: (address) => book.numberOfAddress(address),
  };
}

import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import type { CompiledFilter } from '../matching/compile-filter.ts';
import type { UseDns } from '../matching/failregex-tags.ts';
import type { Finding, RegexHit } from '../matching/find-failures.ts';
import { addressText, cidrUnspecified, isAddress, onlyIpv4, onlyIpv6 } from '../matching/ip-address.ts';
import { isPlainFilter } from '../matching/plain-filter.ts';
import type { AddressBook } from './address-book.ts';

/** What a failure names that is no attempt: a host name that only the server could look up, or one that it never looks up (`usedns = no`). */
export const enum NoAttempt {
  notLookedUp = -1,
  dropped = -2,
}

/** The number of the address that a failure counts against. Mirrors the end of `Filter.findFailure`. */
export interface AttemptIds {
  ofFinding(finding: Finding): number;
  /** The same from the match itself; undefined where all of `createFailureFinder` is needed for it. */
  readonly ofHit: ((hit: RegexHit) => number) | undefined;
}

export function createAttemptIds(
  filter: CompiledFilter,
  book: AddressBook,
  useDns: UseDns,
  fail2ban: Fail2banVersion,
): AttemptIds {
  /** Several ways to write an IPv6 address are one id. */
  const ofText = (text: string, family: number): number => {
    if (family === onlyIpv4) return book.numberOf(text);
    const shown = addressText(text, family, fail2ban);
    return book.numberOf('text' in shown ? shown.text : text);
  };
  const ofName = (name: string): number => {
    if (useDns === 'raw') return book.numberOf(name);
    if (isAddress(name)) return ofText(name, cidrUnspecified);
    return useDns === 'no' ? NoAttempt.dropped : NoAttempt.notLookedUp;
  };
  const groups = filter.failregex.map(({ pattern: { groupNames } }) => ({
    ip4: groupNames.get('ip4') ?? -1,
    ip6: groupNames.get('ip6') ?? -1,
    dns: groupNames.get('dns') ?? -1,
  }));
  const isDirect =
    filter.maxLines === 1 &&
    isPlainFilter(filter) &&
    !['ip4', 'ip6', 'dns', 'fid'].some((name) => filter.prefregex?.pattern.groupNames.has(name)) &&
    filter.failregex.every(({ pattern }) => !pattern.groupNames.has('fid'));
  return {
    ofFinding: ({ id, data }) => {
      const name = data.get('dns');
      const isName = typeof name === 'string' && (data.get('ip4') ?? data.get('ip6') ?? null) === null;
      return isName && (useDns !== 'raw' || (data.get('fid') ?? null) === null) ? ofName(name) : book.numberOf(id!);
    },
    ofHit: isDirect
      ? ({ regex, texts }) => {
          const { ip4, ip6, dns } = groups[regex]!;
          const four = texts[ip4];
          if (four !== undefined) return ofText(four, onlyIpv4);
          const six = texts[ip6];
          return six === undefined ? ofName(texts[dns]!) : ofText(six, onlyIpv6);
        }
      : undefined,
  };
}

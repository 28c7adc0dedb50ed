import { describe, expect, it } from 'vitest';
import { filterTexts } from '../../testing/filter-texts.ts';
import { findProxyAddress } from './proxy-address.ts';
import { createProbe } from './probe.ts';
import { readSample } from './sample.ts';

/** The proxy and the client of a sample in which fail2ban takes what stands behind `from`. */
function told(...lines: string[]): string | undefined {
  const probe = createProbe(filterTexts({ failregex: [String.raw`\bfrom <HOST>\b`] }));
  const log = lines.map((line) => `2026-05-01 10:11:12 ${line}\n`).join('');
  const found = findProxyAddress(probe, probe.regexes[0]!, readSample(probe, log).taken);
  return found && `${found.proof.id} for ${found.proof.meant}${found.isSame ? ', always' : ''}`;
}

describe('the address of a proxy', () => {
  it.each([
    [['from 10.0.0.2 "Mozilla" "203.0.113.5, 10.1.1.1"'], '10.0.0.2 for 203.0.113.5'],
    [['from 172.18.0.1 {"x_forwarded_for":"203.0.113.5"}'], '172.18.0.1 for 203.0.113.5'],
    [['from 127.0.0.1 x-real-ip=2001:db8:aa::5'], '127.0.0.1 for 2001:db8:aa::5'],
    [['from ::1 client 203.0.113.5', 'from ::1 client 203.0.113.6'], '::1 for 203.0.113.5'],
    [
      ['from 198.18.0.9 xff=203.0.113.5', 'from 198.18.0.9 xff=203.0.113.6', 'from 198.18.0.9 xff=203.0.113.7'],
      '198.18.0.9 for 203.0.113.5, always',
    ],
  ])('should be seen in %j', (lines, expected) => {
    expect(told(...lines)).toBe(expected);
  });

  it.each([
    [['from 192.168.1.5 on 203.0.113.1', 'from 192.168.1.6 on 203.0.113.1']],
    // Whom a machine of the network talked to.
    [['from 192.168.1.5 DST=203.0.113.1', 'from 192.168.1.6 DST=203.0.113.2']],
    // No address: a moment, the number of a network card.
    [['from 192.168.1.5 at 10:11:12', 'from 192.168.1.6 mac 52:54:00:12:34:56']],
    // Clients that sent a header themselves.
    [['from 203.0.113.5 xff=203.0.113.9', 'from 203.0.113.6 xff=203.0.113.8', 'from 203.0.113.5 xff=203.0.113.7']],
    [['from 203.0.113.5 xff=203.0.113.9', 'from 203.0.113.5 xff=203.0.113.8']],
  ])('should not be seen in %j', (lines) => {
    expect(told(...lines)).toBeUndefined();
  });
});

import { expect, it } from 'vitest';
import { addressText, cidrRaw, cidrUnspecified, onlyIpv4, onlyIpv6 } from './ip-address.ts';

it.each([
  ['a plain address', '1.2.3.4', onlyIpv4, '1.2.3.4'],
  ['an impossible number as written', '999.1.1.1', onlyIpv4, '999.1.1.1'],
  ['leading zeros as written', '01.02.03.04', onlyIpv4, '01.02.03.04'],
  ['other digits as written', '١.2.3.4', onlyIpv4, '١.2.3.4'],
  ['a net with its bits cleared', '1.2.3.4', 24, '1.2.3.0/24'],
  ['a net of odd length', '1.2.3.255', 31, '1.2.3.254/31'],
  ['the full length as a plain address', '1.2.3.4', 32, '1.2.3.4'],
  ['a length that is too long as a plain address', '1.2.3.4', 33, '1.2.3.4'],
  ['length zero without the length', '1.2.3.4', 0, '0.0.0.0'],
  ['IPv6 in its shortest form', '2001:0DB8:0:0:1:0:0:1', onlyIpv6, '2001:db8::1:0:0:1'],
  ['IPv6 with one zero word in full', '1:0:2:3:4:5:6:7', onlyIpv6, '1:0:2:3:4:5:6:7'],
  ['IPv4 mapped into IPv6 as IPv4', '::ffff:1.2.3.4', onlyIpv6, '1.2.3.4'],
  ['IPv4 mapped into IPv6, in words, as IPv4', '::ffff:102:304', onlyIpv6, '1.2.3.4'],
  ['IPv4-compatible IPv6 with dots', '::1.2.3.4', onlyIpv6, '::1.2.3.4'],
  ['a mapped net as IPv6', '::ffff:1.2.3.4', 120, '::ffff:1.2.3.0/120'],
  ['the IPv6 loopback', '::1', onlyIpv6, '::1'],
  ['all zeros', '::', onlyIpv6, '::'],
  ['an IPv6 net', '2001:db8::ffff', 64, '2001:db8::/64'],
  ['two gaps as written', '1::2::3', onlyIpv6, '1::2::3'],
  ['a clock time as written', '12:34:56', onlyIpv6, '12:34:56'],
  ['a text of the wrong family as written', '::1', onlyIpv4, '::1'],
  ['anything raw', '[::1]/3', cidrRaw, '[::1]/3'],
  ['brackets stripped', '[::1]', cidrUnspecified, '::1'],
  ['a written net', '1.2.3.4/16', cidrUnspecified, '1.2.0.0/16'],
  ['a written net with a mask', '1.2.3.4/255.255.0.0', cidrUnspecified, '1.2.0.0/16'],
  ['a name as written', 'example.com', cidrUnspecified, 'example.com'],
])('should show %s', (_, text, cidr, expected) => {
  expect(addressText(text, cidr, '1.0')).toEqual({ text: expected });
});

it('should fail on a slash that makes no net in 1.0, and show it since 1.1.0', () => {
  expect(addressText('user/foo', cidrUnspecified, '1.0')).toEqual({ error: "'foo' is no prefix length" });
  expect(addressText('user/foo', cidrUnspecified, '1.1.0')).toEqual({ text: 'user/foo' });
  expect(addressText('user/foo', cidrUnspecified, '1.1')).toEqual({ text: 'user/foo' });
});

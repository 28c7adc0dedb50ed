import { describe, expect, it } from 'vitest';
import { compileFilter } from '../matching/compile-filter.ts';
import { parsePattern } from '../pyre/parser.ts';
import { MappedText } from '../text/mapped-text.ts';
import { createSearcher } from '../translate/compile.ts';
import { explainMiss, type Miss } from './explain-regex.ts';

const python = '3.11';

function explain(failregex: string, rest: string, uncut?: string): Miss {
  const { filter, problems } = compileFilter(
    { failregex: [MappedText.builtin(failregex, 'test')], ignoreregex: [] },
    { useDns: 'warn', fail2ban: '1.1', python, maxLines: 1 },
  );
  expect(problems).toEqual([]);
  return explainMiss(
    filter.failregex[0]!,
    {
      text: `${rest}\n`,
      uncut: uncut === undefined ? undefined : { text: uncut, cut: { start: 0, end: uncut.length - rest.length } },
    },
    { python, multiline: false, guard: (work) => (work(), true), milliseconds: 1000 },
  );
}

describe('Why a regex does not match', () => {
  it.each<[what: string, regex: string, rest: string, cause: string, culprit: string, found: string]>([
    [
      'another word in place of an alternation',
      String.raw`query: \S+ (IN|ANY) .* from <HOST>$`,
      'query: a.example MX + from 192.0.2.1',
      'text',
      '(IN|ANY)',
      'MX',
    ],
    [
      'the case of a letter',
      '^Credentials are wrong for <HOST>',
      'credentials are wrong for 192.0.2.1',
      'case',
      'Credentials',
      'credentials',
    ],
    ['a blank where the date was', '^<HOST>', ' 192.0.2.1', 'blank', '^', ' '],
    [
      'text before the text',
      '^Login failure from <HOST>',
      '(W)  - Login failure from 192.0.2.1',
      'anchor',
      '^',
      '(W)  - ',
    ],
    [
      'text behind the text',
      'Login failure from <ADDR>$',
      'Login failure from 192.0.2.1 port 22',
      'anchor',
      '$',
      ' port 22',
    ],
    [
      'a port behind an address',
      String.raw`^\[<ADDR>\] not found`,
      '[192.0.2.1:5678] not found',
      'address',
      '<ADDR>',
      ':5678',
    ],
    ['an IPv6 address', '^from <IP4> port', 'from 2001:db8::1 port', 'address', '<IP4>', '2001:db8::1'],
    ['a host name', '^from <ADDR> port', 'from host.example port', 'address', '<ADDR>', 'host.example'],
    ['a second blank', 'failed for root from <HOST>', 'failed for  root from 192.0.2.1', 'blank', ' ', ' '],
    ['a tab', 'failed for root from <HOST>', 'failed for\troot from 192.0.2.1', 'blank', ' ', '\t'],
    [
      'an unknown tag',
      '^IP: <HOST>. Username: <USERNAME>.$',
      'IP: 192.0.2.8. Username: bob@example.com.',
      'text',
      '<USERNAME>',
      'bob@example.com',
    ],
    [
      'a doubled backslash',
      String.raw`^wp-login\\.php from <HOST>`,
      'wp-login.php from 192.0.2.1',
      'text',
      String.raw`\\`,
      '',
    ],
    [
      'brackets that the date leaves',
      String.raw`^\[INF\] request from <HOST>`,
      '[] [INF] request from 192.0.2.1',
      'anchor',
      '^',
      '[] ',
    ],
    [
      'one word in another case',
      'error="Credentials are wrong" ip=<HOST>',
      'error="credentials are wrong" ip=192.0.2.1',
      'case',
      'Credentials',
      'credentials',
    ],
    ['colours of a terminal', '^failed from <HOST>', '\x1b[31mfailed from 192.0.2.1', 'encoding', '^', '\x1b[31m'],
    [
      'another daemon',
      String.raw`^sshd\[\d+\]: failed from <HOST>`,
      'sshd-session[12]: failed from 192.0.2.1',
      'text',
      String.raw`\[`,
      '-session',
    ],
    [
      'a pid that is missing',
      String.raw`^su\[\d+\]: failed from <HOST>`,
      'su: failed from 192.0.2.1',
      'text',
      String.raw`\[\d+\]`,
      '',
    ],
  ])('%s', (_, regex, rest, cause, culprit, found) => {
    const miss = explain(regex, rest);
    expect({ cause: miss.cause, culprit: miss.culprit?.written, found: miss.culprit?.found }).toEqual({
      cause,
      culprit,
      found,
    });
    const { pattern } = parsePattern(miss.relaxed!, { python });
    expect(createSearcher(pattern!, { python }).test(`${rest}\n`)).toBe(true);
  });

  it('should speak of the blank where a host name could take the date', () => {
    const miss = explain('^<HOST>', ' 192.0.2.3', '2024-03-26 192.0.2.3');
    expect([miss.cause, miss.fix?.configured.text]).toEqual(['blank', String.raw`^\s*<HOST>`]);
  });

  it('should not speak of the date where only the host would take it', () => {
    expect(explain('^<HOST> .', ' 192.0.2.3', '2024-03-26 192.0.2.3').cause).not.toBe('date');
  });

  it('should tell that the regex looks for the date', () => {
    expect(
      explain(
        String.raw`^\d{4}-\d\d-\d\d failed from <HOST>`,
        ' failed from 192.0.2.1',
        '2025-03-10 failed from 192.0.2.1',
      ).cause,
    ).toBe('date');
  });

  it('should say so where it looked in vain', () => {
    const miss = explain('^failed from <HOST>', 'x'.repeat(30_000));
    expect([miss.relaxed, miss.message]).toEqual([
      undefined,
      'No small change makes this regex match: the line is too long.',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { missOf } from '../../testing/explain-miss.ts';
import { compileFilter } from '../matching/compile-filter.ts';
import { parsePattern } from '../pyre/parser.ts';
import { MappedText } from '../text/mapped-text.ts';
import { createSearcher } from '../translate/compile.ts';
import { explainMiss, type Miss } from './explain-regex.ts';

const python = '3.11';

function explain(failregex: string, rest: string, uncut?: string): Miss {
  return missOf(failregex, {
    text: `${rest}\n`,
    uncut: uncut === undefined ? undefined : { text: uncut, cut: { start: 0, end: uncut.length - rest.length } },
  });
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

  it.each<[what: string, regex: string, rest: string, culprit: string, cause: string, words: string]>([
    [
      'text behind $',
      'failed from <HOST>"$',
      'failed from 192.0.2.1", referrer: "x"',
      '$',
      'anchor',
      `The regex ends with $ behind '"'; the line goes on with ', referrer: "x"'.`,
    ],
    [
      'a daemon with a longer name',
      String.raw`^sshd\[\d+\]: failed from <HOST>`,
      'sshd-session[12]: failed from 192.0.2.1',
      String.raw`\[`,
      'text',
      'The line has "sshd-session" where the regex has "sshd".',
    ],
    [
      'another daemon, where its host has room',
      String.raw`^\s*(?:\S+\s+)?(?:sshd(?:\[\d+\])?:\s+)?failed from <HOST>$`,
      ' host sshd-session[12]: failed from 192.0.2.1',
      '^',
      'text',
      'The line names the daemon "sshd-session[12]:"; the regex takes another one before "failed".',
    ],
    [
      'a word with letters more',
      'Invalid user or password from <HOST>',
      'Invalid username or password from 192.0.2.1',
      ' ',
      'text',
      'The line has "username" where the regex has "user".',
    ],
    [
      'a process number that is missing',
      String.raw`^su\[\d+\]: failed from <HOST>`,
      'su: failed from 192.0.2.1',
      String.raw`\[\d+\]`,
      'text',
      String.raw`The regex wants a process number, \[\d+\]; the line goes on with ":" there.`,
    ],
    [
      'a no-break space',
      'login failed from <HOST>',
      'login\u00a0failed from 192.0.2.1',
      ' ',
      'encoding',
      'The regex wants a blank; the line has a no-break space (U+00A0).',
    ],
    [
      'a letter of another script',
      'login failed from <HOST>',
      'l\u043egin failed from 192.0.2.1',
      'login',
      'encoding',
      '"l\u043egin" only looks like "login": "\u043e" is U+043E.',
    ],
    [
      'typographic quotes',
      'user "bob" from <HOST>',
      'user \u201cbob" from 192.0.2.1',
      '"',
      'encoding',
      `"\u201c" only looks like '"': "\u201c" is U+201C.`,
    ],
    [
      'a byte order mark',
      '^login failed from <HOST>',
      '\ufefflogin failed from 192.0.2.1',
      '^',
      'encoding',
      'The text begins with a byte order mark (U+FEFF); the regex wants "login" right at ^.',
    ],
    [
      "docker's JSON",
      '^Failed login from <HOST>',
      '{"log":"Failed login from 192.0.2.1\\n"}',
      '^',
      'prefix',
      `'{"log":"' stands at the start of the text: Docker's json-file driver wraps each line so; the regex wants "Failed" right at ^.`,
    ],
    [
      "docker compose's prefix",
      '^Failed login from <HOST>',
      'app_1  | Failed login from 192.0.2.1',
      '^',
      'prefix',
      '"app_1  | " stands at the start of the text: docker compose puts the name of the container before each line; the regex wants "Failed" right at ^.',
    ],
    [
      "syslog's prefix",
      '^Failed login from <HOST>',
      'srv app[12]: Failed login from 192.0.2.1',
      '^',
      'prefix',
      '"srv app[12]: " stands at the start of the text: syslog and the journal put the host and the daemon before each line; the regex wants "Failed" right at ^.',
    ],
    [
      "a container's id and the prefix of the program",
      '^Failed login from <HOST>',
      'e8d820bf982c[2136]: Feb 19 11:37:15 app[58]: Failed login from 192.0.2.1',
      '^',
      'prefix',
      '"e8d820bf982c[2136]: Feb 19 11:37:15 app[58]: " stands at the start of the text: the log of a container was passed on, so its id stands where the daemon is looked for, and the prefix that the program itself writes, with a second date, is left; the regex wants "Failed" right at ^.',
    ],
    [
      'the newer format of syslog',
      '^Failed login from <HOST>',
      '<38>1  srv app 2763 - - Failed login from 192.0.2.1',
      '^',
      'prefix',
      '"<38>1  srv app 2763 - - " stands at the start of the text: the newer format of syslog (RFC 5424) puts the host, the daemon and the process number with blanks between them before each line; the regex wants "Failed" right at ^.',
    ],
    [
      "the end of Docker's JSON",
      'Failed login from <HOST>$',
      '{"log":"Failed login from 192.0.2.1\\n","stream":"stdout"}',
      '$',
      'prefix',
      `The regex ends with $ behind <HOST>; the line goes on with '\\n","stream":"stdout"}': Docker's json-file driver wraps each line so.`,
    ],
    [
      'quotes of JSON inside of JSON',
      'user "[^"]*" from <HOST>',
      '{"log":"user \\"bob\\" from 192.0.2.1"}',
      '"',
      'text',
      String.raw`The line has \" between " " and '"': so a quote is written inside of JSON; the regex wants " alone.`,
    ],
    [
      'a set whose own text stands in the line',
      String.raw`^[auth::api][E] bad login from <HOST>`,
      '[2024][auth::api][E] bad login from 192.0.2.1',
      '[auth::api]',
      'text',
      String.raw`[auth::api] takes one of these characters; the line has them all, and the brackets themselves: write \[ and \]. Besides: [E] takes no "]": "]" stands behind what it took, before " ".`,
    ],
    [
      'a regex of another format for JSON',
      '^<HOST> .*"(GET|POST) .*" 404 .*$',
      '{"ip": "192.0.2.1", "request": "GET / HTTP/2.0", "status": "404", "size": 1}',
      '<HOST>',
      'text',
      'The line is JSON, each value behind its name in quotes: the regex, which wants <HOST> at the start, is written for another format of the log.',
    ],
    [
      'no address in the line',
      String.raw`snmpd\[\d+\]: Authentication failed for .* from <HOST>`,
      ' srv snmpd[468]: Authentication failed for bob',
      ' from ',
      'text',
      'No address stands in this line: where another line of the same connection names it, <F-MLFID> brings both together. The regex wants " " … " "; the line goes on with "b" there, and " from " is nowhere in it.',
    ],
    [
      'quotes around the address',
      String.raw`denied \(IP: <ADDR>\)`,
      'denied (IP: "192.0.2.1")',
      '<ADDR>',
      'text',
      '"192.0.2.1" stands in quotes (") in the line; the regex has none around <ADDR>.',
    ],
    [
      'quotes that a shell has taken',
      String.raw`user:.*,message:Login failed \(IP: '<HOST>'\),level:2`,
      `{"user":"bob","message":"Login failed (IP: '192.0.2.1')","level":2}`,
      'u',
      'text',
      'The line has quotes (") there, and the regex has none at all: a shell takes them out of a regex that it is given without single quotes around it.',
    ],
    [
      'quotes around the value',
      '"login failed from <HOST>"',
      'login failed from 192.0.2.1',
      '"',
      'text',
      'The quotes around the regex are part of it: the line has no " there. Values need no quotes.',
    ],
    [
      'a doubled backslash',
      String.raw`^wp-login\\.php from <HOST>`,
      'wp-login.php from 192.0.2.1',
      String.raw`\\`,
      'text',
      String.raw`"\\" stands for a backslash in the line, which has none there. One backslash is enough before a mark.`,
    ],
    [
      'a port that nothing takes',
      String.raw`from \[<HOST>\]: denied`,
      'from [192.0.2.1]:50123: denied',
      '<HOST>',
      'address',
      'The port ":50123" stands behind the address; the regex wants " " behind <HOST>.',
    ],
    [
      'a host name',
      '^from <ADDR>$',
      'from dsl-7.example.com',
      '<ADDR>',
      'address',
      '<ADDR> does not take "dsl-7.example.com", a host name, that stands in its place.',
    ],
    [
      'a class that takes no blank',
      '^failed for [^ ]+ from <HOST>',
      'failed for John Doe from 192.0.2.1',
      'from',
      'text',
      '"Doe " stands between " " and "from"; the regex takes nothing there.',
    ],
    [
      'a wrong word',
      'failure for user admin from <HOST> via ssh$',
      'failure for user admin from 192.0.2.1 via winbox',
      'ssh',
      'text',
      'The regex wants "ssh"; the line has "winbox", and "ssh" is nowhere in it.',
    ],
  ])('should be said in words: %s', (_, regex, rest, culprit, cause, words) => {
    const miss = explain(regex, rest);
    expect([miss.culprit?.written, miss.cause, miss.message]).toEqual([culprit, cause, words]);
    const { pattern } = parsePattern(miss.relaxed!, { python });
    expect(createSearcher(pattern!, { python }).test(`${rest}\n`)).toBe(true);
  });

  it('should tell several faults one by one, the first first', () => {
    const { message } = explain(
      String.raw`^\s*dovecot: imap-login: Disconnected \(auth failed, \d+ attempts\): rip=<HOST>,`,
      ' mail dovecot: imap-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): rip=192.0.2.1, TLS',
    );
    expect(message).toMatch(/^"mail " stands at the start .* Besides: ": Connection closed" .* Besides: " in 2 secs" /);
  });

  it('should say so of another kind of line', () => {
    expect(
      explain('^WebAPI login failure, reason: .* IP: <HOST>$', ' - Using built-in WebUI 192.0.2.1.').message,
    ).toMatch(/^It is another kind of line: "WebAPI", "login", "failure" and more are nowhere in it\.$/);
  });

  const compiled = (failregex: string) =>
    compileFilter(
      { failregex: [MappedText.builtin(failregex, 'test')], ignoreregex: [] },
      { useDns: 'warn', fail2ban: '1.1', python, maxLines: 1 },
    ).filter.failregex[0]!;
  const options = {
    python,
    multiline: false,
    guard: (work: () => void) => (work(), true),
    milliseconds: 1000,
  } as const;

  it('should tell what is left around a date in the middle', () => {
    const uncut = {
      text: '192.0.2.1 - - [01/May/2024:10:00:00] "GET / HTTP/1.1" 404',
      cut: { start: 15, end: 35 },
    };
    const text = '192.0.2.1 - - [] "GET / HTTP/1.1" 404\n';
    expect(explainMiss(compiled(String.raw`^<HOST> - \S+ "GET [^"]*" 404`), { text, uncut }, options).message).toBe(
      `"[] " is left where the date is cut out, between " " and '"'; the regex takes nothing there.`,
    );
  });

  it('should write the quotes of the line into a regex that has lost them', () => {
    const regex = String.raw`user:.*,message:Login failed \(IP: '<HOST>'\),level:2`;
    expect(
      explain(regex, `{"user":"bob","message":"Login failed (IP: '192.0.2.1')","level":2}`).fix?.configured.text,
    ).toBe(String.raw`"user":".*","message":"Login failed \(IP: '<HOST>'\)","level":2`);
  });

  it("should take the host's name of syslog, a label before the address and the end of Docker's JSON", () => {
    expect(
      explain(
        String.raw`^\s*app\[\d+\]: bad <HOST>`,
        ' srv app[7]: bad 192.0.2.1',
        'Oct  8 10:00:00 srv app[7]: bad 192.0.2.1',
      ),
    ).toMatchObject({
      cause: 'prefix',
      message:
        '" srv" stands at the start of the text: syslog puts the name of the host before the daemon; the regex wants "app" right at ^.',
      fix: { configured: { text: String.raw`^\s*\S+\s+\s*app\[\d+\]: bad <HOST>` } },
    });
    expect(explain(String.raw`host \[<HOST>:\d+\]`, 'host [ipv4:192.0.2.1:445]').fix?.configured.text).toBe(
      String.raw`host \[(?:ipv\d+:)?<HOST>:\d+\]`,
    );
    expect(
      explain('bad login from <HOST>$', String.raw`{"log":"bad login from 192.0.2.1\n","stream":"stdout"}`).fix
        ?.configured.text,
    ).toBe(String.raw`bad login from <HOST>\\n"`);
  });

  it('should name a variable that is written as plain text', () => {
    const subject = { text: 'the url /api/x from 192.0.2.1\n', uncut: undefined };
    const variables = new Set(['_fishing']);
    expect(
      explainMiss(compiled('^the url /(_fishing).* from <HOST>'), subject, { ...options, variables }).message,
    ).toMatch(/^_fishing is a variable of the filter, but stands for these letters: write %\(_fishing\)s;/);
  });

  it('should tell what prefregex has taken', () => {
    const handed = { text: 'bad login from 192.0.2.1\n', uncut: undefined, taken: { before: ' app: ', behind: '' } };
    expect(explainMiss(compiled('^app: bad login from <HOST>'), handed, options)).toMatchObject({
      cause: 'prefix',
      message: '"app: " is part of what prefregex has taken; the failregex sees only what it hands on.',
    });
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

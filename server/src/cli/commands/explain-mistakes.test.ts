import { describe, expect, it } from 'vitest';
import { expectMiss, explainInFolder, type MissRow } from '../../../testing/explain-in-folder.ts';
import { parsePattern } from '../../pyre/parser.ts';
import { createSearcher } from '../../translate/compile.ts';

const { explain, explainAll } = explainInFolder('explain-mistakes');

const at = '2024-03-26 10:00:00';
const syslog = 'Mar 26 10:00:00';

/** Filters as people write them, each with the line that it was meant for. */
describe('A mistake that people make', () => {
  it.each<MissRow>([
    [
      'the date in an access log, which is cut out',
      '192.0.2.5 - - [19/May/2018:10:11:12 +0200] "GET /wp-login.php HTTP/1.1" 404 226 "-" "-"',
      String.raw`failregex = ^<HOST> - - \[\d+/\w+/\d+:[\d:]+ [+-]\d+\] "GET /wp-login\.php HTTP/1\.1" 404`,
      'date',
      String.raw`\d+/\w+/\d+:[\d:]+ [+-]\d+`,
      'The regex matches the line as it is written, but fail2ban cuts the date out before it searches: "19/May/2018:10:11:12 +0200" is gone.',
      'Leave out the date: it is cut out before the search',
    ],
    [
      'a datepattern that takes the brackets, too',
      '[2018-05-19 10:11:12] app.WARNING: refused ip=192.0.2.5',
      String.raw`failregex = ^\[.*\] \S+\.WARNING: refused ip=<HOST>$
datepattern = ^\[%%Y-%%m-%%d %%H:%%M:%%S\]`,
      'date',
      String.raw`\[`,
      'The regex matches the line as it is written, but fail2ban cuts the date out before it searches: "[2018-05-19 10:11:12]" is gone.',
      String.raw`Leave out what takes the date: \[.*\]`,
    ],
    [
      'a datepattern that takes a member of JSON',
      '{"id":"a","time":"2018-05-19T10:11:12+00:00","ip":"192.0.2.5","msg":"refused"}',
      String.raw`failregex = ^{"id":".*","time":".*","ip":"<HOST>","msg":"refused"}$
datepattern = "time":"%%Y-%%m-%%dT%%H:%%M:%%S`,
      'date',
      String.raw`.*","time":".*`,
      `The regex matches the line as it is written, but fail2ban cuts the date out before it searches: '"time":"2018-05-19T10:11:12' is gone.`,
      String.raw`Write .* in place of what takes the date: .*","time":".*`,
    ],
    [
      'the date of another format at the start',
      '2024-03-26T10:00:00.123456+01:00 srv sshd[1]: Failed password for root from 192.0.2.5 port 22 ssh2',
      String.raw`failregex = ^Mar \d+ [\d:]+ srv sshd\[\d+\]: Failed password for \S+ from <HOST> port \d+ ssh2$`,
      'date',
      String.raw`Mar \d+ [\d:]+`,
      /^The date stands there in the line, but fail2ban cuts it out before it searches/,
      'Leave out the date: it is cut out before the search',
    ],
    [
      'the blank behind the date of nginx',
      '2024/03/26 10:00:00 [error] 12#12: *5 user "bob": password mismatch, client: 192.0.2.5, server: x',
      String.raw`failregex = ^\[error\] \d+#\d+: \*\d+ user "[^"]+": password mismatch, client: <HOST>, server: \S+$`,
      'blank',
      '^',
      String.raw`The text begins with a blank once the date is cut out; the regex wants "\[" right at ^.`,
      String.raw`Take white space at the start: ^\s*`,
    ],
    [
      'a blank where no date is',
      'denied 192.0.2.5',
      'failregex = ^ denied <HOST>',
      'date',
      ' ',
      /where a date would have been cut out; no date is found in this line, and it begins with "denied"\.$/,
      String.raw`Let the blank be missing: \s*`,
    ],
    [
      'brackets that are left of the date',
      '[2021-01-17 23:02:16.383 +01:00] [INF] Authentication request has been denied (IP: "198.51.100.77").',
      String.raw`failregex = ^\[INF\] Authentication request has been denied \(IP: "<HOST>"\)\.$`,
      'anchor',
      '^',
      /^"\[\] " stands at the start of the text, left around the date that is cut out;/,
      String.raw`Take what is left of the date: \[\]\s+`,
    ],
    [
      'what is left around a date',
      '(W) 2024-04-28T17:30:57 - WebAPI login failure, IP: ::ffff:192.0.2.67, username: alice',
      'failregex = ^WebAPI login failure, IP: <HOST>, username:',
      'anchor',
      '^',
      /^"\(W\) {2}- " stands at the start of the text/,
      String.raw`Take what is left of the date: \(W\)\s+-\s+`,
    ],
    [
      'a daemon that has got a second name',
      `${syslog} srv sshd-session[12]: Failed password for root from 192.0.2.5 port 22 ssh2`,
      String.raw`failregex = ^\s*\S+ sshd\[\d+\]: Failed password for \S+ from <HOST> port \d+ ssh2$`,
      'text',
      String.raw`\[`,
      'The line has "sshd-session" where the regex has "sshd".',
      'Take both words: sshd(?:-session)?',
    ],
    [
      'a process number that is not looked for',
      `${syslog} mx postfix/smtpd[123]: warning: unknown[192.0.2.5]: SASL LOGIN authentication failed`,
      String.raw`failregex = postfix/smtpd: warning: [-._\w]+\[<HOST>\]: SASL LOGIN authentication failed`,
      'text',
      ':',
      '"[123]" stands between "smtpd" and ":"; the regex takes nothing there.',
      String.raw`Take a process number: (?:\[\d+\])?`,
    ],
    [
      'a process number that is not there',
      `${syslog} srv app: denied 192.0.2.5`,
      String.raw`failregex = app\[\d+\]: denied <HOST>`,
      'text',
      String.raw`\[\d+\]`,
      /^The regex wants a process number/,
      String.raw`Let the process number be missing: (?:\[\d+\])?`,
    ],
    [
      'brackets that make a group',
      `${at} Login failed (user bob) from 192.0.2.5`,
      String.raw`failregex = Login failed (user \S+) from <HOST>`,
      'text',
      'user',
      String.raw`The brackets of (user \S+) make a group; the line has the brackets themselves.`,
      String.raw`Mean the brackets themselves: \( and \)`,
    ],
    [
      'a mark that repeats',
      `${at} app: Login failed? user bob ip 192.0.2.5`,
      String.raw`failregex = Login failed? user \S+ ip <HOST>$`,
      'text',
      ' ',
      '"?" repeats what stands before it, here d; the line has the mark itself.',
      String.raw`Mean the mark itself: \?`,
    ],
    [
      'brackets that make a set',
      '[Wed Mar 16 09:37:44 2022] [error] client 192.0.2.5 denied',
      String.raw`failregex = ^\[\] [error] client <HOST> denied`,
      'text',
      '[error]',
      '[error] takes one of these letters; the line has the word and the brackets themselves.',
      String.raw`Mean the brackets themselves: \[error\]`,
    ],
    [
      'an anchor for the mark',
      `${at} app: paid $5 from 192.0.2.5`,
      String.raw`failregex = paid $5 from <HOST>`,
      'text',
      '$',
      '$ is an anchor; the line has the mark itself.',
      String.raw`Mean the mark itself: \$`,
    ],
    [
      'a star as in a shell',
      `${at} app: failed for bob from 192.0.2.5`,
      'failregex = failed for * from <HOST>',
      'text',
      ' ',
      '" *" takes blanks; the line has "bob" there. Any text is .*',
      'Take any text: .*',
    ],
    [
      'quotes around the regex',
      `${at} denied 192.0.2.5`,
      'failregex = "denied <HOST>"',
      'text',
      '"',
      'The quotes around the regex are part of it: the line has no " there. Values need no quotes.',
      'Leave out the quotes',
    ],
    [
      'slashes around the regex',
      `${at} user Bob denied 192.0.2.5`,
      'failregex = /user bob denied <HOST>/i',
      'text',
      '/',
      'The slashes around the regex are part of it: fail2ban takes the regex alone, and (?i) at its start.',
      'Leave out the slashes: (?i) ignores case',
    ],
    [
      'a POSIX class alone',
      `${at} denied 192.0.2.5`,
      'failregex = denied[[:space:]]+<HOST>',
      'text',
      '[[:space:]]',
      /^Python knows no \[:space:\]/,
      String.raw`Write it for Python: \s`,
    ],
    [
      'a POSIX class among others',
      `${at} user bob-1 denied 192.0.2.5`,
      'failregex = user [-[:alpha:][:digit:]]+ denied <HOST>',
      'text',
      '[-[:alpha:][:digit:]]',
      /^Python knows no \[:digit:\]/,
      String.raw`Write it for Python: [-a-zA-Z\d]`,
    ],
    [
      'doubled backslashes',
      `${at} file x.php denied (bob) 192.0.2.5`,
      String.raw`failregex = file x\\.php denied \\(bob\\) <HOST>$`,
      'text',
      String.raw`\\`,
      String.raw`"\\" stands for a backslash in the line, which has none there. One backslash is enough before a mark, here and at 2 more places.`,
      'Write one backslash for two',
    ],
    [
      'tabs',
      `${at}\tdenied\t192.0.2.5`,
      'failregex = ^ denied <HOST>$',
      'blank',
      ' ',
      'The regex wants a blank; the line has a tab, and other white space at 1 more place.',
      String.raw`Take any white space: \s+`,
    ],
    [
      'a blank too few in the regex',
      `${syslog} srv app: denied bob 192.0.2.5`,
      String.raw`failregex = app:denied \S+ <HOST>$`,
      'blank',
      'denied',
      'The line has a blank between ":" and "denied"; the regex has none there.',
      'Write a blank before "denied"',
    ],
    [
      'a blank that is none',
      `${at} app: failed for bob\u00a0from 192.0.2.5`,
      String.raw`failregex = failed for \w+ from <HOST>`,
      'encoding',
      ' ',
      'The regex wants a blank; the line has a no-break space (U+00A0).',
      String.raw`Take any white space: \s+`,
    ],
    [
      'text behind $',
      `${syslog} srv app: denied 192.0.2.5 (code 5)`,
      'failregex = app: denied <HOST>$',
      'anchor',
      '$',
      'The regex ends with $ behind <HOST>; the line goes on with " (code 5)".',
      'Let more follow: leave out the $',
    ],
    [
      'text behind $, where only the end tells the address from what a client writes',
      `${syslog} srv app: denied bob from 192.0.2.5 port 5`,
      'failregex = app: denied .* from <HOST>$',
      'anchor',
      '$',
      'The regex ends with $ behind <HOST>; the line goes on with " port 5".',
      String.raw`Take what follows: \s+port\s+\d+$`,
    ],
    [
      'a port',
      `[${at}] NOTICE[1234] chan_sip.c: Registration from '"100" <sip:100@192.0.2.1>' failed for '192.0.2.5:5060' - Wrong`,
      "failregex = NOTICE.* .*: Registration from '.*' failed for '<HOST>' - Wrong",
      'address',
      '<HOST>',
      `The port ":5060" stands behind the address; the regex wants "'" behind <HOST>.`,
      String.raw`Take a port: <HOST>(?::\d+)?`,
    ],
    [
      'a port and more, where a word behind could pass for the host',
      '2024/03/26 10:00:00 auth.go:123 Failed authentication attempt for bob from 192.0.2.5:51234: user does not exist',
      'failregex = ^.*(Failed authentication attempt|invalid credentials).* from <HOST>$',
      'address',
      '<HOST>',
      'The port ":51234" stands behind the address; the regex wants $ behind <HOST>.',
      undefined,
    ],
    [
      'digits for an IPv6 address',
      `${at} denied [2001:db8::1]:443 x`,
      String.raw`failregex = denied (?P<ip4>\d+\.\d+\.\d+\.\d+):\d+ x$`,
      'address',
      String.raw`\d+\.\d+\.\d+\.\d+`,
      /the line has "\[2001:db8::1\]", an IPv6 address\. <ADDR> takes both\.$/,
      undefined,
    ],
    [
      'an unknown tag',
      `${at} bad password for bob from 192.0.2.5`,
      'failregex = bad password for <USER> from <HOST>',
      'text',
      '<USER>',
      '<USER> is no tag of fail2ban, so it stands for these letters; the line has "bob".',
      String.raw`Take a word there: <F-USER>\S+</F-USER>`,
    ],
    [
      'pieces in another order',
      `${at} app: ip=192.0.2.5 user=bob result=fail`,
      String.raw`failregex = user=\S+ ip=<HOST> result=fail`,
      'order',
      ' ip=',
      /^The pieces come in another order: the regex wants "ip" /,
      undefined,
    ],
    [
      'a prefix of Kubernetes and a second date',
      '2024-03-26T10:00:00.123456789Z stderr F 192.0.2.5 - - [26/Mar/2024:10:00:00 +0000] "GET / HTTP/1.1" 401 0',
      String.raw`failregex = ^<HOST> - - \[\] "GET [^"]*" 401`,
      'prefix',
      '^',
      /Kubernetes puts the stream before each line; .* Besides: "26\/Mar\/2024:10:00:00 \+0000" stands between "\\\[" and "\\\]"/,
      undefined,
    ],
    [
      'a prefregex that takes nothing away',
      `${at} app: user bob denied 192.0.2.5`,
      'prefregex = ^ app: .*$\nfailregex = ^user \\w+ denied <HOST>',
      'prefix',
      '^',
      /as prefregex has no <F-CONTENT> and hands on the whole text; the regex wants "user" right at \^\.$/,
      String.raw`Take what stands there: \s+app:\s+`,
    ],
  ])('%s', async (...row) => {
    expectMiss(await explain(row[1], row[2]), row);
  });

  it('should be told where a match names nobody: a | that was meant as a mark', async () => {
    const log = `${syslog} fw CEF:0|Vendor|100|login failed|5|src=192.0.2.5 act=deny`;
    const [first] = (await explain(log, 'failregex = CEF:0|.*|login failed|.*src=<HOST>')).failregex;
    expect(first).toMatchObject({ matched: true, id: null, fix: { title: 'Mean the mark itself: \\|', gains: 1 } });
    expect(first!.message).toMatch(/^This match names neither a host nor an id: fail2ban counts no failure\./);
  });

  it('should be told where prefregex hands on a letter', async () => {
    const filter = 'prefregex = ^ app: <F-CONTENT>.+?</F-CONTENT>\nfailregex = ^user \\w+ denied <HOST>';
    expect((await explain(`${at} app: user bob denied 192.0.2.5`, filter)).prefregex).toEqual({
      matched: true,
      content: 'u',
      message: 'Its .+? takes as little as it can, and nothing behind it asks for more: write .+.',
    });
  });

  it('should be told where several lines are searched together', async () => {
    const filter = String.raw`maxlines = 3
failregex = ^ app: begin session (\d+)$<SKIPLINES>^ app: user \w+ denied <HOST> session \1$`;
    const log = `${at} app: begin session 12\n${at} app: noise\n${at} app: user bob refused 192.0.2.5 session 12`;
    const [first, , last] = await explainAll(log, filter);
    expect(first!.failregex[0]!.message).toBe(
      'It fits so far, and wants "app" in a line that follows: this line is the last of those that fail2ban has searched together here.',
    );
    expect(last).toMatchObject({
      rest: ' app: begin session 12\n app: noise\n app: user bob refused 192.0.2.5 session 12',
      failregex: [{ culprit: { pattern: 'denied', found: 'refused' } }],
    });
    const relaxed = parsePattern(last!.failregex[0]!.relaxed!, { python: '3.11' }).pattern!;
    expect(createSearcher(relaxed, { python: '3.11' }).test(`${last!.rest}\n`)).toBe(true);
  });
});

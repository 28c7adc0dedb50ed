import type { DangerKind } from '../src/danger/danger.ts';

/** A published weakness of a filter, as the shape at fault, and a shape without it. */
export interface KnownAttack {
  readonly name: string;
  /** What a stranger does. */
  readonly about: string;
  readonly vulnerable: string;
  readonly fixed: string;
  /** Lines as the program writes them; the fixed one finds those that it should. */
  readonly log: readonly string[];
  readonly finds: DangerKind | 'catastrophe';
}

/**
 * What fail2ban's own filters, or those of its kind, were told of. CVE-2012-5642 is missing: it was the server's own code, which let a log line into the
 * shell of an action; no filter does that.
 */
export const knownAttacks: readonly KnownAttack[] = [
  {
    name: 'CVE-2013-2178, Apache',
    about: 'asks for a page whose name is a line about a wrong password',
    vulnerable: String.raw`\[client <HOST>\] user .* (?:authentication failure|not found|password mismatch)`,
    fixed: String.raw`^\[\] \[error\] \[client <HOST>\] user .* (?:authentication failure|not found|password mismatch): \S*$`,
    log: [
      '[Fri Jul 11 12:00:00 2025] [error] [client 192.0.2.50] user bob not found: /private',
      '[Fri Jul 11 12:00:01 2025] [error] [client 192.0.2.51] File does not exist: /var/www/favicon.ico',
    ],
    finds: 'forged-address',
  },
  {
    name: 'CVE-2013-2178, lighttpd',
    about: 'logs in under a name that holds an address',
    vulnerable: String.raw`http_auth\.c\.\d+\) password doesn't match for \S+ username: .*?, IP: <HOST>`,
    fixed: String.raw`^: \(http_auth\.c\.\d+\) password doesn't match .*, IP: <HOST>\s*$`,
    log: [`2025-07-11 12:00:00: (http_auth.c.877) password doesn't match for /private username: bob, IP: 192.0.2.50`],
    finds: 'forged-address',
  },
  {
    name: 'CVE-2013-7176, Postfix',
    about: 'sends mail from an address that holds one of the net',
    vulnerable: String.raw`reject: RCPT from (.*)\[<HOST>\]: 554`,
    fixed: String.raw`^\s*\S+ postfix/smtpd\[\d+\]: NOQUEUE: reject: RCPT from \S+\[<HOST>\]: 554 5\.7\.1 .*$`,
    log: [
      'Jul 11 12:00:01 mail postfix/smtpd[7]: NOQUEUE: reject: RCPT from unknown[192.0.2.50]: 554 5.7.1 <bob@example.org>: Relay access denied; from=<eve@example.net> to=<bob@example.org> proto=ESMTP helo=<pc>',
    ],
    finds: 'forged-address',
  },
  {
    name: 'CVE-2013-7177, Cyrus',
    about: 'logs in under a name that holds an address in brackets',
    vulnerable: String.raw`: badlogin: .*\[<HOST>\] plaintext .*SASL\(-13\): authentication failure: checkpass failed$`,
    fixed: String.raw`^\s*\S+ cyrus/imap\[\d+\]: badlogin: [^\[]*\[<HOST>\] plaintext .*SASL\(-13\): authentication failure: checkpass failed$`,
    log: [
      'Jul 11 12:00:00 mail cyrus/imap[7]: badlogin: pc.example.com [192.0.2.50] plaintext user=bob SASL(-13): authentication failure: checkpass failed',
    ],
    finds: 'forged-address',
  },
  {
    name: 'CVE-2009-0362, wu-ftpd',
    about: 'gives his own address a name that begins with that of another',
    vulnerable: String.raw`wu-ftpd(?:\[\d+\])?:\s+\(pam_unix\)\s+authentication failure.* rhost=<HOST>`,
    fixed: String.raw`^\s*\S+ wu-ftpd\[\d+\]:\s+\(pam_unix\)\s+authentication failure; logname=\S* uid=\S* euid=\S* tty=\S* ruser=\S* rhost=<HOST>\s*$`,
    log: [
      'Jul 11 12:00:00 ftp wu-ftpd[7]: (pam_unix) authentication failure; logname= uid=0 euid=0 tty= ruser= rhost=192.0.2.50',
    ],
    finds: 'forged-address',
  },
  {
    name: 'CVE-2007-4321, sshd',
    about: 'says of his client that it is a line about a wrong password',
    vulnerable: String.raw`(?:Authentication failure|Failed [-/\w]+) for \S+ from <HOST>`,
    fixed: String.raw`^\s*\S+ sshd\[\d+\]: Failed [-/\w]+ for (?:invalid user )?.* from <HOST> port \d+ ssh\d*$`,
    log: [
      'Jul 11 12:00:00 pc sshd[7]: Failed password for bob from 192.0.2.50 port 51000 ssh2',
      `Jul 11 12:00:01 pc sshd[7]: Bad protocol version identification 'hello' from 192.0.2.51`,
    ],
    finds: 'forged-address',
  },
  {
    name: 'CVE-2006-6302, sshd',
    about: 'logs in under a name that holds an address',
    vulnerable: String.raw`Invalid user \S+ from <HOST>`,
    fixed: String.raw`^\s*\S+ sshd\[\d+\]: Invalid user .* from <HOST>$`,
    log: ['Jul 11 12:00:00 pc sshd[7]: Invalid user bob from 192.0.2.50'],
    finds: 'forged-address',
  },
  {
    name: 'dovecot, a name before the address',
    about: 'logs in under a name that holds an address',
    vulnerable: String.raw`(?:pop3|imap)-login: .*\(auth failed.*?rip=<HOST>,`,
    fixed: String.raw`^\s*\S+ dovecot: (?:pop3|imap)-login: Disconnected \(auth failed, \d+ attempts in \d+ secs\): user=<[^>]*>, method=\S+, rip=<HOST>,`,
    log: [
      'Jul 11 12:00:00 mail dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<bob>, method=PLAIN, rip=192.0.2.50, lip=198.51.100.1, TLS',
    ],
    finds: 'forged-address',
  },
  {
    name: 'GHSA-33wh-ccjc-p397, Domino',
    about: 'sends words that can be divided in any number of ways',
    vulnerable: String.raw`^\s*smtp: (?:[^\[]+ )*\[?<HOST>\]? authentication failure$`,
    fixed: String.raw`^\s*smtp: (?:[^\[ ]+ )*\[?<HOST>\]? authentication failure$`,
    log: ['2025-07-11 12:00:00 smtp: bob [192.0.2.50] authentication failure'],
    finds: 'catastrophe',
  },
  {
    name: 'GHSA-33wh-ccjc-p397, dovecot',
    about: 'sends a text with colons that divide it in any number of ways',
    vulnerable: String.raw`^\s*login: Disconnected(?:: (?:\w+\([^\):]*\) \w+|[^\(]+))* \(auth failed\): rip=<HOST>$`,
    fixed: String.raw`^\s*login: Disconnected(?::(?: [^\( ]*|\([^\(]*\))*)? \(auth failed\): rip=<HOST>$`,
    log: ['2025-07-11 12:00:00 login: Disconnected: closed (auth failed): rip=192.0.2.50'],
    finds: 'catastrophe',
  },
];

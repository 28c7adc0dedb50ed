import { createRandom, type Random } from '../conformance/random.ts';
import { type Attackers, createAttackers, trafficLog, triedName } from './attackers.ts';
import { type LogMaker, syslogTime } from './logs.ts';

/** Programs under attack, with the words of their sources. No two lines of a log are the same: each connection has its own address, port, process and user. */
type Story = (r: Random, attackers: Attackers, pid: number) => readonly string[];

function serverLog(story: Story, linesPerAddress?: number): LogMaker {
  return function* (lines, seed) {
    const r = createRandom(seed);
    const attackers = createAttackers(r, lines, linesPerAddress);
    let pid = 1000;
    yield* trafficLog(r, lines, {
      open: 24,
      linesPerSecond: 12,
      begin: () => story(r, attackers, (pid = pid > 4_000_000 ? 1000 : pid + 3 + r.int(5))),
      head: (seconds) => `${syslogTime(new Date(seconds * 1000))} server`,
    });
  };
}

const hash = (r: Random, length: number): string =>
  Array.from({ length }, () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'[r.int(62)]!).join('');
const hex = (r: Random, length: number): string =>
  Array.from({ length }, () => '0123456789ABCDEF'[r.int(16)]!).join('');

const sshdStory: Story = (r, attackers, pid) => {
  const from = attackers.address();
  const port = 1024 + r.int(64000);
  const at = `${from} port ${port}`;
  const tag = (message: string): string => `sshd[${pid}]: ${message}`;
  const user = triedName(r);
  const pam = (name: string): string =>
    `pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${from}${name}`;
  switch (r.int(12)) {
    case 0:
      return [
        tag(`Accepted publickey for ${user} from ${at} ssh2: ED25519 SHA256:${hash(r, 43)}`),
        tag(`pam_unix(sshd:session): session opened for user ${user}(uid=${1000 + r.int(99)}) by (uid=0)`),
        tag(`Received disconnect from ${at}:11: disconnected by user`),
        tag(`Disconnected from user ${user} ${at}`),
        tag(`pam_unix(sshd:session): session closed for user ${user}`),
      ];
    case 1:
      return [tag(`Connection closed by ${at} [preauth]`)];
    case 2:
      return [
        tag(
          `Unable to negotiate with ${at}: no matching key exchange method found. Their offer: diffie-hellman-group${r.pick([1, 14])}-sha1 [preauth]`,
        ),
      ];
    case 3:
      return [
        tag('error: kex_exchange_identification: Connection closed by remote host'),
        tag(`Connection closed by ${at}`),
      ];
    case 4:
    case 5:
    case 6: {
      const failures = 1 + r.int(6);
      return [
        tag(pam('  user=root')),
        ...Array.from({ length: failures }, () => tag(`Failed password for root from ${at} ssh2`)),
        ...(failures === 6
          ? [tag(`error: maximum authentication attempts exceeded for root from ${at} ssh2 [preauth]`)]
          : []),
        failures === 6
          ? tag(`Disconnecting authenticating user root ${at}: Too many authentication failures [preauth]`)
          : tag(`Connection closed by authenticating user root ${at} [preauth]`),
      ];
    }
    default:
      return [
        tag(`Invalid user ${user} from ${at}`),
        tag('pam_unix(sshd:auth): check pass; user unknown'),
        tag(pam('')),
        tag(`Failed password for invalid user ${user} from ${at} ssh2`),
        tag(`Received disconnect from ${at}:11: Bye Bye [preauth]`),
        tag(`Disconnected from invalid user ${user} ${at} [preauth]`),
      ];
  }
};

const postfixStory: Story = (r, attackers, pid) => {
  const from = attackers.address();
  const client = `${r.chance(60) ? 'unknown' : `host${r.int(9999)}.example.net`}[${from}]`;
  const tag = (message: string): string => `postfix/smtpd[${pid}]: ${message}`;
  const mail = (domain: string): string => `${triedName(r)}@${domain}`;
  const begin = tag(`connect from ${client}`);
  switch (r.int(6)) {
    case 0: {
      const id = hex(r, 10);
      const to = mail(`mx${r.int(500)}.example.net`);
      return [
        begin,
        tag(`${id}: client=${client}`),
        `postfix/cleanup[${pid + 1}]: ${id}: message-id=<${hash(r, 12)}@example.org>`,
        `postfix/qmgr[811]: ${id}: from=<${mail('example.org')}>, size=${500 + r.int(90000)}, nrcpt=1 (queue active)`,
        `postfix/smtp[${pid + 2}]: ${id}: to=<${to}>, relay=mx.example.net[192.0.2.7]:25, delay=${r.int(9)}.${r.int(9)}, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as ${hex(r, 10)})`,
        `postfix/qmgr[811]: ${id}: removed`,
        tag(`disconnect from ${client} ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5`),
      ];
    }
    case 1:
    case 2:
      return [
        begin,
        tag(
          `NOQUEUE: reject: RCPT from ${client}: 554 5.7.1 <${mail('example.com')}>: Relay access denied; from=<${mail('example.org')}> to=<${mail('example.com')}> proto=ESMTP helo=<${r.pick(['ylmf-pc', 'localhost', 'User', from])}>`,
        ),
        tag(`lost connection after RCPT from ${client}`),
        tag(`disconnect from ${client} ehlo=1 mail=1 rcpt=0/1 commands=2/3`),
      ];
    case 3:
      return [
        begin,
        tag(
          `NOQUEUE: reject: RCPT from ${client}: 550 5.1.1 <${mail('example.org')}>: Recipient address rejected: User unknown in local recipient table; from=<${mail('example.net')}> to=<${mail('example.org')}> proto=SMTP helo=<${r.pick(['mail', 'win-pc', 'localhost'])}>`,
        ),
        tag(`disconnect from ${client} helo=1 mail=1 rcpt=0/1 quit=1 commands=3/4`),
      ];
    default:
      return [
        begin,
        tag(`warning: ${client}: SASL LOGIN authentication failed: UGFzc3dvcmQ6`),
        tag(`disconnect from ${client} ehlo=1 auth=0/1 quit=1 commands=2/3`),
      ];
  }
};

const dovecotStory: Story = (r, attackers, pid) => {
  const from = attackers.address();
  const user = r.chance(50) ? triedName(r) : `${triedName(r)}@example.org`;
  const login = `dovecot: ${r.pick(['imap', 'imap', 'pop3'])}-login:`;
  const end = `rip=${from}, lip=192.0.2.1, TLS, session=<${hash(r, 16)}>`;
  switch (r.int(6)) {
    case 0:
      return [
        `${login} Login: user=<${user}>, method=PLAIN, rip=${from}, lip=192.0.2.1, mpid=${pid}, TLS, session=<${hash(r, 16)}>`,
        `dovecot: imap(${user})<${pid}><${hash(r, 16)}>: Disconnected: Logged out in=${r.int(5000)} out=${r.int(50000)}`,
      ];
    case 1:
      return [`${login} Disconnected (no auth attempts in ${r.int(10)} secs): user=<>, ${end}`];
    case 2:
      return [
        `dovecot: auth-worker(${pid}): pam(${user},${from},<${hash(r, 16)}>): pam_authenticate() failed: Authentication failure (password mismatch?)`,
        `${login} Aborted login (auth failed, 1 attempts in ${1 + r.int(9)} secs): user=<${user}>, method=PLAIN, ${end}`,
      ];
    default:
      return [
        `${login} Disconnected (auth failed, ${1 + r.int(4)} attempts in ${2 + r.int(20)} secs): user=<${user}>, method=PLAIN, ${end}`,
      ];
  }
};

export const sshdAttack = serverLog(sshdStory);
export const postfixAttack = serverLog(postfixStory);
export const dovecotAttack = serverLog(dovecotStory, 10);
/** A server's syslog: sshd under attack between the noise of other programs. */
export const noisySyslog = serverLog((r, attackers, pid) =>
  r.chance(15) ? sshdStory(r, attackers, pid) : noise(r, attackers.address(), pid),
);

function noise(r: Random, from: string, pid: number): readonly string[] {
  switch (r.int(5)) {
    case 0:
      return [
        `CRON[${pid}]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)`,
        `CRON[${pid + 1}]: (root) CMD (command -v debian-sa1 > /dev/null && debian-sa1 1 1)`,
        `CRON[${pid}]: pam_unix(cron:session): session closed for user root`,
      ];
    case 1:
      return [`systemd[1]: Started session-${r.int(99999)}.scope - Session ${r.int(99999)} of User ${triedName(r)}.`];
    case 2:
      return Array.from(
        { length: 3 },
        () =>
          `kernel: [${100000 + r.int(900000)}.${100000 + r.int(900000)}] [UFW BLOCK] IN=eth0 OUT= MAC=52:54:00:${hex(r, 2)} SRC=${from} DST=192.0.2.1 LEN=${40 + r.int(20)} TOS=0x00 TTL=${40 + r.int(80)} ID=${r.int(65536)} PROTO=TCP SPT=${r.int(65536)} DPT=${r.int(65536)} SYN URGP=0`,
      );
    case 3:
      return [
        `dhclient[${pid}]: DHCPREQUEST for 192.0.2.${r.int(255)} on eth0 to 192.0.2.1 port 67`,
        `dhclient[${pid}]: bound to 192.0.2.${r.int(255)} -- renewal in ${r.int(40000)} seconds.`,
      ];
    default:
      return [
        `postfix/smtpd[${pid}]: connect from unknown[${from}]`,
        `postfix/smtpd[${pid}]: disconnect from unknown[${from}] ehlo=1 quit=1 commands=2`,
      ];
  }
}

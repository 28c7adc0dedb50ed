import type { Random } from './random.ts';

/** Small configuration folders: a few filters and actions, a jail.conf, overlays, with every kind of mistake now and then. */
export function generateJails(random: Random): Record<string, string> {
  const files: Record<string, string> = { ...filters, ...actions, 'fail2ban.conf': mainConfig(random) };
  files['jail.conf'] = `${defaults(random)}${jail(random, 'one')}${jail(random, 'two')}`;
  if (random.chance(50)) files['jail.d/10-site.conf'] = overlay(random);
  if (random.chance(50)) files['jail.local'] = overlay(random);
  if (random.chance(15)) files['jail.d/20-last.local'] = overlay(random);
  if (random.chance(25)) files['filter.d/plain.local'] = filterOverlay(random);
  if (random.chance(10)) files['fail2ban.local'] = mainConfig(random);
  return files;
}

const filters: Readonly<Record<string, string>> = {
  'filter.d/plain.conf':
    '[Definition]\nfailregex = ^plain <HOST>$\n    ^second <ADDR> <mode>\nignoreregex =\nmode = normal\ndatepattern = %%Y-%%m-%%d\n',
  'filter.d/rich.conf':
    '[INCLUDES]\nbefore = common.conf\n[DEFAULT]\n_daemon = rich\nmaxlines = 2\n[Init]\nwho = nobody\ntest.method = GET\n[Definition]\n' +
    'prefregex = ^%(__prefix)s <F-CONTENT>.+</F-CONTENT>$\nfailregex = ^<who> from <HOST>\n            ^<test.method> <mdre-<mode>>\nmdre-a = aa\nmdre-b = bb\nmode = a\n' +
    'journalmatch = _SYSTEMD_UNIT=rich.service + _COMM=rich\n    _COMM="two words"\nignoreregex = ^ok <logtype>\nusedns = no\n',
  'filter.d/common.conf': '[DEFAULT]\n__prefix = %(_daemon)s\\[\\d+\\]:\n_daemon = \\S+\n',
  'filter.d/bare.conf': '[Init]\nx = 1\n',
  'filter.d/broken.conf': '[Definition]\nfailregex = a\nnot an option\n',
  'filter.d/badint.conf': '[Definition]\nfailregex = <HOST> 100%%\nmaxlines = many\n',
  'filter.d/openquote.conf': '[Definition]\nfailregex = <HOST>\njournalmatch = _COMM="open\n',
  'filter.d/selfish.conf': '[Definition]\nfailregex = <x> <HOST>\nx = a<y>\ny = b<x>\n',
};

const actions: Readonly<Record<string, string>> = {
  'action.d/block.conf':
    '[Definition]\nactionstart = <iptables> -N f2b-<name>\nactionban = <iptables> -I f2b-<name> -s <ip> -j <blocktype> <port>\nactionunban = <iptables> -D %(chain)s <ip> <bantime>\n' +
    'actionstart_on_demand = yes\nnorestored = maybe\n[Init]\niptables = iptables <lockingopt>\nlockingopt = -w\nblocktype = REJECT\nport = ssh\nname = default\nchain = INPUT\n[Init?family=inet6]\nblocktype = REJECT6\n',
  'action.d/mail.conf':
    '[INCLUDES]\nbefore = mail-common.conf\n[Definition]\nactionban = <_mail> <dest> <matches> <findtime>\nactionunban =\nactionstart = %(maxretry)s times, %(enabled)s\n[Init]\ndest = root\n',
  'action.d/mail-common.conf': '[DEFAULT]\n_mail = mail -s "<sp>"\n',
  'action.d/nothing.conf': '[Other]\nx = 1\n',
  'action.d/loop.conf': '[Definition]\nactionban = <a>\na = <b>\nb = <a>\n',
};

const times = ['600', '10m', '1h 30m', '-1', '1hr', '1 000', 'ten', '%(findtime)s', '10%%'];
const ints = ['3', '5', ' 7', '+4', '1_0', '0x3', 'abc', '', '3.5', '%(x)s', '٣'];
const bools = ['true', 'false', 'yes', 'no', 'on', 'off', '1', '0', 'ture', 'TRUE', 'enabled', ''];

/** Values for each option, the good ones first. */
const values: Readonly<Record<string, readonly string[]>> = {
  enabled: bools,
  backend: ['auto', 'polling', 'systemd', 'systemd[journalflags=1]', 'pyinotify', 'Systemd', ''],
  maxretry: ints,
  maxmatches: ints,
  findtime: times,
  bantime: times,
  'bantime.increment': bools,
  'bantime.factor': ['1', '24'],
  'bantime.formula': ['ban.Time * math.exp(float(ban.Count+1)*banFactor)/math.exp(1*banFactor)'],
  'bantime.multipliers': ['1 2 4 8'],
  'bantime.maxtime': times,
  'bantime.rndtime': times,
  'bantime.overalljails': bools,
  ignorecommand: ['/bin/check <ip>', '%(ignorecommands_dir)s/x'],
  ignoreself: bools,
  ignoreip: ['127.0.0.1/8 ::1', '127.0.0.1,\n  ::1, host.example', '', ',', '\t1.1.1.1\u00a0 2.2.2.2'],
  ignorecache: ['key="<ip>", max-count=100, max-time=5m'],
  filter: [
    'plain',
    'rich',
    'rich[mode=b]',
    'rich[mode=%(mode)s]',
    '%(__name__)s',
    'rich[mode=b, who="a,b]c"]',
    'plain[failregex="^given <HOST>"]',
    'rich[maxlines=5]',
    'rich[who="<known/who>|me"]',
    'rich[logtype=short]',
    'plain[usedns=raw]',
    'plain[date=x]',
    'bare',
    'plain.conf',
    'plain\n  rich',
    'nope',
    'rich[mode = b]',
    'rich[mode="a" , who=b]',
    'rich[who]',
    'rich[mode=b who=c]',
    '[mode=b]',
    'rich[mode=b',
    'rich[]',
    'rich[mode=a][who=b]',
    '',
    'broken',
    'badint',
    'openquote',
    'selfish',
    'rich[mode=c]',
    'plain[]x',
    "rich[who='it\"s']",
    ' plain ',
  ],
  logtimezone: ['UTC', 'UTC+0200', 'Europe/Paris'],
  logencoding: ['auto', 'utf-8'],
  logpath: [
    '/var/log/a.log',
    '/var/log/a.log\n  /var/log/b*.log tail',
    '/var/log/my app.log',
    '',
    '%(syslog)s',
    '/a  tail',
  ],
  action: [
    'block',
    'block[name=%(__name__)s, port="%(port)s"]',
    'block\n  mail',
    'block mail',
    'block[port=1,\n  name=x]\n  mail[dest="a b"]',
    'mail[dest=x][actname=second]',
    'script.py[a=1, actname=py]',
    'nope',
    '',
    'block[port=1',
    'block[port = 1]',
    'block[port="1" , name=x]',
    'nothing',
    'loop',
    'mail[dest="%%(x)s"]',
    'block[blocktype?family=inet6=DROP]',
    'block[timeout=5m, bantime=3]',
    '%(action_)s',
    'block[actionban="x <ip>"]',
    'block[name=one-more]',
    'block[iptables="<known/iptables> -v"]',
    'mail]',
    'block[] mail',
  ],
  usedns: ['yes', 'warn', 'no', '%(x)s'],
  prefregex: ['^jail <F-CONTENT>.*</F-CONTENT>', '%(known/prefregex)s', ''],
  ignoreregex: ['^skip', '', '%(known/ignoreregex)s\n  ^more'],
  failregex: [
    '^jail <HOST>',
    '%(known/failregex)s\n  ^more <HOST>',
    '<known/failregex>',
    '^50% <HOST>',
    '^50%% <HOST>',
    '',
    '%(plain/failregex)s',
  ],
  maxlines: ['1', '3', 'x', '', '0'],
  datepattern: ['%%Y', '%Y-%m', '%(known/datepattern)s', 'EPOCH', ''],
  journalmatch: ['_COMM=x', '_COMM="open', '%(known/journalmatch)s', ''],
  port: ['ssh', 'http,https', '0:65535'],
  mode: ['a', 'b', 'normal'],
  chain: ['FORWARD', '<known/chain>'],
  x: ['%(y)s', '%(one/port)s', '%(default/port)s', '%(known/x)s', '%(ONE/port)s', '%(__name__)s', '5'],
  action_: ['block[port="%(port)s"]', 'mail'],
};

const names = Object.keys(values);

function option(random: Random, name: string): string {
  const list = values[name]!;
  // Half of the time one of the first, which are good.
  const value = random.chance(50) ? list[random.int(Math.min(3, list.length))]! : random.pick(list);
  return `${name} = ${value}\n`;
}

function someOptions(random: Random, most: number): string {
  const chosen = new Set(Array.from({ length: random.int(most + 1) }, () => random.pick(names)));
  return [...chosen].map((name) => option(random, name)).join('');
}

function defaults(random: Random): string {
  const base = ['enabled', 'backend', 'filter', 'action'].filter(() => random.chance(90));
  const more = ['port', 'mode', 'x', 'findtime', 'action_'].filter(() => random.chance(60));
  return `[DEFAULT]\n${[...base, ...more].map((name) => option(random, name)).join('')}`;
}

function jail(random: Random, name: string): string {
  return `[${name}]\n${someOptions(random, 7)}`;
}

function overlay(random: Random): string {
  const sections = random.pick([
    ['one'],
    ['two'],
    ['one', 'two'],
    ['DEFAULT'],
    ['three'],
    ['DEFAULT', 'one'],
    ['Definition'],
    ['one?x=y'],
  ]);
  const text = sections.map((section) => `[${section}]\n${someOptions(random, 5)}`).join('');
  return random.chance(4) ? `${text}[${sections[0]}]\nport = 1\n` : random.chance(3) ? `${text}loose line\n` : text;
}

function filterOverlay(random: Random): string {
  return random.pick([
    '[Definition]\nfailregex = %(known/failregex)s\n    ^local <HOST>\n',
    '[Definition]\nmaxlines = 2\n',
    '[Init]\nmode = b\n',
    '[DEFAULT]\nmode = c\n',
    '[Definition]\nunused = %(nope)s\n',
    '[Definition]\nusedns = no\nhost = x\n',
  ]);
}

function mainConfig(random: Random): string {
  const lines = [
    `loglevel = ${random.pick(['INFO', 'debug', '4', 'Notice', 'LOUD', 'heavydebug', ''])}`,
    `logtarget = ${random.pick(['SYSLOG', '/var/log/x.log'])}`,
    'syslogsocket = auto',
    'socket = /run/x.sock',
    `allowipv6 = ${random.pick(['auto', 'no'])}`,
    `dbfile = ${random.pick(['None', '/x/db', '%(nope)s'])}`,
    `dbmaxmatches = ${random.pick(ints)}`,
    `dbpurgeage = ${random.pick(times)}`,
  ].filter(() => random.chance(85));
  const thread = random.chance(50) ? `[Thread]\n${random.chance(70) ? `stacksize = ${random.pick(ints)}\n` : ''}` : '';
  return `[${random.chance(95) ? 'Definition' : 'Other'}]\n${lines.join('\n')}\n${thread}`;
}

import { MappedText } from '../text/mapped-text.ts';
import { pythonRepr } from '../text/python-string.ts';
import { isFrom, type Fail2banVersion } from './fail2ban-version.ts';
import type { OptionTemplate } from './read-config.ts';

/** The kinds of file that fail2ban reads. */
export type FileKind = 'filter' | 'jail' | 'action' | 'fail2ban';

/** What an option's text means to fail2ban; for an editor, what to offer and to check. */
export type OptionType =
  | 'bool'
  | 'int'
  | 'time'
  | 'text'
  /** One of `values`. */
  | 'enum'
  /** Words between commas, blanks and line breaks. */
  | 'list'
  /** One regular expression. */
  | 'regex'
  /** One regular expression a line. */
  | 'regexes'
  /** One date pattern a line. */
  | 'datepatterns'
  /** One journal match a line. */
  | 'journalmatches'
  /** `name[option=value, …]`, one. */
  | 'filter'
  /** `name[option=value, …]`, any number. */
  | 'actions'
  | 'backend'
  /** One glob a line, with `head` or `tail` behind it. */
  | 'logpaths'
  | 'path'
  /** One included file a line. */
  | 'includes'
  /** Shell commands, one a line. */
  | 'commands'
  | 'cache'
  | 'timezone'
  | 'encoding';

/** An option that fail2ban, or its stock configuration, gives a meaning. */
export interface KnownOption {
  readonly name: string;
  readonly kind: FileKind;
  /** The section it stands in; `*` in a jail file: any jail, or `[DEFAULT]`. */
  readonly section: string;
  readonly type: OptionType;
  /** The words of an `enum`, lower case where case does not count. */
  readonly values?: readonly string[];
  /** What holds where it is not set, in words or as it would be written. */
  readonly default?: string;
  /** What the reader itself puts where it is not set, with a warning in 1.0. */
  readonly fallback?: string | boolean;
  /** False: only the stock configuration uses it, inside other options. */
  readonly read: boolean;
  readonly since?: Fail2banVersion;
  readonly until?: Fail2banVersion;
  /** One line. */
  readonly summary: string;
  /** Markdown: what a reader of the summary asks next. */
  readonly details?: string;
}

type Row = Omit<KnownOption, 'kind' | 'section' | 'read'> & { readonly read?: boolean };

function rows(kind: FileKind, section: string, list: readonly Row[]): KnownOption[] {
  return list.map((row) => ({ read: true, ...row, kind, section }));
}

const yesNo = ['true', 'false', 'yes', 'no', 'on', 'off', '1', '0'];

/** In the order in which fail2ban reads them. */
const filterOptions: readonly Row[] = [
  {
    name: 'usedns',
    type: 'enum',
    values: ['yes', 'warn', 'no', 'raw'],
    default: 'warn',
    summary: 'Whether a host name in the log is looked up in DNS to get an address.',
    details:
      "`yes`: looked up. `warn`: looked up, with a warning in the log. `no`: only addresses count, and `<HOST>` means `<ADDR>`. `raw`: the name itself is the failure id. A jail's value (also one in its `[DEFAULT]`) beats the filter's.",
  },
  {
    name: 'prefregex',
    type: 'regex',
    summary: 'One regular expression that a line must match before any failregex is tried.',
    details:
      'What `<F-CONTENT>…</F-CONTENT>` holds becomes the text that failregex and ignoreregex see. A line break inside is part of the expression, which then never matches.',
  },
  {
    name: 'ignoreregex',
    type: 'regexes',
    summary: 'Regular expressions, one a line, for lines that are no failure though a failregex matches.',
    details:
      'Neither sees the date, which is cut out first. With a prefregex it usually sees only the content, and the whole line where there are fewer ignoreregex than failregex less two.',
  },
  {
    name: 'failregex',
    type: 'regexes',
    summary: 'Regular expressions, one a line, that name the failing host.',
    details:
      'Searched, not anchored: write `^` and `$` yourself. The date is cut out first. Each needs a failure id: `<HOST>`, `<ADDR>`, `<IP4>`, `<IP6>`, `<DNS>`, `<SUBNET>`, `<F-ID>` or `<F-MLFID>`. Lines after the first must be indented.',
  },
  {
    name: 'maxlines',
    type: 'int',
    default: '1',
    summary: 'How many log lines are searched together.',
    details:
      'Above 1, a failregex may span lines with `<SKIPLINES>`, and `^` and `$` match at every line. Slow; `<F-MLFID>` is the newer way.',
  },
  {
    name: 'datepattern',
    type: 'datepatterns',
    default: 'the built-in patterns',
    summary: 'How the date of a log line is written, one pattern a line.',
    details:
      'Directives such as `%Y`, regular expression around them. In a file every `%` is doubled: `%%Y-%%m-%%d`. `{^LN-BEG}` ties a pattern to the start of the line; `{NONE}` looks for no date; `EPOCH`, `LEPOCH` and `TAI64N` are whole patterns.',
  },
  {
    name: 'journalmatch',
    type: 'journalmatches',
    summary: 'Which entries of the systemd journal to read, one match a line.',
    details: '`FIELD=value` words are joined by “and”, a `+` word means “or”. Only used with a systemd backend.',
  },
];

const includeOptions: readonly Row[] = [
  {
    name: 'before',
    type: 'includes',
    summary: 'Files to read before this one, which can then change what they set.',
    details:
      "One name a line, with its extension, relative to this file's folder. A file that does not exist is passed over in silence.",
  },
  {
    name: 'after',
    type: 'includes',
    summary: 'Files to read after this one; what they set wins.',
    details:
      "One name a line, with its extension, relative to this file's folder. A file that does not exist is passed over in silence.",
  },
];

const jailOptions: readonly Row[] = [
  {
    name: 'enabled',
    type: 'bool',
    default: 'false',
    fallback: false,
    summary: 'Whether the jail runs.',
    details: 'True only for `1`, `on`, `true` and `yes`; any other text means false, without a warning.',
  },
  {
    name: 'backend',
    type: 'backend',
    values: ['auto', 'pyinotify', 'polling', 'systemd'],
    default: 'auto',
    fallback: 'auto',
    summary: 'How the log is watched.',
    details:
      "`systemd` reads the journal by the filter's journalmatch, and makes `logtype` `journal`; it may take options: `systemd[journalflags=1]`. `auto` takes the first of the others that works.",
  },
  { name: 'maxretry', type: 'int', default: '5', summary: 'How many failures within findtime lead to a ban.' },
  {
    name: 'maxmatches',
    type: 'int',
    default: '5 (or maxretry)',
    summary: 'How many matched lines are kept for each failing host, for `<matches>`.',
  },
  { name: 'findtime', type: 'time', default: '10m', summary: 'The time within which failures count together.' },
  { name: 'bantime', type: 'time', default: '10m', summary: 'How long a ban lasts; -1: for ever.' },
  {
    name: 'bantime.increment',
    type: 'bool',
    default: 'false',
    summary: 'Longer bans for hosts that were banned before.',
  },
  { name: 'bantime.factor', type: 'text', default: '1', summary: 'Factor of the growing ban time.' },
  {
    name: 'bantime.formula',
    type: 'text',
    default: 'ban.Time * (1<<(ban.Count if ban.Count<20 else 20)) * banFactor',
    summary: 'Python expression for the next ban time.',
  },
  {
    name: 'bantime.multipliers',
    type: 'text',
    summary: 'Factors of the ban time, one for each earlier ban, in place of the formula.',
  },
  { name: 'bantime.maxtime', type: 'time', summary: 'Longest ban that growing may reach.' },
  {
    name: 'bantime.rndtime',
    type: 'time',
    summary: 'Up to so much random time is added to a ban, so that nobody can guess its end.',
  },
  {
    name: 'bantime.overalljails',
    type: 'bool',
    default: 'false',
    summary: 'Count earlier bans of all jails, not only of this one.',
  },
  {
    name: 'ignorecommand',
    type: 'commands',
    summary: 'Command that says by exit code 0 that a host must not be banned.',
    details: 'Tags such as `<ip>` are replaced before it runs.',
  },
  {
    name: 'ignoreself',
    type: 'bool',
    default: 'true',
    summary: "Whether the machine's own addresses are never banned.",
  },
  {
    name: 'ignoreip',
    type: 'list',
    summary: 'Addresses, nets and host names that are never banned.',
    details: 'Separated by blanks, commas or line breaks. From 1.1.1 on `file:PATH` reads them from a file.',
  },
  {
    name: 'ignorecache',
    type: 'cache',
    summary: 'Remembers what ignoreip, ignoreself and ignorecommand answered.',
    details: 'For instance `key="<ip>", max-count=100, max-time=5m`.',
  },
  {
    name: 'filter',
    type: 'filter',
    default: '%(__name__)s in the stock jail.conf',
    fallback: '',
    summary: 'The filter: name of a file in `filter.d` without its extension, options in brackets.',
    details:
      '`sshd[mode=aggressive]`. One filter a jail. An option is `name=value` with no blank around `=`; quote a value that holds a comma or `]`.',
  },
  {
    name: 'logtimezone',
    type: 'timezone',
    default: 'local time',
    summary: 'Time zone of log lines that name none.',
    details: 'Fixed offsets only, such as `UTC+0200`.',
  },
  {
    name: 'logencoding',
    type: 'encoding',
    default: 'auto',
    summary: 'Encoding of the log; `auto` is the one of the locale.',
  },
  {
    name: 'logpath',
    type: 'logpaths',
    summary: 'The log files, one path or glob a line.',
    details:
      'Behind a blank may stand `tail` (read from the end) or `head` (from the start). So a path cannot hold a blank: fail2ban takes its last word for the mode.',
  },
  {
    name: 'skip_if_nologs',
    type: 'bool',
    default: 'false',
    fallback: false,
    since: '1.1',
    summary: 'Leave the jail out when none of its log files exists.',
  },
  {
    name: 'systemd_if_nologs',
    type: 'bool',
    default: 'true',
    fallback: true,
    since: '1.1',
    summary: 'Read the journal when none of the log files exists.',
  },
  {
    name: 'action',
    type: 'actions',
    default: 'none',
    fallback: '',
    summary: 'What to do on a ban: names of files in `action.d` without extension, options in brackets.',
    details: 'Several are separated by blanks or line breaks. An action in Python is named with its `.py`.',
  },
];

/** Used by the stock jail.conf and jails, inside `action` and `filter`. */
const jailVariables: readonly Row[] = [
  {
    name: 'mode',
    type: 'text',
    default: 'normal',
    read: false,
    summary: 'Passed on to the filter by `filter = %(__name__)s[mode=%(mode)s]`.',
    details: 'Filters that know modes list them as `mdre-NAME` options.',
  },
  {
    name: 'port',
    type: 'text',
    default: '0:65535',
    read: false,
    summary: 'Ports to ban, by number or name, separated by commas.',
  },
  { name: 'protocol', type: 'text', default: 'tcp', read: false, summary: 'Protocol to ban.' },
  {
    name: 'chain',
    type: 'text',
    default: '<known/chain>',
    read: false,
    summary: 'Firewall chain that gets the rules.',
  },
  {
    name: 'banaction',
    type: 'actions',
    default: 'iptables-multiport',
    read: false,
    summary: 'The banning action used by `action_` and its relatives.',
  },
  {
    name: 'banaction_allports',
    type: 'actions',
    default: 'iptables-allports',
    read: false,
    summary: 'As banaction, for jails that ban all ports.',
  },
  { name: 'destemail', type: 'text', default: 'root@localhost', read: false, summary: 'Who gets mail about bans.' },
  { name: 'sender', type: 'text', default: 'root@<fq-hostname>', read: false, summary: 'Sender of mail about bans.' },
  { name: 'mta', type: 'text', default: 'sendmail', read: false, summary: 'How mail is sent.' },
  {
    name: 'fail2ban_agent',
    type: 'text',
    default: 'Fail2Ban/%(fail2ban_version)s',
    read: false,
    summary: 'User agent for reports over HTTP.',
  },
  { name: 'action_', type: 'actions', read: false, summary: 'Stock action: ban only.' },
  { name: 'action_mw', type: 'actions', read: false, summary: 'Stock action: ban and mail with whois.' },
  { name: 'action_mwl', type: 'actions', read: false, summary: 'Stock action: ban and mail with whois and log lines.' },
  { name: 'action_xarf', type: 'actions', read: false, summary: 'Stock action: ban and report in X-ARF form.' },
  { name: 'action_cf_mwl', type: 'actions', read: false, summary: 'Stock action: ban at Cloudflare and mail.' },
  { name: 'action_blocklist_de', type: 'actions', read: false, summary: 'Stock action: report to blocklist.de.' },
  { name: 'action_abuseipdb', type: 'actions', read: false, summary: 'Stock action: report to AbuseIPDB.' },
];

const actionOptions: readonly Row[] = [
  {
    name: 'actionstart',
    type: 'commands',
    summary: 'Commands that prepare the firewall, run when the jail starts.',
    details: 'With `actionstart_on_demand` they wait for the first ban.',
  },
  {
    name: 'actionstart_on_demand',
    type: 'bool',
    values: yesNo,
    default: 'true where actionstart depends on the address family',
    summary: 'Run actionstart at the first ban only.',
  },
  { name: 'actionstop', type: 'commands', summary: 'Commands that undo actionstart, run when the jail stops.' },
  {
    name: 'actionflush',
    type: 'commands',
    summary: 'Commands that lift all bans at once, in place of one actionunban each.',
  },
  { name: 'actionreload', type: 'commands', summary: 'Commands for a reload, in place of stop and start.' },
  {
    name: 'actioncheck',
    type: 'commands',
    summary: 'Commands that test, before each ban and unban, whether the firewall is as actionstart left it.',
  },
  {
    name: 'actionrepair',
    type: 'commands',
    summary: 'Commands that repair what actioncheck found broken; without them actionstop and actionstart run.',
  },
  {
    name: 'actionrepair_on_unban',
    type: 'bool',
    values: yesNo,
    default: 'false',
    summary: 'Repair also when an unban finds the check failing.',
  },
  {
    name: 'actionban',
    type: 'commands',
    summary: 'Commands that ban a host.',
    details: 'Tags such as `<ip>`, `<name>` and `<matches>` are replaced when it runs.',
  },
  { name: 'actionprolong', type: 'commands', summary: 'Commands that lengthen a ban that stands already.' },
  {
    name: 'actionreban',
    type: 'commands',
    summary: 'Commands that repeat a ban after a repair; without them actionban runs.',
  },
  { name: 'actionunban', type: 'commands', summary: 'Commands that lift a ban.' },
  {
    name: 'norestored',
    type: 'bool',
    values: yesNo,
    default: 'false',
    summary: 'Do not run for bans that are restored from the database at start-up.',
  },
];

const actionInit: readonly Row[] = [
  { name: 'timeout', type: 'time', default: '60', summary: 'Longest time a command may take before it is killed.' },
];

const fail2banOptions: readonly Row[] = [
  {
    name: 'loglevel',
    type: 'enum',
    values: ['critical', 'error', 'warning', 'notice', 'info', 'debug', 'tracedebug', 'heavydebug'],
    default: 'INFO',
    fallback: 'INFO',
    summary: 'How much the server writes to its own log; a name or a number.',
  },
  {
    name: 'logtarget',
    type: 'text',
    values: ['STDOUT', 'STDERR', 'SYSLOG', 'SYSTEMD-JOURNAL', 'SYSOUT'],
    default: '/var/log/fail2ban.log',
    fallback: 'STDERR',
    summary: 'Where the server logs: a file, or `STDOUT`, `STDERR`, `SYSLOG`, `SYSOUT`.',
  },
  {
    name: 'syslogsocket',
    type: 'text',
    default: 'auto',
    fallback: 'auto',
    summary: 'Socket of syslog, where logtarget is `SYSLOG`.',
  },
  {
    name: 'socket',
    type: 'path',
    default: '/var/run/fail2ban/fail2ban.sock',
    fallback: '/var/run/fail2ban/fail2ban.sock',
    summary: 'Socket on which client and server talk.',
  },
  {
    name: 'pidfile',
    type: 'path',
    default: '/var/run/fail2ban/fail2ban.pid',
    fallback: '/var/run/fail2ban/fail2ban.pid',
    summary: "File that holds the server's process id.",
  },
  {
    name: 'allowipv6',
    type: 'enum',
    values: ['auto', ...yesNo],
    default: 'auto',
    fallback: 'auto',
    summary: 'Whether IPv6 counts as available; `auto` finds out.',
  },
  {
    name: 'dbfile',
    type: 'path',
    default: '/var/lib/fail2ban/fail2ban.sqlite3',
    fallback: '/var/lib/fail2ban/fail2ban.sqlite3',
    summary: 'Database of bans that lasts over a restart; `None` for none.',
  },
  {
    name: 'dbmaxmatches',
    type: 'int',
    default: '10',
    summary: 'How many matched lines the database keeps for each ban.',
  },
  { name: 'dbpurgeage', type: 'time', default: '1d', fallback: '1d', summary: 'Age at which bans leave the database.' },
];

const threadOptions: readonly Row[] = [
  {
    name: 'stacksize',
    type: 'int',
    default: '0',
    summary: "Stack of each thread in KiB: 0 for the system's own, else at least 32.",
  },
];

/** Every known option: the one table that readers, rules, completion and hovers use. */
export const knownOptions: readonly KnownOption[] = [
  ...rows('filter', 'INCLUDES', includeOptions),
  ...rows('filter', 'Definition', filterOptions),
  ...rows('jail', 'INCLUDES', includeOptions),
  ...rows('jail', '*', jailOptions),
  ...rows('jail', '*', filterOptions),
  ...rows('jail', '*', jailVariables),
  ...rows('action', 'INCLUDES', includeOptions),
  ...rows('action', 'Definition', actionOptions),
  ...rows('action', 'Init', actionInit),
  ...rows('fail2ban', 'INCLUDES', includeOptions),
  ...rows('fail2ban', 'Definition', fail2banOptions),
  ...rows('fail2ban', 'Thread', threadOptions),
];

/** A section that fail2ban gives a meaning. */
export interface KnownSection {
  readonly name: string;
  readonly kinds: readonly FileKind[];
  readonly summary: string;
}

export const knownSections: readonly KnownSection[] = [
  {
    name: 'INCLUDES',
    kinds: ['filter', 'jail', 'action', 'fail2ban'],
    summary: 'Other files to read with this one: `before`, `after`.',
  },
  {
    name: 'DEFAULT',
    kinds: ['filter', 'jail', 'action', 'fail2ban'],
    summary: 'Values for every section that does not set its own. May stand several times.',
  },
  { name: 'Definition', kinds: ['filter', 'action', 'fail2ban'], summary: 'The options that fail2ban reads.' },
  {
    name: 'Init',
    kinds: ['filter', 'action'],
    summary: 'Parameters that a jail may set in brackets, used as `<name>`.',
  },
  { name: 'Thread', kinds: ['fail2ban'], summary: "Options of the server's threads." },
];

/** True where the version reads the option. */
export function isKnownIn(option: KnownOption, fail2ban: Fail2banVersion): boolean {
  return (!option.since || isFrom(fail2ban, option.since)) && (!option.until || isFrom(option.until, fail2ban));
}

/** The option of that name that counts in a section of a kind of file; `[DEFAULT]` counts for all sections. */
export function findKnownOption(kind: FileKind, section: string, name: string): KnownOption | undefined {
  const key = name.toLowerCase();
  return knownOptions.find((option) => option.kind === kind && option.name === key && standsIn(option, kind, section));
}

/** Whether its value is regexes of lines; the datepatterns are no such option. */
export function isRegexOption(known: KnownOption | undefined): boolean {
  return known?.type === 'regex' || known?.type === 'regexes';
}

/** All that may stand in a section, for completion. */
export function optionsOf(kind: FileKind, section: string): KnownOption[] {
  return knownOptions.filter((option) => option.kind === kind && standsIn(option, kind, section));
}

function standsIn(option: KnownOption, kind: FileKind, section: string): boolean {
  if (option.section === section) return true;
  if (section === 'DEFAULT') return option.section !== 'INCLUDES';
  return kind === 'jail' && option.section === '*' && section !== 'INCLUDES';
}

/** What a reader asks a section for, in its order. */
export function readerTemplate(kind: FileKind, section: string, fail2ban: Fail2banVersion): OptionTemplate[] {
  return knownOptions
    .filter(
      (option) => option.kind === kind && option.section === section && option.read && isKnownIn(option, fail2ban),
    )
    .map(toTemplate);
}

function toTemplate({ name, type, fallback }: KnownOption): OptionTemplate {
  const readAs = type === 'bool' || type === 'int' ? type : 'string';
  return { name, type: readAs, fallback: fallback === undefined ? null : fallbackOf(name, fallback) };
}

function fallbackOf(name: string, fallback: string | boolean): OptionTemplate['fallback'] {
  const text = MappedText.builtin(String(fallback), `default of ${name}`);
  if (typeof fallback === 'string') return { repr: pythonRepr(fallback), value: text };
  return { repr: fallback ? 'True' : 'False', value: { type: 'bool', value: fallback, written: text } };
}

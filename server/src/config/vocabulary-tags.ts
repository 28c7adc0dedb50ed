/** The words that stand inside values: tags of regexes, directives of date patterns, tags of actions. With their documentation. */

/** A word for completion and hover. */
export interface KnownWord {
  /** As written, angle brackets or `%` included; `NAME` stands for a name of the author's own. */
  readonly text: string;
  /** One line. */
  readonly summary: string;
  /** Markdown. */
  readonly details?: string;
}

/** Tags that fail2ban replaces in failregex, ignoreregex and prefregex. All are written in capitals. */
export const regexTags: readonly KnownWord[] = [
  {
    text: '<HOST>',
    summary: 'An address or a host name: the usual failure id.',
    details:
      'A name is looked up in DNS, unless `usedns` forbids it; with `usedns = no` this is `<ADDR>`. Fills `ip4`, `ip6` or `dns`.',
  },
  { text: '<ADDR>', summary: 'An IPv4 or IPv6 address, with or without brackets. No host name.' },
  { text: '<IP4>', summary: 'An IPv4 address.' },
  { text: '<IP6>', summary: 'An IPv6 address, without brackets.' },
  { text: '<DNS>', summary: 'A host name, which is looked up in DNS.' },
  { text: '<CIDR>', summary: 'The length of a net mask; only useful beside an address.' },
  { text: '<SUBNET>', summary: 'An address, perhaps with `/` and the length of its net mask.' },
  { text: '<SKIPLINES>', summary: 'Any number of lines between two parts of a match; needs `maxlines` above 1.' },
  {
    text: '<F-ID>',
    summary: 'What is banned, where that is no address. Closed by `</F-ID>`.',
    details: 'With an address in the same match this is the id, and the address stays available as `<ip>`.',
  },
  { text: '<F-ID/>', summary: 'As `<F-ID>\\S+</F-ID>`.' },
  {
    text: '<F-USER>',
    summary: 'A user name, kept with the failure. Closed by `</F-USER>`.',
    details: 'With `<F-MLFID>`, a second user of the same session counts as a failure.',
  },
  {
    text: '<F-ALT_USER>',
    summary: 'Another place of the user name, taken where `<F-USER>` is empty.',
    details: 'Any group: `<F-ALT_NAME>`, and `<F-ALT_NAME_1>`, `<F-ALT_NAME_2>` … (with the underscore).',
  },
  {
    text: '<F-TUPLE_ID>',
    summary: 'Another part of the failure id, joined with `<F-ID>`.',
    details: 'Any group: `<F-TUPLE_NAME>`.',
  },
  { text: '<F-PORT>', summary: 'A port, kept with the failure as `fport`. Closed by `</F-PORT>`.' },
  { text: '<F-PORT/>', summary: 'As `<F-PORT>\\w+</F-PORT>`.' },
  {
    text: '<F-CONTENT>',
    summary: 'In a prefregex: the part of the line that failregex and ignoreregex see. Closed by `</F-CONTENT>`.',
  },
  {
    text: '<F-MLFID>',
    summary: 'What ties lines of one session together, such as a process id. Closed by `</F-MLFID>`.',
    details: 'The address may then stand on another line than the failure.',
  },
  {
    text: '<F-NOFAIL>',
    summary: 'A match that is no failure by itself, but tells of the session. Closed by `</F-NOFAIL>`.',
    details: 'Counts where it holds at least one character. Needs `<F-MLFID>`.',
  },
  { text: '<F-MLFFORGET>', summary: 'Ends the session: what is known of it is forgotten. Closed by `</F-MLFFORGET>`.' },
  {
    text: '<F-MLFGAINED>',
    summary: 'The session got access: earlier failures of it are dropped. Closed by `</F-MLFGAINED>`.',
  },
  {
    text: '<F-NAME>',
    summary: 'A part of the line under a name of your own, for actions as `<F-NAME>`. Closed by `</F-NAME>`.',
  },
  { text: '<F-IP4/>', summary: 'As `<IP4>`.' },
  { text: '<F-IP6/>', summary: 'As `<IP6>`.' },
  { text: '<F-ADDR/>', summary: 'As `<ADDR>`.' },
  { text: '<F-DNS/>', summary: 'As `<DNS>`.' },
  { text: '<F-CIDR/>', summary: 'As `<CIDR>`.' },
  { text: '<F-SUBNET/>', summary: 'As `<SUBNET>`.' },
];

/** Directives of a date pattern. In a file each `%` is doubled. */
export const dateDirectives: readonly KnownWord[] = [
  { text: '%Y', summary: 'Year with four digits.' },
  { text: '%ExY', summary: 'Year of this century with four digits, up to a few years from now.' },
  { text: '%y', summary: 'Year with two digits.' },
  { text: '%Exy', summary: 'Year with exactly two digits.' },
  { text: '%m', summary: 'Month as a number, with or without a leading 0.' },
  { text: '%Exm', summary: 'Month with exactly two digits.' },
  { text: '%b', summary: 'Short name of the month, in any case: `Jan`.' },
  { text: '%B', summary: 'Full name of the month, in any case: `January`.' },
  { text: '%d', summary: 'Day of the month, with or without a leading 0 or blank.' },
  { text: '%Exd', summary: 'Day of the month with exactly two digits.' },
  { text: '%j', summary: 'Day of the year.' },
  { text: '%a', summary: 'Short name of the weekday: `Mon`. Not used for the date.' },
  { text: '%A', summary: 'Full name of the weekday: `Monday`. Not used for the date.' },
  { text: '%w', summary: 'Number of the weekday, 0 for Sunday.' },
  { text: '%u', summary: 'Number of the weekday, 1 for Monday. Not used for the date.' },
  { text: '%U', summary: 'Week of the year, weeks beginning on Sunday.' },
  { text: '%W', summary: 'Week of the year, weeks beginning on Monday.' },
  { text: '%V', summary: 'ISO week of the year. Not used for the date.' },
  { text: '%G', summary: 'ISO year. Not used for the date.' },
  { text: '%H', summary: 'Hour, 0 to 23.' },
  { text: '%ExH', summary: 'Hour, exactly two digits.' },
  { text: '%k', summary: 'Hour, perhaps with a blank before it.' },
  { text: '%Exk', summary: 'Hour up to 23, perhaps with a blank before it.' },
  { text: '%I', summary: 'Hour, 1 to 12; `%p` tells the half of the day.' },
  { text: '%l', summary: 'Hour, 1 to 12, perhaps with a blank before it.' },
  { text: '%Exl', summary: 'Hour up to 12, perhaps with a blank before it.' },
  { text: '%p', summary: '`AM` or `PM`, in any case.' },
  { text: '%M', summary: 'Minute.' },
  { text: '%ExM', summary: 'Minute, exactly two digits.' },
  { text: '%S', summary: 'Second.' },
  { text: '%ExS', summary: 'Second, exactly two digits.' },
  { text: '%f', summary: 'Fraction of a second, one to six digits; cut, but not used.' },
  { text: '%z', summary: 'Zone as an offset: `+0200`, `+02:00`, `Z`, `UTC`, `GMT`.' },
  { text: '%Exz', summary: 'Zone as an offset or abbreviation: `CEST`, `UTC+0200`.' },
  { text: '%Z', summary: 'Zone as an abbreviation of three to five letters, or `Z`.' },
  { text: '%ExZ', summary: 'Zone as an abbreviation of one or three to five letters.' },
  { text: '%c', summary: 'Date and time as in the C locale: `Mon Jan  2 03:04:05 2006`.' },
  { text: '%x', summary: 'Date as in the C locale: `01/02/06`.' },
  { text: '%X', summary: 'Time as in the C locale: `03:04:05`.' },
];

/** Words in a date pattern that stand for more than a directive. */
export const dateWords: readonly KnownWord[] = [
  {
    text: '{^LN-BEG}',
    summary:
      'Only at the start of the line, behind at most two characters that are no word. Alone: the default patterns, there.',
  },
  { text: '{UNB}', summary: 'No automatic word boundaries around the pattern.' },
  { text: '{NONE}', summary: 'The line has no date: now counts.' },
  { text: '{DATE}', summary: 'Any of the default patterns, inside other text: `^\\[{DATE}\\]`.' },
  { text: '{DEFAULT}', summary: 'Alone: the default patterns. Beside others it adds nothing.' },
  { text: '{EPOCH}', summary: 'Seconds since 1970, inside other text.' },
  { text: '{LEPOCH}', summary: 'Seconds, milliseconds or microseconds since 1970, inside other text.' },
  { text: 'EPOCH', summary: 'Seconds since 1970, as the whole pattern.' },
  { text: 'LEPOCH', summary: 'Seconds, milliseconds or microseconds since 1970, as the whole pattern.' },
  { text: 'TAI64N', summary: 'A TAI64N label: `@` and 24 hexadecimal digits.' },
];

/** Tags that the server fills in when an action runs. */
export const actionTags: readonly KnownWord[] = [
  { text: '<ip>', summary: 'The banned address, or another failure id.' },
  { text: '<family>', summary: '`inet4` or `inet6`.' },
  { text: '<ip-rev>', summary: 'The address reversed, for a DNS query.' },
  { text: '<ip-host>', summary: 'The host name of the address, looked up in DNS.' },
  { text: '<fid>', summary: 'The failure id.' },
  { text: '<failures>', summary: 'How many failures led to the ban.' },
  { text: '<time>', summary: 'When the ban began, in seconds since 1970.' },
  { text: '<bantime>', summary: 'How long the ban lasts, in seconds.' },
  { text: '<bancount>', summary: 'How often the host was banned before.' },
  { text: '<matches>', summary: 'The matched log lines, escaped for the shell.' },
  { text: '<ipmatches>', summary: 'Matched log lines of this address in all jails, from the database.' },
  { text: '<ipjailmatches>', summary: 'Matched log lines of this address in this jail, from the database.' },
  { text: '<ipfailures>', summary: 'Failures of this address in all jails, from the database.' },
  { text: '<ipjailfailures>', summary: 'Failures of this address in this jail, from the database.' },
  { text: '<restored>', summary: '1 where the ban comes back from the database at start-up, else 0.' },
  { text: '<raw-ticket>', summary: 'All that is known of the failure, for debugging.' },
  { text: '<jail.banned>', summary: 'How many hosts the jail has banned now.' },
  { text: '<jail.banned_total>', summary: 'How many hosts the jail has banned so far.' },
  { text: '<jail.found>', summary: 'How many hosts the jail counts failures of.' },
  { text: '<jail.found_total>', summary: 'How many failures the jail has found so far.' },
  { text: '<F-NAME>', summary: "What the filter's `<F-NAME>…</F-NAME>` held." },
  { text: '<name>', summary: "The jail's name, unless the action is given another." },
  { text: '<actname>', summary: 'The name of the action in this jail.' },
  { text: '<fq-hostname>', summary: 'The full name of this machine, with its domain.' },
  { text: '<sh-hostname>', summary: 'The short name of this machine.' },
  { text: '<br>', summary: 'A line break.' },
  { text: '<sp>', summary: 'A blank.' },
];

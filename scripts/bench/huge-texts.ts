/** A configuration file of a size that nobody writes by hand, and a word in it to hover over. */
export interface HugeText {
  readonly what: string;
  /** Below a configuration folder. */
  readonly path: string;
  readonly languageId: 'fail2ban-filter' | 'fail2ban-jail';
  text(): string;
  readonly word: string;
}

const times = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join('');
const filter = (failregex: string): string => `[Definition]\nfailregex = ${failregex}\n`;

export const hugeTexts: readonly HugeText[] = [
  {
    what: '20,000 failregexes',
    path: 'filter.d/regexes.conf',
    languageId: 'fail2ban-filter',
    text: () => filter(times(20_000, (i) => `${i === 0 ? '' : '\n            '}^user${i} failed from <HOST>$`)),
    word: '<HOST>',
  },
  {
    what: '20,000 options',
    path: 'filter.d/options.conf',
    languageId: 'fail2ban-filter',
    text: () => `${filter('^bad <HOST>$')}${times(20_000, (i) => `option${i} = value ${i}\n`)}`,
    word: '<HOST>',
  },
  {
    what: '20,000 jails',
    path: 'jail.local',
    languageId: 'fail2ban-jail',
    text: () =>
      times(20_000, (i) => `[jail${i}]\nenabled = true\nfilter = small\nlogpath = /var/log/small.log\naction =\n`),
    word: 'enabled',
  },
  {
    what: '200,000 sections',
    path: 'filter.d/sections.conf',
    languageId: 'fail2ban-filter',
    text: () => `${filter('^bad <HOST>$')}${times(200_000, (i) => `[section${i}]\nx = 1\n`)}`,
    word: '<HOST>',
  },
  {
    what: '20,000 lines that cannot be read',
    path: 'filter.d/unreadable.conf',
    languageId: 'fail2ban-filter',
    text: () => `${filter('^bad <HOST>$')}${times(20_000, (i) => `bad line ${i}\n`)}`,
    word: '<HOST>',
  },
  {
    what: 'a regex of 100,000 groups',
    path: 'filter.d/groups.conf',
    languageId: 'fail2ban-filter',
    text: () => filter(`^${times(100_000, () => '(a)')} <HOST>$`),
    word: 'failregex',
  },
  {
    what: 'a regex of 100,000 nested groups',
    path: 'filter.d/nested.conf',
    languageId: 'fail2ban-filter',
    text: () => filter(`^${'('.repeat(100_000)}a${')'.repeat(100_000)} <HOST>$`),
    word: 'failregex',
  },
  {
    what: 'a regex of 100,000 alternatives',
    path: 'filter.d/alternatives.conf',
    languageId: 'fail2ban-filter',
    text: () => filter(`^(?:${times(100_000, (i) => `${i === 0 ? '' : '|'}word${i}`)}) from <HOST>$`),
    word: 'failregex',
  },
  {
    what: 'a failregex of 20 MB',
    path: 'filter.d/long.conf',
    languageId: 'fail2ban-filter',
    text: () => filter(`^${'abcdefghi '.repeat(2_000_000)}<HOST>$`),
    word: 'failregex',
  },
];

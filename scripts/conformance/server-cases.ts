/** A rule's name and a piece of its message. */
type Said = readonly [rule: string, words: string];

/** One jail that runs in the real server, what we say of it, and what must come of it if that is true. */
export interface JailCase {
  /** The jail's name, too. */
  readonly name: string;
  /** The jail's own options; `enabled`, `logpath` and an action that notes bans are set unless they say otherwise. `LOG` is its log. */
  readonly jail: string;
  /** Files beside the jail. */
  readonly files?: Readonly<Record<string, string>>;
  /** Put into the log behind a date. */
  readonly lines: readonly string[];
  /** All that we say. */
  readonly says: readonly Said[];
  /** `none`: it is no jail of the running server. Else whom it bans. */
  readonly bans: 'none' | readonly string[];
  /** The bans are counted, and no action runs. */
  readonly withoutAction?: boolean;
}

/** A folder with which the server does not start at all, though a sound jail stands in it. */
export interface RefusedCase extends Omit<JailCase, 'lines' | 'bans' | 'withoutAction'> {
  /** Where the jail is switched off. */
  readonly isOff?: boolean;
}

const bad = '^\\s*bad <HOST>$';
const worse = '^\\s*worse <HOST>$';
const one = '192.0.2.1';
const two = '192.0.2.2';

function filter(...lines: string[]): string {
  return ['[Definition]', ...lines, ''].join('\n');
}

export const jailCases: readonly JailCase[] = [
  {
    name: 'sound',
    jail: `filter = sound`,
    files: { 'filter.d/sound.conf': filter(`failregex = ${bad}`) },
    lines: [`bad ${one}`, `worse ${two}`],
    says: [],
    bans: [one],
  },
  {
    name: 'regex-in-jail',
    jail: `filter =\nfailregex = ${bad}`,
    lines: [`bad ${one}`],
    says: [],
    bans: [one],
  },
  {
    name: 'no-filter-but-regex',
    jail: `failregex = ${bad}`,
    lines: [`bad ${one}`],
    says: [],
    bans: [one],
  },
  {
    name: 'no-filter',
    jail: '',
    lines: [`bad ${one}`],
    says: [['jail-without-filter', 'it finds nothing']],
    bans: [],
  },
  {
    name: 'empty-filter',
    jail: 'filter =',
    lines: [`bad ${one}`],
    says: [['jail-without-filter', 'it finds nothing']],
    bans: [],
  },
  {
    name: 'no-failregex',
    jail: 'filter = no-failregex',
    files: { 'filter.d/no-failregex.conf': filter('ignoreregex =') },
    lines: [`bad ${one}`],
    says: [
      ['filter-without-failregex', 'finds only what a failregex of its own names'],
      ['jail-finds-nothing', 'it finds nothing'],
    ],
    bans: [],
  },
  {
    name: 'own-failregex',
    jail: `filter = own-failregex\nfailregex = ${bad}`,
    files: { 'filter.d/own-failregex.conf': filter('ignoreregex =') },
    lines: [`bad ${one}`, `worse ${two}`],
    says: [['filter-without-failregex', 'finds only what a failregex of its own names']],
    bans: [one],
  },
  {
    name: 'no-action',
    jail: `failregex = ${bad}\naction =`,
    lines: [`bad ${one}`],
    says: [['jail-without-action', 'a ban is counted and logged, and nothing is done']],
    bans: [one],
    withoutAction: true,
  },
  {
    name: 'filter-missing',
    jail: 'filter = nonesuch',
    lines: [`bad ${one}`],
    says: [['filter-not-found', 'leaves the jail']],
    bans: 'none',
  },
  {
    name: 'action-missing',
    jail: `failregex = ${bad}\naction = nonesuch`,
    lines: [`bad ${one}`],
    says: [['action-not-found', 'leaves the jail']],
    bans: 'none',
  },
  {
    name: 'open-brackets',
    jail: 'filter = sound[a=1',
    lines: [`bad ${one}`],
    says: [['bad-option-list', 'Invalid filter definition']],
    bans: 'none',
  },
  {
    name: 'word-for-enabled',
    jail: `enabled = ture\nfailregex = ${bad}`,
    lines: [`bad ${one}`],
    says: [['not-a-boolean', 'means false for enabled']],
    bans: 'none',
  },
  {
    name: 'a-name-that-has-many-characters',
    jail: `failregex = ${bad}`,
    lines: [`bad ${one}`],
    says: [['long-jail-name', 'characters']],
    bans: [one],
  },
  {
    name: 'misspelt',
    jail: `failregex = ${bad}\nmaxrety = 5`,
    lines: [`bad ${one}`],
    says: [['misspelt-option', 'passes over it in silence']],
    bans: [one],
  },
  {
    name: 'indented-option',
    jail: `failregex = ${bad}\nignoreip = 127.0.0.1\n  maxretry = 5`,
    lines: [`bad ${one}`],
    says: [['option-inside-value', 'sets no maxretry here']],
    bans: [one],
  },
  {
    name: 'two-failregex',
    jail: `filter = sound2[failregex="${worse}"]\nfailregex = ${bad}`,
    files: { 'filter.d/sound2.conf': filter('failregex = ^never <HOST>$') },
    lines: [`bad ${one}`, `worse ${two}`],
    says: [['both-regexes-active', 'Both are used']],
    bans: [one, two],
  },
  {
    name: 'replaced',
    jail: 'filter = replaced',
    files: {
      'filter.d/replaced.conf': filter(`failregex = ${bad}`),
      'filter.d/replaced.local': filter(`failregex = ${worse}`),
    },
    lines: [`bad ${one}`, `worse ${two}`],
    says: [['overlay-replaces-regexes', 'replaces every failregex']],
    bans: [two],
  },
  {
    name: 'default-beaten',
    jail: 'filter = beaten',
    files: {
      'filter.d/beaten.conf': filter('word = bad', 'failregex = ^\\s*<word> <HOST>$'),
      'filter.d/beaten.local': '[DEFAULT]\nword = worse\n',
    },
    lines: [`bad ${one}`, `worse ${two}`],
    says: [['default-without-effect', 'beats any [DEFAULT]']],
    bans: [one],
  },
  {
    name: 'usedns-beaten',
    jail: 'filter = usedns-beaten',
    files: { 'filter.d/usedns-beaten.conf': filter('usedns = no', `failregex = ${bad}`) },
    lines: [`bad dsl-7.example.com`],
    says: [['jail-usedns-wins', 'A jail does not use this']],
    bans: ['dsl-7.example.com'],
  },
  {
    name: 'word-for-usedns',
    jail: `failregex = ${bad}\nusedns = nonesuch`,
    lines: [`bad dsl-7.example.com`, `bad ${one}`],
    says: [['unknown-word', 'fail2ban takes it for no']],
    bans: [one],
  },
  {
    name: 'maxlines-in-words',
    jail: `failregex = ${bad}\nmaxlines = two`,
    lines: [`bad ${one}`],
    says: [['not-a-number', 'as if the option were not set']],
    bans: [one],
  },
  {
    name: 'no-comma',
    jail: `filter = no-comma[word=bad more=x]`,
    files: { 'filter.d/no-comma.conf': filter('failregex = ^\\s*<word> <HOST>$') },
    lines: [`bad ${one}`, `bad more=x ${two}`],
    says: [['missing-comma', "is a part of the value of 'word'"]],
    bans: [two],
  },
  {
    name: 'overridden',
    jail: `failregex = ${bad}`,
    files: { 'jail.local': `[overridden]\nfailregex = ${worse}\n` },
    lines: [`bad ${one}`, `worse ${two}`],
    says: [['overridden-option', 'This has no effect']],
    bans: [two],
  },
  {
    name: 'variable-replaced',
    jail: 'filter = variable-replaced',
    files: {
      'filter.d/variable-replaced.conf': filter('failregex = %(common)s', `common = ${bad}`, `         ^never <HOST>$`),
      'filter.d/variable-replaced.local': filter(`common = ${worse}`),
    },
    lines: [`bad ${one}`, `worse ${two}`],
    says: [['overlay-replaces-variable', 'This replaces all 2 lines of common']],
    bans: [two],
  },
  {
    name: 'mode-kept-back',
    jail: 'filter = modes\nmode = aggressive',
    files: {
      'filter.d/modes.conf': filter(
        'failregex = <mdre-<mode>>',
        `mdre-normal = ${bad}`,
        `mdre-aggressive = ${worse}`,
        'mode = normal',
      ),
    },
    lines: [`bad ${one}`, `worse ${two}`],
    says: [['mode-not-passed', 'The filter does not get this']],
    bans: [one],
  },
  {
    name: 'no-content',
    jail: 'filter = no-content',
    files: { 'filter.d/no-content.conf': filter('prefregex = ^\\s*app: .*$', 'failregex = ^\\s*bad <HOST>$') },
    lines: [`app: bad ${one}`],
    says: [['prefregex-without-content', 'each failregex is searched in the whole line']],
    bans: [],
  },
  {
    name: 'prefregex-twice',
    jail: 'filter = prefregex-twice',
    files: {
      'filter.d/prefregex-twice.conf': filter(
        'prefregex = ^\\s*bad <F-CONTENT>.+</F-CONTENT>$',
        '            ^\\s*worse .+$',
        'failregex = ^<HOST>$',
      ),
    },
    lines: [`bad ${one}`, `worse ${two}`],
    says: [['prefregex-over-lines', 'no log line holds one']],
    bans: [],
  },
  {
    name: 'skiplines',
    jail: 'failregex = ^\\s*bad from<SKIPLINES>^\\s*<HOST>$',
    lines: ['bad from', one],
    says: [['skiplines-without-maxlines', 'this never matches']],
    bans: [],
  },
  {
    name: 'end-of-text',
    jail: 'failregex = ^\\s*bad <HOST>\\Z',
    lines: [`bad ${one}`],
    says: [['end-of-text-anchor', 'never matches here']],
    bans: [],
  },
  {
    name: 'quoted',
    jail: `failregex = "${bad}"`,
    lines: [`bad ${one}`, `"bad ${two}"`],
    says: [['quoted-regex', 'an anchor inside of them never holds']],
    bans: [],
  },
  {
    name: 'hash',
    jail: 'failregex = ^\\s*bad <HOST> # the usual one',
    lines: [`bad ${one}`, `bad ${two} # the usual one`],
    says: [['hash-in-value', 'starts no comment']],
    bans: [two],
  },
  {
    name: 'semicolon',
    jail: 'failregex = ^\\s*bad <HOST> ; worse$',
    lines: [`bad ${one}`, `worse ${two}`],
    says: [['text-after-semicolon', 'starts a comment']],
    bans: [one],
  },
  {
    name: 'commented-regex',
    jail: 'filter = commented-regex',
    files: {
      'filter.d/commented-regex.conf': filter(
        `failregex = ${bad}`,
        '            #\\d+ worse <HOST>$',
        `            ^never <HOST>$`,
      ),
    },
    lines: [`bad ${one}`, `#1 worse ${two}`],
    says: [['commented-regex-line', 'is a comment']],
    bans: [one],
  },
  {
    name: 'regex-at-margin',
    jail: 'filter = regex-at-margin',
    files: {
      'filter.d/regex-at-margin.conf': filter(`failregex = ${bad}`, '^\\s*worse: <HOST>$'),
    },
    lines: [`bad ${one}`, `worse: ${two}`],
    says: [['regex-as-option', 'must be indented']],
    bans: [one],
  },
  {
    name: 'address-ignored',
    jail: `failregex = ${bad}\nignoreregex = 192.0.2.1`,
    lines: [`bad ${one}`, 'bad 192.0.2.17', `bad ${two}`],
    says: [['address-as-ignoreregex', 'searched in the text of the line']],
    bans: [two],
  },
  {
    name: 'date-broken',
    jail: `failregex = ${bad}\ndatepattern = (`,
    lines: [`bad ${one}`],
    says: [['bad-datepattern', 'every log line fails with it']],
    bans: [],
  },
];

/** Each starts a server of its own, which must end by itself. */
export const refusedCases: readonly RefusedCase[] = [
  {
    name: 'unknown-variable',
    isOff: true,
    jail: 'backend = %(nowhere)s',
    says: [['unknown-reference', 'no jail starts']],
  },
  {
    name: 'no-section-header',
    jail: '',
    files: { 'jail.local': 'bantime = 10m\n[sound]\n' },
    isOff: true,
    says: [['missing-section-header', 'the server does not start: no jail runs']],
  },
  {
    name: 'regex-does-not-compile',
    jail: 'failregex = ^bad (<HOST>$',
    says: [['regex-does-not-compile', 'the server does not start']],
  },
  {
    name: 'no-failure-id',
    jail: 'failregex = ^bad$',
    says: [['no-failure-id', 'the server does not start']],
  },
  {
    name: 'tag-in-jail',
    jail: `filter = tag-in-jail\nfailregex = <known/failregex>`,
    files: { 'filter.d/tag-in-jail.conf': filter(`failregex = ${bad}`) },
    says: [
      ['no-failure-id', 'the server does not start'],
      ['tag-in-jail-option', 'stays as it is'],
    ],
  },
  {
    name: 'backend',
    jail: `failregex = ${bad}\nbackend = nonesuch`,
    says: [['unknown-word', 'the server does not start']],
  },
  {
    name: 'blank-in-path',
    jail: `failregex = ${bad}\nlogpath = LOG app.log`,
    says: [['blank-in-logpath', 'the server does not start']],
  },
  {
    name: 'journal-as-file',
    jail: `failregex = ${bad}\nlogpath = systemd-journal`,
    says: [['no-log-file', 'without one']],
  },
  {
    name: 'part-of-datepattern',
    jail: 'filter = sound[date=x]',
    files: { 'filter.d/sound.conf': filter(`failregex = ${bad}`) },
    says: [['parameter-read-as-datepattern', 'the server refuses the command']],
  },
  {
    name: 'zone-by-name',
    jail: `failregex = ${bad}\nlogtimezone = Europe/Paris`,
    says: [['refused-value', 'the server does not start']],
  },
  {
    name: 'number-in-words',
    jail: `failregex = ${bad}\nmaxretry = three`,
    says: [['not-a-number', 'the server does not start']],
  },
  {
    name: 'time-in-words',
    jail: `failregex = ${bad}\nbantime = 7 bears`,
    says: [['not-a-time', 'the server does not start']],
  },
  {
    name: 'action-of-nobody',
    jail: `failregex = ${bad}\naction = a-tag-in-a-circle`,
    files: { 'action.d/a-tag-in-a-circle.conf': filter('actionban = <x>', 'x = <y>', 'y = <x>') },
    says: [['self-reference', 'comes back to']],
  },
];

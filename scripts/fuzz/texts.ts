import type { Random } from '../conformance/random.ts';

/** Pieces that filters are made of, right and wrong. */
const filterPieces: readonly string[] = [
  '[Definition]\n',
  '[Init]\n',
  '[INCLUDES]\nbefore = common.conf\n',
  '[Init?family=inet6]\n',
  '[DEFAULT]\n',
  '[',
  ']',
  'failregex = ',
  'ignoreregex = ',
  'prefregex = ^<F-CONTENT>.+</F-CONTENT>$\n',
  'datepattern = %%b %%d %%H:%%M:%%S\n',
  'datepattern = {^LN-BEG}\n',
  'maxlines = 3\n',
  'mode = normal\n',
  '_daemon = x\n',
  '^bad from <HOST>$\n',
  '  ^good from <HOST>\n',
  '  fail <F-USER>\\S+</F-USER> from <ADDR>\n',
  '%(_daemon)s',
  '%(__prefix_line)s',
  '%(nothing)s',
  '%',
  '<HOST>',
  '<SKIPLINES>',
  '<F-NOFAIL>x</F-NOFAIL>',
  '<F-',
  '<mode>',
  '<lt_<mode>>',
  '(?:a|b)',
  '(?P<x>y)',
  '(?P=x)',
  '(?i)',
  '(?<=a)',
  '(?(x)a|b)',
  '(',
  ')',
  '\\',
  '\\d+',
  '[^]]*',
  '{2,3}',
  '.*',
  '|',
  '# a comment\n',
  '# fail2ban-lens: log=x.log\n',
  ' ; inline\n',
  '\n',
  '  ',
  '=',
  '\t',
  '\r\n',
  '\u2028',
  '\u00e9\u{1f600}',
  '\u0000',
  'https://a.b/c',
];

const logPieces: readonly string[] = [
  'Jul 11 05:40:22 host x: bad from 1.1.1.1\n',
  'Jul 11 05:40:23 host x: good from 2001:db8::1\n',
  'Jul 11 05:40:24 host x: fail bob from 10.0.0.7\n',
  '2024-07-11 05:40:25 bad from 1.2.3.4\n',
  'no date at all\n',
  'bad from 1.1.1.1\n',
  '\n',
  '# comment\n',
  'x',
  ' from ',
  '\u00e9',
  '\t',
  '\r\n',
];

function someOf(random: Random, pieces: readonly string[], most: number): string {
  return Array.from({ length: random.int(most) }, () => random.pick(pieces)).join('');
}

export function filterText(random: Random): string {
  return `[Definition]\nfailregex = ^.*bad from <HOST>\n${someOf(random, filterPieces, 12)}`;
}

/** One that loads, mostly. */
export function wholeFilterText(random: Random): string {
  const regexes = [
    '^.*bad from <HOST>$',
    '^.*good from <HOST>',
    'fail <F-USER>\\S+</F-USER> from <ADDR>$',
    '^(?:\\S+ )*from <HOST>\\s*$',
    '(?i)BAD from <HOST>',
    '^%(_daemon)s: bad from <HOST>',
    '(?:bad|good)(?: from)? <HOST>',
    '^\\s*(?P<x>\\S+) host x: (?:bad|fail) .*<HOST>',
    '^<F-NOFAIL>.*good</F-NOFAIL> from <HOST>',
  ];
  const some = (most: number): string =>
    Array.from({ length: 1 + random.int(most) }, () => random.pick(regexes)).join('\n  ');
  const options = [
    '_daemon = \\S+ x\n',
    random.chance(20) ? 'prefregex = ^.*host <F-CONTENT>.+</F-CONTENT>$\n' : '',
    random.chance(30) ? `ignoreregex = ${some(2)}\n` : '',
    random.chance(15) ? 'maxlines = 3\n' : '',
    random.chance(15)
      ? `datepattern = ${random.pick(['%%b %%d %%H:%%M:%%S', '{^LN-BEG}', '^%%Y-%%m-%%d %%H:%%M:%%S'])}\n`
      : '',
  ];
  return `[Definition]\nfailregex = ${some(4)}\n${options.join('')}`;
}

export function logText(random: Random): string {
  return someOf(random, logPieces, 60);
}

export interface TextEdit {
  readonly range: { readonly start: Place; readonly end: Place };
  readonly text: string;
}

interface Place {
  readonly line: number;
  readonly character: number;
}

/** An edit of some characters or lines of a text, now and then outside of it. */
export function editOf(random: Random, text: string, kind: 'filter' | 'log'): TextEdit {
  const lines = text.split(/\r\n?|\n/);
  const place = (): Place => {
    const line = random.int(lines.length + 1);
    return { line, character: random.int((lines[line]?.length ?? 0) + 2) };
  };
  const start = place();
  const end = random.chance(50)
    ? start
    : random.chance(80)
      ? { line: start.line, character: start.character + random.int(6) }
      : place();
  const pieces = kind === 'filter' ? filterPieces : logPieces;
  return { range: { start, end }, text: random.chance(30) ? '' : someOf(random, pieces, 3) };
}

/** A value of any kind where another is expected. */
export function anything(random: Random, depth = 3): unknown {
  const leaves: readonly unknown[] = [
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 53,
    1e300,
    '',
    'file:///tmp/x.conf',
    'untitled:x',
    '::%%%',
    'fail2ban-lens:/x?%7B',
    '__proto__',
    'x'.repeat(5000),
    '\ud800',
  ];
  if (depth === 0 || random.chance(60)) return random.pick(leaves);
  if (random.chance(40)) return Array.from({ length: random.int(4) }, () => anything(random, depth - 1));
  const names = ['uri', 'jail', 'subject', 'textDocument', 'position', 'line', 'character', 'range', 'start', 'end'];
  return Object.fromEntries(
    Array.from({ length: random.int(4) }, () => [random.pick(names), anything(random, depth - 1)]),
  );
}

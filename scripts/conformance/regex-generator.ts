import type { Random } from './random.ts';

/** Pieces of regular expressions, valid and not, that a mutation puts in and a soup is made of. */
const fragments = [
  ...'abkKsSiI019_ -,:#<>=!\'"~&|^$.*+?{}[]()\\',
  '\n',
  '\t',
  '\r\n',
  '\u00e9',
  '\u017f',
  '\u212a',
  '\u0130',
  '\u3000',
  '\u0661',
  '\u200b',
  '\u{10400}',
  '\u{1f600}',
  '\u{10ffff}',
  '\\d',
  '\\D',
  '\\s',
  '\\S',
  '\\w',
  '\\W',
  '\\b',
  '\\B',
  '\\A',
  '\\Z',
  '\\z',
  '\\h',
  '\\.',
  '\\[',
  '\\]',
  '\\\\',
  '\\-',
  '\\\n',
  '\\\u{1f600}',
  '\\\u00e9',
  '\\a',
  '\\f',
  '\\n',
  '\\r',
  '\\t',
  '\\v',
  '\\e',
  '\\Q',
  '\\g',
  '\\k<a>',
  '\\p{L}',
  '\\x41',
  '\\x4',
  '\\xg',
  '\\u0041',
  '\\u004',
  '\\U0001F600',
  '\\U00110000',
  '\\U0011',
  '\\0',
  '\\00',
  '\\08',
  '\\012',
  '\\1',
  '\\2',
  '\\9',
  '\\10',
  '\\18',
  '\\99',
  '\\100',
  '\\141',
  '\\377',
  '\\400',
  '\\778',
  '\\N{DIGIT ONE}',
  '\\N{latin small letter k}',
  '\\N{EM DASH}',
  '\\N{LF}',
  '\\N{NOPE}',
  "\\N{it's}",
  '\\N{}',
  '\\N',
  '\\N{',
  '\\N{HANGUL SYLLABLE GAG}',
  '\\N{CJK UNIFIED IDEOGRAPH-4E00}',
  '\\N{KEYCAP DIGIT ONE}',
  '(',
  '(',
  ')',
  ')',
  '(?:',
  '(?:',
  '(?>',
  '(?=',
  '(?!',
  '(?<=',
  '(?<!',
  '(?#',
  '(?#c)',
  '(?',
  '(?P',
  '(?<a>',
  '(?<',
  '(?P<',
  '(?P>',
  '(?P<a>',
  '(?P<b>',
  '(?P<\u00e9>',
  '(?P<1a>',
  "(?P<a'b>",
  '(?P<a\u200b>',
  '(?P<>',
  '(?P<a',
  '(?P=a)',
  '(?P=b)',
  '(?P=',
  '(?P=)',
  '(?P=1)',
  '(?(1)',
  '(?(2)',
  '(?(a)',
  '(?(b)',
  '(?(0)',
  '(?(-1)',
  '(?(+1)',
  '(?( 1 )',
  '(?(1_0)',
  '(?(1__0)',
  '(?(\u0661)',
  '(?(99)',
  '(?()',
  '(?(',
  '(?(1',
  '(?(a b)',
  '(?(1)a|b)',
  '(?(1073741823)',
  '(?(99999999999999999999)',
  '(?i)',
  '(?i:',
  '(?-i:',
  '(?i-s:',
  '(?s)',
  '(?m)',
  '(?x)',
  '(?x:',
  '(?-x:',
  '(?a)',
  '(?u)',
  '(?a:',
  '(?u:',
  '(?L)',
  '(?L:',
  '(?t)',
  '(?t:',
  '(?au)',
  '(?ia',
  '(?i-',
  '(?i-i:',
  '(?-',
  '(?-a:',
  '(?-t:',
  '(?-:',
  '(?i',
  '(?i-)',
  '(?iz)',
  '(?z)',
  '(?i-z:',
  '(?i\u00e9)',
  '(?-\u00e9',
  '(?i-s)',
  '(?imsx)',
  '(?R)',
  '[',
  ']',
  '[^',
  '[]',
  '[^]',
  '[]a]',
  '[[',
  '[[:alpha:]]',
  '[a-z]',
  '[z-a]',
  '[\\d-z]',
  '[a-\\d]',
  '[a-]',
  '[-a]',
  '[a--b]',
  '[a-z--c]',
  '[a&&b]',
  '[a||b]',
  '[a~~b]',
  '[\\b]',
  '[\\x61-\\x41]',
  '[\\A]',
  '[\\8]',
  '[\\08]',
  '[\\400]',
  '[\\',
  '[a-',
  '[a-\u{1f600}]',
  '[\u{1f600}-a]',
  '[\\N{EM DASH}-\\u3000]',
  '--',
  '&&',
  '||',
  '~~',
  '[&&',
  '[^-',
  '*',
  '+',
  '?',
  '*?',
  '+?',
  '??',
  '*+',
  '++',
  '?+',
  '**',
  '{',
  '}',
  '{}',
  '{1}',
  '{,1}',
  '{1,}',
  '{,}',
  '{1,2}',
  '{2,1}',
  '{1',
  '{1,',
  '{a}',
  '{ 1}',
  '{1}?',
  '{1}+',
  '{1}{2}',
  '{4294967294}',
  '{4294967295}',
  '{1,4294967295}',
  '{2147483648}',
  '{65536}',
  '{0}',
  '{00000000001}',
  '# c\n',
  '# c',
  '#\\\n',
];

/** `source` with one to four random changes: pieces taken out, put in, doubled, swapped, escaped. */
export function mutate(random: Random, source: string): string {
  let chars = Array.from(source);
  for (let times = 1 + random.int(4); times > 0; times--) chars = mutateOnce(random, chars);
  return chars.join('');
}

function mutateOnce(random: Random, chars: readonly string[]): string[] {
  const at = random.int(chars.length + 1);
  const to = Math.min(chars.length, at + 1 + random.int(random.chance(80) ? 2 : 12));
  const head = chars.slice(0, at);
  const piece = chars.slice(at, to);
  const tail = chars.slice(to);
  switch (random.int(7)) {
    case 0:
      return [...head, ...tail];
    case 1:
      return [...head, ...piece, ...piece, ...tail];
    case 2:
      return [...head, '\\', ...piece, ...tail];
    case 3: {
      const other = random.int(chars.length + 1);
      return [...head, ...chars.slice(other, other + piece.length), ...tail];
    }
    case 4:
      return [...Array.from(random.pick(['(?i)', '(?x)', '(?s)', '(?a)', '(?i:', '(?-i:', '(?x:'])), ...chars];
    default:
      return [...head, ...Array.from(random.pick(fragments)), ...piece, ...tail];
  }
}

/** Fragments in a row: mostly invalid, so that every error stands at many places. */
export function randomSoup(random: Random): string {
  return Array.from({ length: 1 + random.int(8) }, () => random.pick(fragments)).join('');
}

/** Follows the grammar, so that most are valid. */
export function randomPattern(random: Random): string {
  const names: string[] = [];
  let groups = 0;
  const alternation = (depth: number): string => {
    const branches = Array.from({ length: random.chance(75) ? 1 : 2 + random.int(2) }, () => sequence(depth));
    return branches.join('|');
  };
  const sequence = (depth: number): string =>
    Array.from({ length: random.int(4) + (depth === 0 ? 1 : 0) }, () => atom(depth) + quantifier()).join('');
  const quantifier = (): string =>
    random.chance(65)
      ? ''
      : random.pick([
          '*',
          '+',
          '?',
          '*?',
          '+?',
          '??',
          '*+',
          '++',
          '?+',
          '{2}',
          '{1,3}',
          '{,2}',
          '{2,}',
          '{0}',
          '{1,2}?',
          '{1,2}+',
          '{,}',
        ]);
  const atom = (depth: number): string => {
    if (depth < 4 && random.chance(30)) return group(depth + 1);
    if (groups > 0 && random.chance(8)) return `\\${1 + random.int(groups)}`;
    if (names.length > 0 && random.chance(6)) return `(?P=${random.pick(names)})`;
    if (random.chance(12)) return charClass();
    return random.pick([
      ...'aaabbbckKs1 .^$#',
      '\\d',
      '\\w',
      '\\s',
      '\\W',
      '\\b',
      '\\B',
      '\\A',
      '\\Z',
      '\\.',
      '\\n',
      '\\x6b',
      '\\u017f',
      '\u212a',
      '\u0130',
      '\u00e9',
      '\u{10400}',
      '\\141',
    ]);
  };
  const group = (depth: number): string => {
    switch (random.int(10)) {
      case 0:
        return `(?:${alternation(depth)})`;
      case 1:
        return `(?${random.pick(['i', 's', 'm', 'x', 'a', 'u', '-i', 'i-s', '-x', 'is-mx'])}:${alternation(depth)})`;
      case 2:
        return `(?${random.pick(['=', '!'])}${alternation(depth)})`;
      case 3:
        return `(?<${random.pick(['=', '!'])}${random.chance(70) ? 'ab' : alternation(depth)})`;
      case 4:
        return `(?>${alternation(depth)})`;
      case 5: {
        const name = `n${names.length}`;
        groups++;
        const body = alternation(depth);
        names.push(name);
        return `(?P<${name}>${body})`;
      }
      case 6:
        return groups === 0
          ? '()'
          : `(?(${1 + random.int(groups)})${sequence(depth)}${random.chance(50) ? `|${sequence(depth)}` : ''})`;
      case 7:
        return '(?#note)';
      default:
        groups++;
        return `(${alternation(depth)})`;
    }
  };
  const charClass = (): string => {
    const members = Array.from({ length: 1 + random.int(4) }, () =>
      random.pick([
        ...'abkKs1^]-&.',
        'a-f',
        '0-9',
        '\\d',
        '\\W',
        '\\s',
        '\\b',
        '\\]',
        '\\-',
        '\\x41-\\x5a',
        '\u0130',
        '\u{10400}',
        '\u{10400}-\u{1044f}',
        '\u00e0-\u00ff',
      ]),
    );
    return `[${random.chance(30) ? '^' : ''}${members.join('')}]`;
  };
  const flags = random.chance(20) ? random.pick(['(?i)', '(?s)', '(?m)', '(?x)', '(?a)', '(?ix)']) : '';
  return flags + alternation(0);
}

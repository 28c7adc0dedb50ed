import type { Random } from '../random.ts';

/** A datepattern, and texts that it may find a date in. */
export interface RandomPattern {
  readonly pattern: string;
  readonly text: () => string;
}

/** A piece of a datepattern with what it matches. */
type Piece = readonly [pattern: string, text: (random: Random) => string];

const two = (number: number): string => String(number).padStart(2, '0');
const upTo =
  (limit: number, from = 0) =>
  (random: Random): string => {
    const number = from + random.int(limit - from + 1);
    return random.chance(75) ? two(number) : String(number);
  };
const oneOf =
  (...texts: string[]) =>
  (random: Random): string =>
    random.pick(texts);
const year = oneOf('2005', '2004', '2005', '1999', '2012', '0001', '9999', '0000');
const month = upTo(13);
const day = upTo(32);
const hour = upTo(24);
const minute = upTo(60);
const names = {
  b: oneOf('Jan', 'feb', 'AUG', 'Sep', 'Dec', 'ſep', 'Foo'),
  B: oneOf('January', 'august', 'MAY', 'december'),
  a: oneOf('Mon', 'sun', 'FRI', 'frı'),
  A: oneOf('Monday', 'sunday', 'Wednesday'),
};
const zone = oneOf('Z', 'UTC', 'GMT', '+0200', '-01:30', '+02', 'CET', 'EST', 'cet', 'ABC', 'CEST-01', 'X', '+1௯');

const directives: readonly Piece[] = [
  ['%Y', year],
  ['%Y', year],
  ['%y', upTo(99)],
  ['%ExY', year],
  ['%ExY', year],
  ['%Exy', upTo(99)],
  ['%m', month],
  ['%m', month],
  ['%Exm', month],
  ['%d', day],
  ['%d', day],
  ['%Exd', day],
  ['%H', hour],
  ['%ExH', hour],
  ['%k', hour],
  ['%Exk', hour],
  ['%I', upTo(13)],
  ['%l', upTo(13)],
  ['%Exl', upTo(13)],
  ['%p', oneOf('AM', 'pm', 'Pm')],
  ['%M', minute],
  ['%ExM', minute],
  ['%S', minute],
  ['%ExS', minute],
  ['%f', oneOf('1', '123', '123456')],
  ['%j', oneOf('001', '1', '60', '366', '365', '226')],
  ['%U', upTo(53)],
  ['%W', upTo(53)],
  ['%w', upTo(6)],
  ['%b', names.b],
  ['%B', names.B],
  ['%a', names.a],
  ['%A', names.A],
  ['%z', zone],
  ['%Z', zone],
  ['%Exz', zone],
  ['%ExZ', zone],
  ['%G', year],
  ['%V', upTo(53)],
  ['%u', upTo(7)],
  ['%c', oneOf('Sun Aug 14 12:00:00 2005', 'mon  feb 30 1:2:3  2004')],
  ['%x', oneOf('08/14/05', '8/4/99')],
  ['%X', oneOf('12:00:00', '1:2:3')],
  ['%%', oneOf('%')],
];

const sequences: readonly string[] = [
  '%Y-%m-%d %H:%M:%S',
  '%ExY-%Exm-%Exd %ExH:%ExM:%ExS',
  '%d.%m.%y %H:%M',
  '%b %d %H:%M:%S',
  '%b %d %Y',
  '%H:%M:%S',
  '%I:%M:%S %p',
  '%I:%M(?: %p)?',
  '%Y %j %H',
  '%y %U %A',
  '%Y %W %w %H:%M',
  '%m/%d %H:%M',
  '%Y%m%d%H%M%S',
  '%Y-%m',
  '%d %H:%M',
  '%A, %d %B %Y %k:%M',
  '%Y-%m-%d',
  '%Y-%m-%dT%H:%M:%S%z',
  '%Y-%m-%d %H:%M:%S(?: ?%Exz)?',
  '%d/%b/%Y:%H:%M:%S %z',
  '%c',
  '%x %X',
  '%a %b %d %H:%M:%S %Y %Z',
  '%Y %a %U',
  '%H%M%S',
  '%S',
  '%j',
  '%y%j',
  '%p %I',
  '%l:%M %p',
  '%Exl:%M:%S%p',
  '%Exk:%M',
  '%Y-%m-%d|%m/%d',
  '(?:%Y-%m-%d|%H:%M)',
  '%Y-%m-%d(?:[.,]%f)?',
];

const literals: readonly Piece[] = [
  ['-', oneOf('-')],
  ['/', oneOf('/')],
  [':', oneOf(':')],
  [' ', oneOf(' ')],
  ['\\.', oneOf('.')],
  ['.', oneOf('.', 'x')],
  ['\\s+', oneOf(' ', '  ')],
  ['\\s*', oneOf('', ' ')],
  ['T', oneOf('T', 't')],
  ['[ T]', oneOf(' ', 'T')],
  ['\\[', oneOf('[')],
  ['\\]', oneOf(']')],
  ['\\(', oneOf('(')],
  ['\\)', oneOf(')')],
  ['at ', oneOf('at ', 'AT ')],
  ['(?:x|y)?', oneOf('', 'x')],
  ['(foo)', oneOf('foo')],
  ['(?P<n>z)?', oneOf('z', '')],
  ['[(]', oneOf('(')],
  [',', oneOf(',')],
  ['\\d+', oneOf('12')],
  ['\\w*', oneOf('ab')],
  ['é', oneOf('é')],
  ['\\b', oneOf('')],
];

const specials: readonly Piece[] = [
  ['EPOCH', oneOf('1124020800', '[1124020800.123]', '12345678901', 'audit(1124020800.123:45)')],
  ['epoch', oneOf('1124020800')],
  ['{^LN-BEG}EPOCH', oneOf('[1124020800]', '1124020800.5')],
  ['^EPOCH', oneOf('[1124020800]')],
  ['LEPOCH', oneOf('1124020800', '1124020800123', '1124020800123456', '1124020800123.456')],
  ['^LEPOCH', oneOf('1124020800123')],
  ['{^LN-BEG}lepoch', oneOf('[1124020800123]')],
  ['TAI64N', oneOf('@4000000052a1b2c30b1f1234')],
  ['tai64n', oneOf('@4000000052a1b2c30b1f1234')],
  ['^TAI64N', oneOf('@ffffffff52a1b2c30b1f1234')],
  ['{^LN-BEG}TAI64N', oneOf('[@4000000052a1b2c30b1f1234]')],
  ['{NONE}', oneOf('x', '')],
  ['{none}', oneOf('x')],
  ['{DEFAULT}', oneOf('Aug 14 11:00:00')],
  ['{default}', oneOf('2005-08-14 11:00:00')],
  ['{^LN-BEG}', oneOf('Aug 14 11:00:00', 'x 2005-08-14 11:00:00')],
  ['ISO8601', oneOf('ISO8601', '2005-08-14T11:00:00')],
  ['{DATE}', oneOf('Aug 14 11:00:00', '2005-08-14 11:00:00')],
  ['^\\[{DATE}\\]', oneOf('[Aug 14 11:00:00]', '[2005-08-14 11:00:00]', '[1124020800]', '[Epoch]')],
  ['at {date}', oneOf('at 2005-08-14 11:00:00')],
  ['\\{DATE}', oneOf('{DATE}')],
  ['{DATE}%z', oneOf('2005-08-14 11:00:00+0200')],
  ['({DATE}) x', oneOf('2005-08-14 11:00:00 x')],
  ['{UNB}{DATE}', oneOf('x2005-08-14 11:00:00y')],
  ['{^LN-BEG}{DATE}', oneOf('[2005-08-14 11:00:00]')],
  ['t={EPOCH}', oneOf('t=1124020800')],
  ['^\\[{LEPOCH}\\] ', oneOf('[1124020800123] ')],
  ['(?<=\\|\\s){LEPOCH}(?=\\s\\|)', oneOf('a | 1124020800123456 |')],
  ['(a){EPOCH}', oneOf('a1124020800')],
  ['{epoch} %Y', oneOf('1124020800 2005')],
  ['x{EPOCH}|%Y', oneOf('x1124020800')],
  ['(?P<Y>\\d+)-%m-%d', oneOf('99999999999-01-02', '2005-1-2', '9999999999999999999999-1-2')],
  ['(?P<Y>\\w+) %m %d', oneOf('2_005 1 2', 'abc 1 2', '２００５ 1 2')],
  ['(?P<j>\\d+) %Y', oneOf('99999999999 2005', '0 2005', '0 0001')],
  ['(?P<b>.*?)-%d', oneOf('-5', 'jan-5')],
  ['(?P<z>[^ ]*) %Y-%m-%d', oneOf('+0200 2005-01-02', 'utc 2005-01-02', ' 2005-01-02')],
  ['$', oneOf('x')],
  ['^', oneOf('x')],
  ['()', oneOf('x')],
  ['(x)?', oneOf('y')],
  ['a*', oneOf('bb')],
  ['abc', oneOf('abc')],
  ['ABC', oneOf('ABC')],
];

const broken: readonly string[] = [
  '%Q',
  '%',
  '%-d',
  '%e',
  '%T',
  '%F',
  '%s',
  '%r',
  '%5s',
  '%.3s',
  '%-d %Y',
  '%(foo)s',
  '%(Y)s',
  '%(Y',
  '%i',
  '%o',
  '%5Y',
  '%é',
  '%s %s',
  '(%Y',
  '%Y)',
  '[%Y',
  '*%Y',
  '%Y%Y',
  '%h',
  '%D',
  '%*d',
  '%(%)c',
];
const flagGroups: readonly string[] = ['(?i)', '(?iu)', '(?s)', '(?x)', '(?m)', '(?a)', '(?i:', '\\(?i)'];

export function randomPattern(random: Random): RandomPattern {
  const pieces = randomPieces(random);
  let pattern = pieces.map(([source]) => source).join('');
  if (random.chance(8)) pattern = `(${pattern})`;
  if (random.chance(6)) pattern = `(?:${pattern})`;
  if (random.chance(6)) pattern = `${pattern}|x`;
  if (random.chance(12)) pattern = `^${pattern}`;
  if (random.chance(6)) pattern = `${pattern}$`;
  if (random.chance(6)) pattern = `**${pattern}`;
  if (random.chance(6)) pattern = `${pattern}**`;
  if (random.chance(8)) pattern = random.pick(flagGroups) + pattern;
  if (random.chance(12))
    pattern = random.pick(['{UNB}', '{^LN-BEG}', '{^LN-BEG}', '{UNB}{^LN-BEG}', '{^LN-BEG}{UNB}', '{unb}']) + pattern;
  return { pattern, text: () => pieces.map(([, text]) => text(random)).join('') };
}

function randomPieces(random: Random): Piece[] {
  const kind = random.int(100);
  if (kind < 45) return pieceSequence(random.pick(sequences), random);
  if (kind < 65) return [random.pick(specials)];
  if (kind < 72) return [...pieceSequence(random.pick(sequences), random), [random.pick(broken), oneOf('x')]];
  return Array.from({ length: 1 + random.int(6) }, () => random.pick(random.chance(60) ? directives : literals));
}

/** A written pattern as pieces, with something put in here and there. */
function pieceSequence(sequence: string, random: Random): Piece[] {
  const pieces: Piece[] = [];
  for (const [text] of sequence.matchAll(/%Ex.|%.|\(\?:|[^%]/g)) {
    const known = directives.find(([source]) => source === text);
    pieces.push(known ?? [text, oneOf(/[()?|[\]]/.test(text) ? '' : text)]);
    if (random.chance(4)) pieces.push(random.pick(literals));
  }
  return pieces;
}

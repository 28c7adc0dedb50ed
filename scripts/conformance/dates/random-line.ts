import { createRandom, type Random } from '../random.ts';

/** A line that holds a date of some format, more or less: wrong values, odd neighbours, several dates, digits of other scripts. */
export function randomLine(random: Random, now: number): string {
  const date = randomDate(random, now);
  const parts = [random.pick(prefixes), formatDate(random, date), random.pick(suffixes)];
  if (random.chance(20))
    parts.push(
      random.pick([' ', ' - ', '', ' at ', '[']),
      formatDate(random, randomDate(random, now)),
      random.pick(suffixes),
    );
  if (random.chance(5))
    parts.splice(
      random.int(parts.length),
      0,
      random.pick(['😀', 'é', '\u00a0', 'ſ', 'ı', '\ud83d', '٣', '日', '\t', '\r']),
    );
  const line = parts.join('');
  return random.chance(10) ? mutate(line, random) : line;
}

/**
 * A log as programs write it: one format, a clock that moves on, what varies before and behind the date, and among it lines
 * without a date, lines of another program, and messages that look as if they held a date.
 */
export function steadyLog(random: Random, now: number, length: number): string[] {
  const format = random.int(formatCount);
  const before = random.pick(steadyPrefixes);
  const after = random.pick(suffixes);
  let moment = now - random.int(400 * 86400);
  // The same choices for every date of the log, but for the rare line that differs.
  const choices = random.int(1 << 30);
  return Array.from({ length }, () => {
    if (random.chance(4)) return randomLine(random, now);
    if (random.chance(8)) return random.pick(undated) + random.pick(messages)(random);
    moment += random.pick([0, 0, 1, 1, 7, 60, random.chance(3) ? 86400 : 61, random.chance(10) ? 3600 : 0]);
    const steady = createRandom(random.chance(97) ? choices : random.int(1 << 30));
    return before(random) + formatDate(steady, partsOf(moment), format) + after + random.pick(messages)(random);
  });
}

const steadyPrefixes: readonly ((random: Random) => string)[] = [
  () => '',
  () => '',
  () => '[',
  () => '<34>',
  (random) => `${random.int(256)}.${random.int(99)}.${random.int(256)}.${random.int(9)} - - [`,
  (random) => `host${random.int(20)} app: `,
  (random) => `[${random.int(9)}] `,
  (random) => random.pick(['INFO ', 'WARNING ', 'ERROR ']),
];
const messages: readonly ((random: Random) => string)[] = [
  () => ' plain',
  () => ' plain',
  (random) => ` id=${random.int(1e9)}`,
  (random) => ` took ${random.int(24)}:${random.int(60)}:${random.int(60)}`,
  () => ' from 2001:db8::12:34:56',
  () => ' user@4000000052a1b2c30b1f1234 x',
  () => ' x@example.com',
  () => ' Gecko/20100101 Firefox/47.0',
  (random) => ` seen 2005-0${1 + random.int(9)}-1${random.int(10)} 10:11:12`,
  () => ' (1124020800.123:45) y',
  () => ' 20050814 111213',
  () => ' \u00e9t\u00e9',
  () => ' [12/25/2005:10:11:12]',
  () => '\r',
];
const undated = ['', '  at java.lang.Thread', '\tcaused by 12:34', '10.1.2.3 -', '---', 'x '];

interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Often near now, or where the clocks change in the tested zones; sometimes impossible. */
function randomDate(random: Random, now: number): DateParts {
  if (random.chance(10))
    return {
      year: 2000 + random.int(40),
      month: random.int(14),
      day: random.int(33),
      hour: random.int(30),
      minute: random.int(62),
      second: random.int(63),
    };
  if (random.chance(15)) {
    const [month, day] = random.pick([
      [3, 31],
      [3, 27],
      [3, 10],
      [3, 8],
      [10, 30],
      [10, 27],
      [11, 3],
      [11, 1],
    ] as const);
    return {
      year: random.pick([2003, 2004, 2005, 2024, 2026]),
      month,
      day,
      hour: random.int(4),
      minute: random.int(60),
      second: random.int(60),
    };
  }
  if (random.chance(5))
    return {
      year: random.pick([2004, 2005, 2024]),
      month: 2,
      day: 28 + random.int(3),
      hour: random.int(24),
      minute: 0,
      second: random.int(60),
    };
  const span = random.pick([3600, 86400, 40 * 86400, 800 * 86400]);
  return partsOf(now + random.int(2 * span) - span);
}

function partsOf(seconds: number): DateParts {
  const moment = new Date(seconds * 1000);
  return {
    year: moment.getUTCFullYear(),
    month: moment.getUTCMonth() + 1,
    day: moment.getUTCDate(),
    hour: moment.getUTCHours(),
    minute: moment.getUTCMinutes(),
    second: moment.getUTCSeconds(),
  };
}

const monthNames = ['Dez', 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun', 'Son'];
const zones = [
  'Z',
  'UTC',
  'GMT',
  '+0200',
  '-05:00',
  '+02',
  '+1459',
  '-0560',
  'CET',
  'EST',
  'PDT',
  'ABC',
  'cest',
  '+2:00',
  'UTC+2',
  '+٠٢',
];

const formatCount = 18;

function formatDate(random: Random, date: DateParts, format = random.int(formatCount)): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const loose = (number: number): string =>
    random.pick([two(number), two(number), String(number), String(number).padStart(2, ' ')]);
  const year = String(date.year);
  const month = random.chance(95) ? (monthNames[date.month] ?? 'Foo') : random.pick(['JAN', 'feb', 'Märch', 'July']);
  const day = random.pick(dayNames);
  const clock = (): string =>
    `${random.chance(80) ? two(date.hour) : loose(date.hour)}:${random.chance(90) ? two(date.minute) : loose(date.minute)}:${random.chance(90) ? two(date.second) : loose(date.second)}`;
  const fraction = (): string =>
    random.chance(30) ? random.pick(['.', ',', '.']) + random.pick(['1', '123', '123456', '123456789']) : '';
  const zone = (): string => (random.chance(40) ? random.pick(['', ' ', '  ']) + random.pick(zones) : '');
  const separator = random.pick(['-', '/', '.', '-', '/', '_']);
  const gap = random.pick([' ', ' ', 'T', '  ', '-', ':', '']);
  switch (format) {
    case 0:
    case 1:
      return `${year}${separator}${two(date.month)}${random.chance(95) ? separator : '-'}${loose(date.day)}${gap}${clock()}${fraction()}${zone()}`;
    case 2:
    case 3:
      return `${random.chance(30) ? `${day} ` : ''}${month} ${loose(date.day)} ${clock()}${fraction()}${random.chance(20) ? ` ${year}` : ''}`;
    case 4:
      return `${day} ${month} ${loose(date.day)} ${year} ${clock()}${fraction()}`;
    case 5:
      return `${loose(date.day)}${separator}${loose(date.month)}${separator}${random.pick([year, year.slice(2)])} ${clock()}${fraction()}`;
    case 6:
    case 7:
      return `${loose(date.day)}${separator}${month}${separator}${year}${random.pick([':', ' ', '', 'T'])}${clock()}${fraction()}${zone()}`;
    case 8:
      return `${loose(date.month)}/${loose(date.day)}/${year}:${clock()}`;
    case 9:
      return `${loose(date.month)}-${loose(date.day)}-${year} ${clock()}${fraction()}`;
    case 10:
      return epoch(random, date);
    case 11:
      return clock() + fraction();
    case 12:
      return `<${two(date.month)}/${two(date.day)}/${year.slice(2)}@${clock()}>`;
    case 13:
      return `${year.slice(2)}${two(date.month)}${two(date.day)} ${random.pick(['', ' '])}${clock()}`;
    case 14:
      return `${month} ${loose(date.day)}, ${year} ${loose(date.hour % 14)}:${two(date.minute)}:${two(date.second)} ${random.pick(['AM', 'PM', 'am', 'pm', 'xm'])}`;
    case 15:
      return random.chance(50)
        ? `${month}-${two(date.day)}-${year.slice(2)} ${clock()}`
        : `@4${(BigInt(Date.UTC(date.year, date.month - 1, date.day) / 1000) + 4611686018427387904n).toString(16).slice(1)}${random.pick(['0b1f1234', '0b1f123', '0b1f12345'])}`;
    case 16:
      return `${year}${two(date.month)}${two(date.day)}${gap}${two(date.hour)}${random.chance(20) ? ':' : ''}${two(date.minute)}${two(date.second)}${fraction()}${zone()}`;
    default:
      return `${random.pick(zones)} ${random.chance(30) ? `${day} ` : ''}${month} ${loose(date.day)} ${clock()}${random.chance(20) ? ` ${year}` : ''}`;
  }
}

function epoch(random: Random, date: DateParts): string {
  const seconds = String(Date.UTC(date.year, date.month - 1, date.day, date.hour, date.minute, date.second) / 1000);
  const number = seconds + random.pick(['', '', '.123', '.123456', '.1', '123', '123456', '123.5', '0']);
  return random.pick([
    number,
    `[${number}]`,
    `audit(${number}:45)`,
    `audit(${number})`,
    `[${number}`,
    ` ${number}`,
    `x${number}`,
  ]);
}

const prefixes = [
  '',
  '',
  '',
  '',
  '',
  '[',
  '<',
  '(',
  ' ',
  '  ',
  '[ ',
  '[[[',
  '"',
  '- ',
  'x',
  'foo ',
  'host sshd[12]: ',
  '1.2.3.4 - - [',
  '10.20.30.40 - admin [',
  'date: ',
  'a=1 ',
  '12 ',
  '123',
  ':',
  '=',
  'time=',
  'some free text ',
  'Jan ',
  'Mon ',
  '2005',
  '20',
  '@',
  '_',
  '.',
  'é',
  '[x] ',
  'PDT ',
  '+0200 ',
  'audit(',
  'type=AVC msg=audit(',
  '😀 ',
  '日本 ',
];
const suffixes = [
  '',
  '',
  ' ',
  ' host sshd[12]: failed from 1.2.3.4',
  '] "GET / HTTP/1.1" 200',
  ' -0500] x',
  ': foo',
  '>',
  ')',
  'x',
  '5',
  '_',
  '.5',
  ',7',
  ' 2005',
  ' 2024 y',
  ' 20030f23',
  'Z',
  '-',
  '/',
  ' [error] 18434#0',
  ' 06:43:20',
  ' +0100',
  ' UTC',
  ' AM x',
  ':45): pid=1',
  ']',
  ' 日本',
  'é',
  '😀',
  '\u00a0',
  '.123',
  ' 1.2.3.4:80 ',
  ' GMT',
  '  +02',
];

/** One change of one character. */
function mutate(line: string, random: Random): string {
  const chars = Array.from(line);
  const at = random.int(chars.length + 1);
  chars.splice(at, random.int(2), random.pick([...'0123456789:-/. T[]<>@,_aZ', '٤', '߁']));
  return chars.join('');
}

import { escapeRegex } from '../text/escape-regex.ts';
import { once } from '../text/once.ts';
import type { Span } from '../text/span.ts';
import { foreignDayBefore } from './foreign-months.ts';

/** Something in a line that reads like a date to a person, whether or not fail2ban finds it. */
export interface WrittenDate {
  /** UTF-16, in the line. */
  readonly span: Span;
  /** What it is made of, in order: "weekday", "day", "month name" … */
  readonly pieces: readonly string[];
  /** The datepatterns that read it, as fail2ban-regex takes them (`%` not doubled), the likeliest first. */
  readonly patterns: readonly string[];
  /** The name of its month, where that is not English: no datepattern reads it. */
  readonly foreignMonth?: string;
}

const separator = String.raw`[-/. ]`;
const monthName =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const dayName = 'mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?';
const twoDigits = String.raw`[0-3]?\d`;

/** The forms of a day, each with what its groups are: `Y` year, `y` of two digits, `m`, `d`, `b` month name, `n` two numbers whose order is not known. */
const dayForms: readonly string[] = [
  String.raw`(?<Y>(?:19|20)\d\d)(?<s1>${separator}|\u5e74)(?<m>${twoDigits})(?<s2>${separator}|\u6708)(?<d>${twoDigits})\u65e5?`,
  String.raw`(?<n1>${twoDigits})(?<s1>${separator})(?<n2>${twoDigits})(?<s2>${separator})(?<Y>(?:19|20)\d\d)`,
  String.raw`(?<d>${twoDigits})(?<s1>${separator}|\. ?)(?<b>${monthName})(?<s2>${separator}|[,.] ?)(?<Y>(?:19|20)\d\d|\d\d(?!\d|:))`,
  String.raw`(?<b>${monthName})(?<s1> {1,2}|[-/.])(?<d>${twoDigits})(?<s2>, ?|[-/. ])(?<Y>(?:19|20)\d\d|(?<=[-/])\d\d(?!\d|:))`,
  String.raw`(?<d>${twoDigits})(?<s1>${separator})(?<b>${monthName})`,
  String.raw`(?<b>${monthName})(?<s1> {1,2}|[-/.])(?<d>${twoDigits})`,
  String.raw`(?<n1>\d\d)(?<s1>[-/.])(?<n2>\d\d)(?<s2>[-/.])(?<n3>\d\d)`,
  String.raw`(?<Y>20\d\d)(?<m>[01]\d)(?<d>[0-3]\d)`,
  String.raw`(?<y>\d\d)(?<m>[01]\d)(?<d>[0-3]\d)`,
];
const clock =
  String.raw`(?<H>[0-2]?\d)(?<c1>[:.h])(?<M>[0-5]\d)(?:(?<c2>[:.m])(?<S>[0-6]\d)(?!\d)(?<f>[.,:]\d{1,9}(?!\d))?)?` +
  String.raw`(?<p> ?[ap]m\b)?(?<z> ?(?:Z\b|(?:UTC|GMT)\b|[+-][01]\d:?\d\d(?!\d)))?(?<zn> \(?[A-Z]{3,5}\)?(?![A-Za-z]))?`;
const compactClock = String.raw`(?<H>[0-2]\d)(?<M>[0-5]\d)(?<S>[0-6]\d)(?<f>[.,]\d{1,9})?(?<z>Z\b|[+-][01]\d:?\d\d(?!\d))?`;
const between = String.raw`[T_@|,;:\- \t]{1,4}|\.{3}| at `;
const weekday = String.raw`(?:(?<a>${dayName})(?<as>,? ?|\.,? ))?`;
const before = String.raw`(?<![\p{L}\p{N}.:/-])`;

const expressions = once((): readonly RegExp[] => [
  ...dayForms.map((day, i) => {
    const time = i < 7 ? clock : `(?:${clock}|${compactClock.replaceAll('?<', '?<x')})`;
    return new RegExp(
      `${before}${weekday}${day}(?<mid>${between})${time}(?<ys> (?=(?:19|20)\\d\\d\\b))?(?<Y2>(?<= )20\\d\\d\\b)?`,
      'diu',
    );
  }),
  // All digits in a row: 20251129101201.
  new RegExp(`${before}(?<Y>20\\d\\d)(?<m>[01]\\d)(?<d>[0-3]\\d)${compactClock}(?!\\d)`, 'diu'),
  // The time first.
  ...dayForms.slice(0, 4).map((day) => new RegExp(`${before}${clock}(?<mid>${between})${weekday}${day}(?!\\d)`, 'diu')),
  // A day alone, with its year.
  ...dayForms.slice(0, 4).map((day) => new RegExp(`${before}${weekday}${day}(?![\\d])`, 'diu')),
]);
const clockAlone = once(() => new RegExp(String.raw`(?<![\p{L}\p{N}.-])(?<![\d:][:.])${clock}(?![\d:])`, 'diu'));
const epoch = once(() => /(?<![\p{L}\p{N}.-])(?<!\d:)1\d{9}(?:[.,]\d{1,6}|\d{3}(?:\d{3})?)?(?![\p{L}\p{N}])/u);

/** Longer lines are looked at only so far: a date stands near the start or the end. */
const longest = 4000;
const mostDates = 3;

/** All dates in a line, at most three, those with a day and a year before a time alone. */
export function findDates(line: string): WrittenDate[] {
  const text = line.slice(0, longest);
  const found: WrittenDate[] = [];
  const take = (date: WrittenDate | undefined): void => {
    if (date && !found.some(({ span }) => span.start < date.span.end && date.span.start < span.end)) found.push(date);
  };
  for (const expression of expressions()) {
    if (found.length >= mostDates) break;
    const match = expression.exec(text);
    if (match) take(readDate(match));
  }
  const moment = epoch().exec(text);
  if (moment) {
    const isLong = /^\d{13}/.test(moment[0]);
    take({
      span: { start: moment.index, end: moment.index + moment[0].length },
      pieces: [isLong ? 'milliseconds since 1970' : 'seconds since 1970'],
      patterns: [isLong ? '{LEPOCH}' : '{EPOCH}'],
    });
  }
  if (found.length === 0) {
    const time = clockAlone().exec(text);
    const date = time?.groups?.['S'] ? readDate(time) : undefined;
    const day = date && foreignDayBefore(text.slice(0, date.span.start));
    take(
      date && day
        ? {
            span: { start: day.start, end: date.span.end },
            pieces: [...day.pieces, ...date.pieces],
            patterns: [],
            foreignMonth: day.month,
          }
        : date,
    );
  }
  return found;
}

const pieceNames: Readonly<Record<string, string>> = {
  a: 'weekday',
  Y: 'year',
  Y2: 'year',
  y: 'year of two digits',
  m: 'month',
  b: 'month name',
  d: 'day',
  H: 'hour',
  M: 'minute',
  S: 'second',
  f: 'fraction',
  p: 'am or pm',
  z: 'zone',
  zn: 'zone name',
};

/** Names the groups of a match and writes the directive of each; what stands between them stays as it is. */
function readDate(match: RegExpExecArray): WrittenDate | undefined {
  const groups = Object.entries(match.indices!.groups!)
    .filter((entry): entry is [string, [number, number]] => entry[1] !== undefined && entry[1][1] > entry[1][0])
    .map(([name, [start, end]]) => ({ name: name.replace(/^x/, ''), start, end }))
    .filter(({ name, start, end }) => name !== 'zn' || /^ \(?[A-Z]+\)?$/.test(match.input.slice(start, end)))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const orders = numberOrders(
    groups.map(({ name }) => name),
    match,
  );
  if (orders.length === 0) return undefined;
  const hasHalves = groups.some(({ name }) => name === 'p');
  const isCompact = /^(?:\d{6,8}|\d{14})$/.test(match[0].split(/[^\d]/)[0]!);
  const patternOf = (order: Readonly<Record<string, string>>): string => {
    let pattern = '';
    let at = match.index;
    for (const { name, start, end } of groups) {
      if (!(name in pieceNames) && !(name in order)) continue;
      // A zone that is named stays in the line: fail2ban takes the letters for one zone, and CST is several.
      if (name === 'zn') break;
      const text = match.input.slice(start, end);
      pattern += literal(match.input.slice(at, start)) + directive(order[name] ?? name, text, hasHalves, isCompact);
      at = end;
    }
    return pattern;
  };
  const names = groups.map(({ name }) => orders[0]![name] ?? name).filter((name) => name in pieceNames);
  return {
    span: { start: match.index, end: ends(match, groups) },
    pieces: piecesOf(names),
    patterns: orders.map(patternOf),
  };
}

/** Where the last piece ends: a word behind the time that is no zone does not belong to the date. */
function ends({ index }: RegExpExecArray, groups: readonly { name: string; end: number }[]): number {
  return Math.max(
    index,
    ...groups.filter(({ name }) => name in pieceNames || /^n\d$/.test(name)).map(({ end }) => end),
  );
}

function piecesOf(names: readonly string[]): string[] {
  const clockNames = ['H', 'M', 'S'];
  const words = names.filter((name) => !clockNames.includes(name)).map((name) => pieceNames[name]!);
  const at = names.findIndex((name) => clockNames.includes(name));
  if (at !== -1) words.splice(at, 0, names.includes('S') ? 'time' : 'time without seconds');
  return words;
}

/** Which of two or three numbers is the day: what is greater than 12 is no month. All orders that can be, the likeliest first. */
function numberOrders(names: readonly string[], { groups }: RegExpExecArray): Record<string, string>[] {
  if (!names.includes('n1')) return [{}];
  const orders = names.includes('n3')
    ? [
        { n1: 'd', n2: 'm', n3: 'y' },
        { n1: 'm', n2: 'd', n3: 'y' },
        { n1: 'y', n2: 'm', n3: 'd' },
      ]
    : [
        { n1: 'd', n2: 'm' },
        { n1: 'm', n2: 'd' },
      ];
  const limits: Readonly<Record<string, number>> = { d: 31, m: 12, y: 99 };
  return orders.filter((order) =>
    Object.entries(order).every(([group, name]) => {
      const value = Number(groups![group]);
      return value <= limits[name]! && (name === 'y' || value > 0);
    }),
  );
}

function directive(name: string, text: string, hasHalves: boolean, isCompact: boolean): string {
  switch (name) {
    case 'a':
      return text.length > 3 ? '%A' : '%a';
    case 'b':
      return text.length > 3 ? '%B' : '%b';
    case 'Y':
    case 'Y2':
      return text.length === 2 ? '%y' : '%Y';
    case 'H':
      return hasHalves ? '%I' : isCompact && text.length === 2 ? '%ExH' : '%H';
    case 'M':
    case 'S':
    case 'm':
    case 'd':
      return isCompact ? `%Ex${name}` : `%${name}`;
    case 'f':
      return `(?:${text.startsWith(':') ? ':' : '[.,]'}%f${text.length > 7 ? '\\d*' : ''})?`;
    case 'p':
      return `${text.startsWith(' ') ? ' ' : ''}%p`;
    case 'z':
      return `(?:${text.startsWith(' ') ? ' ' : ''}%z)?`;
    default:
      return `%${name}`;
  }
}

/** Text of a line, as it stands in a datepattern. */
export function literal(text: string): string {
  return escapeRegex(text)
    .replaceAll('%', '%%')
    .replace(/ {2,}/g, ' +')
    .replace(/\p{Cc}/gu, (char) => `\\x${char.codePointAt(0)!.toString(16).padStart(2, '0')}`);
}

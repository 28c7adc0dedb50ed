/**
 * What `%Y` and its kin mean in a datepattern: fail2ban's `timeRE` (strptime.py), which is CPython's `_strptime.TimeRE` for the
 * C locale with additions. The order of the rows is that of the real table; `%s` in a datepattern prints the table.
 */
export interface Directive {
  /** What stands behind the `%`. */
  readonly key: string;
  /** What fail2ban writes in a template's display name. */
  readonly name: string;
  /** The Python regex that the directive stands for. */
  readonly regex: string;
}

const zoneAbbreviation = '[A-Z](?:[A-Z]{2,4})?';
const monthsShort = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const daysShort = 'mon|tue|wed|thu|fri|sat|sun';
/** CPython's own forms, which `%c`, `%x` and `%X` were made of before fail2ban replaced the single directives. */
const plainDay = '(?P<d>3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9])';
const plainTime = '(?P<H>2[0-3]|[0-1]\\d|\\d):(?P<M>[0-5]\\d|\\d):(?P<S>6[0-1]|[0-5]\\d|\\d)';
const plainMonth = '(?P<m>1[0-2]|0[1-9]|[1-9])';

const yearKey = 'ExY';

/** [key, display name, regex]; the regex of `ExY` depends on the clock. */
const rows: readonly (readonly [key: string, name: string, regex: string])[] = [
  ['d', 'Day', '(?P<d>[1-2]\\d|[0 ]?[1-9]|3[0-1])'],
  ['f', 'Microseconds', '(?P<f>[0-9]{1,6})'],
  ['H', '24hour', '(?P<H>[0-1]?\\d|2[0-3])'],
  ['I', '12hour', '(?P<I>1[0-2]|0[1-9]|[1-9])'],
  ['G', '%G', '(?P<G>\\d\\d\\d\\d)'],
  ['j', 'Yearday', '(?P<j>36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9])'],
  ['m', 'Month', '(?P<m>0?[1-9]|1[0-2])'],
  ['M', 'Minute', '(?P<M>[0-5]?\\d)'],
  ['S', 'Second', '(?P<S>[0-5]?\\d|6[0-1])'],
  ['U', 'Yearweek', '(?P<U>5[0-3]|[0-4]\\d|\\d)'],
  ['w', 'Weekday', '(?P<w>[0-6])'],
  ['u', '%u', '(?P<u>[1-7])'],
  ['V', '%V', '(?P<V>5[0-3]|0[1-9]|[1-4]\\d|\\d)'],
  ['y', 'Year2', '(?P<y>\\d\\d)'],
  ['Y', 'Year', '(?P<Y>\\d{4})'],
  ['z', 'Zone offset', '(?P<z>Z|UTC|GMT|[+-][01]\\d(?::?\\d{2})?)'],
  ['A', 'DAYNAME', '(?P<A>wednesday|thursday|saturday|tuesday|monday|friday|sunday)'],
  ['a', 'DAY', `(?P<a>${daysShort})`],
  ['B', 'MONTH', '(?P<B>september|february|november|december|january|october|august|march|april|june|july|may)'],
  ['b', 'MON', `(?P<b>${monthsShort})`],
  ['p', 'AMPM', '(?P<p>am|pm)'],
  ['Z', 'Zone name', '(?P<Z>Z|[A-Z]{3,5})'],
  ['%', '%', '%'],
  ['W', 'Yearweek', '(?P<W>5[0-3]|[0-4]\\d|\\d)'],
  ['c', '%c', `(?P<a>${daysShort})\\s+(?P<b>${monthsShort})\\s+${plainDay}\\s+${plainTime}\\s+(?P<Y>\\d\\d\\d\\d)`],
  ['x', '%x', `${plainMonth}/${plainDay}/(?P<y>\\d\\d)`],
  ['X', '%X', plainTime],
  ['k', '%k', ' ?(?P<H>[0-2]?\\d)'],
  ['l', '%l', ' ?(?P<I>1?\\d)'],
  ['ExZ', 'ExZone name', `(?P<Z>${zoneAbbreviation})`],
  ['Exz', 'ExZone offset', `(?P<z>(?:${zoneAbbreviation})?[+-][01]\\d(?::?\\d{2})?|${zoneAbbreviation})`],
  ['Exd', 'ExDay', '(?P<d>[1-2]\\d|0[1-9]|3[0-1])'],
  ['Exm', 'ExMonth', '(?P<m>0[1-9]|1[0-2])'],
  ['ExH', 'Ex24hour', '(?P<H>[0-1]\\d|2[0-3])'],
  // The display names of these two vary from run to run of fail2ban (`%Exk` or `Ex%k`): it walks a set to make them.
  ['Exk', '%Exk', ' ?(?P<H>[0-1]?\\d|2[0-3])'],
  ['Exl', '%Exl', ' ?(?P<I>1[0-2]|\\d)'],
  ['ExM', 'ExMinute', '(?P<M>[0-5]\\d)'],
  ['ExS', 'ExSecond', '(?P<S>[0-5]\\d|6[0-1])'],
  [yearKey, 'ExYear', ''],
  ['Exy', 'ExYear2', '(?P<y>\\d{2})'],
];

/** The keys, longest first: how a `%` is read. */
export const directiveKeys: readonly string[] = rows.map(([key]) => key).sort((a, b) => b.length - a.length);

/** The directives as they stand in a process that starts in `year` (local time). */
export function createDirectives(year: number): readonly Directive[] {
  return rows.map(([key, name, regex]) => ({
    key,
    name,
    regex: key === yearKey ? `(?P<Y>${yearPrefixes(year)}\\d)` : regex,
  }));
}

/**
 * The first three digits of the years that `%ExY` takes: every decade from 2000 on to that of `year + 3`, and that of last
 * year. `_getYearCentRE` of strptime.py. E.g. `20[012]` in 2024, `200` in 2005.
 */
function yearPrefixes(year: number): string {
  const years = [year - 1, year + 3];
  const firstYear = 2001;
  for (let i = -1; i < year - firstYear + 1; i += 3) years.push(firstYear + i);
  return oneOf([...new Set(years.map((y) => String(y).slice(0, 3)))].sort());
}

/** `grp` of strptime.py: `20[012]`, or `(?:199|200)` where the beginnings differ. */
function oneOf(choices: readonly string[]): string {
  const [first = ''] = choices;
  if (choices.length < 2) return first;
  const shared = [first.slice(0, -1), first.slice(0, 1)].find(
    (start) => start !== '' && choices.every((choice) => choice.startsWith(start)),
  );
  if (shared) return shared + oneOf(choices.map((choice) => choice.slice(shared.length)));
  return first.length > 1 ? `(?:${choices.join('|')})` : `[${choices.join('')}]`;
}

import { pythonInt } from '../text/python-string.ts';
import { pythonRepr } from '../text/python-string.ts';
import { civilFromDays, daysFrom1970, daysInMonth, daySeconds, firstDay, lastDay, weekday } from './calendar.ts';
import { crash, unparsable, type DateFailure, type DateOutcome } from './date-value.ts';
import type { LocalZone, MakeTime } from './local-time.ts';
import { offsetOfZone } from './zone-offset.ts';

/** What the value of a date depends on besides its text. */
export interface InstantContext {
  /** Seconds since 1970, with a fraction. */
  now(): number;
  readonly localZone: LocalZone;
  readonly makeTime: MakeTime;
  /** `logtimezone`, `--timezone`: minutes east of UTC for dates without a zone of their own; undefined for local time. */
  readonly defaultOffset: number | undefined;
}

/** The named groups that took part in a match, in the order of their groups. Others than directive keys are ignored. */
export interface DateFields {
  readonly values: readonly (readonly [key: string, value: string])[];
  /** The group `p` (AM/PM): null where it took no part, undefined where the pattern has none. */
  readonly dayHalf: string | null | undefined;
}

const shortMonths = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const fullMonths = [
  '',
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const shortDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const fullDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

interface Parts {
  year: number | undefined;
  month: number | undefined;
  day: number | undefined;
  hour: number;
  minute: number;
  second: number;
  weekday: number | undefined;
  yearday: number | undefined;
  week: number | undefined;
  isMondayFirst: boolean;
  /** Minutes east of UTC. */
  offset: number | undefined;
}

/** fail2ban's `reGroupDictStrptime`: the moment that the fields name, with the gaps filled from the clock. */
export function toInstant(fields: DateFields, context: InstantContext): DateOutcome {
  const parts: Parts = {
    year: undefined,
    month: undefined,
    day: undefined,
    hour: 0,
    minute: 0,
    second: 0,
    weekday: undefined,
    yearday: undefined,
    week: undefined,
    isMondayFirst: false,
    offset: undefined,
  };
  for (const [key, value] of fields.values) {
    const failure = readField(key, value, fields, parts);
    if (failure) return failure;
  }
  const filled = fillDate(parts, context);
  return 'kind' in filled ? filled : resolve(parts, filled, context);
}

function readField(key: string, value: string, { dayHalf }: DateFields, parts: Parts): DateFailure | undefined {
  switch (key) {
    case 'Z':
    case 'z': {
      const offset = value === 'Z' || value === 'UTC' || value === 'GMT' ? 0 : offsetOfZone(value);
      if (typeof offset !== 'number') return offset;
      parts.offset = offset;
      return undefined;
    }
    case 'B':
      return readName(value, fullMonths, (month) => (parts.month = month));
    case 'b':
      return readName(value, shortMonths, (month) => (parts.month = month));
    case 'A':
      return readName(value, fullDays, (day) => (parts.weekday = day));
    case 'a':
      return readName(value, shortDays, (day) => (parts.weekday = day));
    case 'y':
      // Always in this century: `99` is 2099.
      return readNumber(value, (year) => (parts.year = year <= 2000 ? year + 2000 : year));
    case 'Y':
      return readNumber(value, (year) => (parts.year = year));
    case 'm':
      return readNumber(value, (month) => (parts.month = month));
    case 'd':
      return readNumber(value, (day) => (parts.day = day));
    case 'H':
      return readNumber(value, (hour) => (parts.hour = hour));
    case 'I':
      return readHourOfHalf(value, dayHalf, parts);
    case 'M':
      return readNumber(value, (minute) => (parts.minute = minute));
    case 'S':
      return readNumber(value, (second) => (parts.second = second));
    case 'w':
      // Sunday is 0 in the text and 6 for us.
      return readNumber(value, (day) => (parts.weekday = day - 1 < 0 ? 6 : day - 1));
    case 'j':
      return readNumber(value, (day) => (parts.yearday = day));
    case 'U':
    case 'W':
      parts.isMondayFirst = key === 'W';
      return readNumber(value, (week) => (parts.week = week));
    default:
      return undefined;
  }
}

function readName(value: string, names: readonly string[], set: (index: number) => void): DateFailure | undefined {
  const name = value.toLowerCase();
  const index = names.indexOf(name);
  if (index === -1) return unparsable('ValueError', `${pythonRepr(name)} is not in list`);
  set(index);
  return undefined;
}

function readNumber(value: string, set: (number: number) => void): DateFailure | undefined {
  const plain = plainNumber(value);
  if (plain >= 0) {
    set(plain);
    return undefined;
  }
  const number = pythonInt(value);
  if (number === undefined)
    return unparsable('ValueError', `invalid literal for int() with base 10: ${pythonRepr(value)}`);
  set(Number(number));
  return undefined;
}

/** Up to nine ASCII digits, as almost all dates have them; -1 for what Python's `int` has to see. */
function plainNumber(text: string): number {
  if (text.length === 0 || text.length > 9) return -1;
  let number = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** `%I`: without AM or PM it counts as AM. A pattern whose `%p` took no part ends in an AttributeError. */
function readHourOfHalf(value: string, dayHalf: string | null | undefined, parts: Parts): DateFailure | undefined {
  const failure = readNumber(value, (hour) => (parts.hour = hour));
  if (failure) return failure;
  if (dayHalf === null) return crash('AttributeError', "'NoneType' object has no attribute 'lower'");
  const half = dayHalf?.toLowerCase() ?? '';
  if ((half === '' || half === 'am') && parts.hour === 12) parts.hour = 0;
  else if (half === 'pm' && parts.hour !== 12) parts.hour += 12;
  return undefined;
}

/** A whole date, and which of its parts the clock gave. */
interface FilledDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly isYearAssumed: boolean;
  readonly isTodayAssumed: boolean;
}

function fillDate(parts: Parts, context: InstantContext): FilledDate | DateFailure {
  const isYearAssumed = parts.year === undefined;
  let { month, day } = parts;
  let year = parts.year ?? civilFromDays(Math.floor(localNow(context) / daySeconds)).year;
  if (month === undefined || day === undefined) {
    const fromYearday = dateOfYearday(year, parts);
    if (fromYearday && 'kind' in fromYearday) return fromYearday;
    if (fromYearday) ({ year, month, day } = fromYearday);
  }
  if (month === undefined && day === undefined) {
    const today = civilFromDays(Math.floor(localNow(context) / daySeconds));
    return checkDate({ year, month: today.month, day: today.day, isYearAssumed, isTodayAssumed: true }, parts);
  }
  // Only one of the two: `datetime(year, None, day)`.
  if (month === undefined || day === undefined)
    return crash('TypeError', "'NoneType' object cannot be interpreted as an integer");
  return checkDate({ year, month, day, isYearAssumed, isTodayAssumed: false }, parts);
}

/** The date that `%j`, or a week and a weekday, name; undefined where neither is there. */
function dateOfYearday(year: number, parts: Parts) {
  let { yearday } = parts;
  if (yearday === undefined) {
    if (parts.week === undefined || parts.weekday === undefined) return undefined;
    if (year < 1 || year > 9999) return outOfRange(year, `year ${year} is out of range`);
    yearday = yeardayOfWeek(year, parts.week, parts.weekday, parts.isMondayFirst);
  }
  if (year < 1 || year > 9999) return outOfRange(year, `year ${year} is out of range`);
  const days = daysFrom1970(year, 1, 1) + yearday - 1;
  if (days < firstDay) return outOfRange(days, 'ordinal must be >= 1');
  if (days > lastDay) return outOfRange(days, `year ${civilFromDays(days).year} is out of range`);
  return civilFromDays(days);
}

/** `_calc_julian_from_U_or_W` of CPython's _strptime. */
function yeardayOfWeek(year: number, week: number, day: number, isMondayFirst: boolean): number {
  let firstWeekday = weekday(daysFrom1970(year, 1, 1));
  let weekDay = day;
  if (!isMondayFirst) {
    firstWeekday = (firstWeekday + 1) % 7;
    weekDay = (day + 1) % 7;
  }
  const daysInWeekZero = (7 - firstWeekday) % 7;
  return week === 0 ? 1 + weekDay - firstWeekday : 1 + daysInWeekZero + 7 * (week - 1) + weekDay;
}

/** The checks of `datetime(…)`, in its order. */
function checkDate(date: FilledDate, { hour, minute, second }: Parts): FilledDate | DateFailure {
  for (const number of [date.year, date.month, date.day, hour, minute, second])
    if (Math.abs(number) > 0x7fffffff) return outOfRange(number, '');
  const { year, month, day } = date;
  if (year < 1 || year > 9999) return unparsable('ValueError', `year ${year} is out of range`);
  if (month < 1 || month > 12) return unparsable('ValueError', 'month must be in 1..12');
  if (day < 1 || day > daysInMonth(year, month)) return unparsable('ValueError', 'day is out of range for month');
  if (hour < 0 || hour > 23) return unparsable('ValueError', 'hour must be in 0..23');
  if (minute < 0 || minute > 59) return unparsable('ValueError', 'minute must be in 0..59');
  if (second < 0 || second > 59) return unparsable('ValueError', 'second must be in 0..59');
  return date;
}

/** A ValueError, or the OverflowError of a number too large for C (only where the author wrote the group: `(?P<Y>\d+)`). */
function outOfRange(number: number, message: string): DateFailure {
  if (Math.abs(number) >= 2 ** 63) return crash('OverflowError', 'Python int too large to convert to C long');
  if (number > 0x7fffffff) return crash('OverflowError', 'signed integer is greater than maximum');
  if (number < -0x80000000) return crash('OverflowError', 'signed integer is less than minimum');
  return unparsable('ValueError', message);
}

function resolve(
  { hour, minute, second, offset: ownOffset }: Parts,
  date: FilledDate,
  context: InstantContext,
): DateOutcome {
  const { year, month, day, isYearAssumed, isTodayAssumed } = date;
  const offset = ownOffset ?? context.defaultOffset;
  let seconds = daysFrom1970(year, month, day) * daySeconds + hour * 3600 + minute * 60 + second - (offset ?? 0) * 60;
  if (!isInCalendar(seconds)) return crash('OverflowError', 'date value out of range');
  // A value in UTC is compared with a clock in local time, as fail2ban does.
  if (isTodayAssumed && seconds > localNow(context)) seconds -= daySeconds;
  if (isYearAssumed && seconds > localNow(context) + daySeconds) {
    // The year changes, the time of the day does not, and a zone's shift to another day is lost.
    if (day > daysInMonth(year - 1, month)) return unparsable('ValueError', 'day is out of range for month');
    seconds = daysFrom1970(year - 1, month, day) * daySeconds + (((seconds % daySeconds) + daySeconds) % daySeconds);
  }
  if (offset !== undefined) return { kind: 'time', seconds };
  const utc = context.makeTime.toUtc(seconds);
  return utc === null ? crash('OverflowError', 'mktime argument out of range') : { kind: 'time', seconds: utc };
}

function isInCalendar(seconds: number): boolean {
  return seconds >= firstDay * daySeconds && seconds < (lastDay + 1) * daySeconds;
}

/** `datetime.now()` as seconds from 1970 as if it were UTC. */
function localNow({ now, localZone }: InstantContext): number {
  const utc = now();
  return utc + localZone.offsetAt(utc);
}

import { expect, it } from 'vitest';
import { createLocalZone, MakeTime } from './local-time.ts';
import { toInstant, type DateFields } from './to-instant.ts';

/** 2005-08-14 12:00:00 UTC */
const now = 1124020800;
const at = (text: string): number => Date.parse(`${text}Z`) / 1000;

function instantOf(
  fields: Readonly<Record<string, string>>,
  options: { zone?: string; defaultOffset?: number; dayHalf?: string | null } = {},
) {
  const localZone = createLocalZone(options.zone ?? 'UTC');
  const given: DateFields = {
    values: Object.entries(fields),
    dayHalf: 'dayHalf' in options ? options.dayHalf : fields['p'],
  };
  return toInstant(given, {
    now: () => now,
    localZone,
    makeTime: new MakeTime(localZone),
    defaultOffset: options.defaultOffset,
  });
}

it.each([
  ['a whole date', { Y: '2004', m: '2', d: '29', H: '1', M: '2', S: '3' }, '2004-02-29T01:02:03'],
  ['a fraction is passed over', { Y: '2004', m: '2', d: '9', f: '999999' }, '2004-02-09T00:00:00'],
  ['two digits of the year are always of this century', { y: '99', m: '1', d: '1' }, '2099-01-01T00:00:00'],
  ['names in any case', { Y: '2004', b: 'SEP', d: ' 5' }, '2004-09-05T00:00:00'],
  ['full names', { Y: '2004', B: 'September', d: '5', A: 'Sunday' }, '2004-09-05T00:00:00'],
  ['digits of another script', { Y: '٢٠٠٤', m: '1', d: '1' }, '2004-01-01T00:00:00'],
  ['noon', { Y: '2004', m: '1', d: '1', I: '12', p: 'PM' }, '2004-01-01T12:00:00'],
  ['midnight', { Y: '2004', m: '1', d: '1', I: '12', p: 'am' }, '2004-01-01T00:00:00'],
  ['afternoon', { Y: '2004', m: '1', d: '1', I: '3', p: 'pm' }, '2004-01-01T15:00:00'],
  ['the day of the year', { Y: '2004', j: '60' }, '2004-02-29T00:00:00'],
  ['a week that begins on Sunday', { Y: '2001', U: '11', A: 'Wednesday' }, '2001-03-21T00:00:00'],
  ['a week that begins on Monday', { Y: '2001', W: '11', A: 'Wednesday' }, '2001-03-14T00:00:00'],
  ['Sunday as a number', { Y: '2001', W: '11', w: '0' }, '2001-03-18T00:00:00'],
  ['without a year: this one', { b: 'aug', d: '15', H: '11' }, '2005-08-15T11:00:00'],
  ['without a year, more than a day ahead: last year', { b: 'aug', d: '16' }, '2004-08-16T00:00:00'],
  ['only a time: today', { H: '11', M: '59' }, '2005-08-14T11:59:00'],
  ['only a time that is to come: yesterday', { H: '12', M: '1' }, '2005-08-13T12:01:00'],
  ['a zone offset', { Y: '2004', m: '1', d: '1', z: '+02:30' }, '2003-12-31T21:30:00'],
  ['hours of a zone offset only', { Y: '2004', m: '1', d: '1', z: '-05' }, '2004-01-01T05:00:00'],
  ['minutes of a zone offset beyond 59', { Y: '2004', m: '1', d: '1', z: '-0560' }, '2004-01-01T06:00:00'],
  ['a zone by its name', { Y: '2004', m: '1', d: '1', Z: 'CEST' }, '2003-12-31T22:00:00'],
  ['a zone name and an offset', { Y: '2004', m: '1', d: '1', z: 'CET+0130' }, '2003-12-31T21:30:00'],
])('should find the moment of %s', (_, fields: object, moment) => {
  expect(instantOf(fields as Record<string, string>)).toEqual({ kind: 'time', seconds: at(moment) });
});

it('should read a date without a zone in the default zone, or else in local time', () => {
  const fields = { Y: '2004', m: '7', d: '1' };
  expect(instantOf(fields, { zone: 'Europe/Berlin' })).toEqual({ kind: 'time', seconds: at('2004-06-30T22:00:00') });
  expect(instantOf(fields, { zone: 'Europe/Berlin', defaultOffset: -90 })).toEqual({
    kind: 'time',
    seconds: at('2004-07-01T01:30:00'),
  });
  expect(instantOf({ ...fields, z: 'Z' }, { zone: 'Europe/Berlin', defaultOffset: -90 })).toEqual({
    kind: 'time',
    seconds: at('2004-07-01T00:00:00'),
  });
});

it.each([
  ['a day that is not', { Y: '2005', m: '2', d: '29' }, 'day is out of range for month'],
  ['29 February of last year', { m: '2', d: '29' }, 'day is out of range for month'],
  ['hour 29', { Y: '2005', m: '1', d: '1', H: '29' }, 'hour must be in 0..23'],
  ['a leap second', { Y: '2005', m: '1', d: '1', S: '60' }, 'second must be in 0..59'],
  ['year 0', { Y: '0000', m: '1', d: '1' }, 'year 0 is out of range'],
  ['a name that only looks right to the regex', { Y: '2005', b: 'ſep', d: '1' }, "'ſep' is not in list"],
  ['a zone in small letters', { Y: '2005', m: '1', d: '1', Z: 'foo' }, "Unknown or unsupported time zone: 'foo'"],
  ['no number', { Y: 'x', m: '1', d: '1' }, "invalid literal for int() with base 10: 'x'"],
])('should give no moment for %s', (_, fields: object, message) => {
  expect(instantOf(fields as Record<string, string>)).toEqual({ kind: 'unparsable', exception: 'ValueError', message });
});

it.each([
  [
    'a month without a day',
    { Y: '2005', m: '1' },
    'TypeError',
    "'NoneType' object cannot be interpreted as an integer",
  ],
  ['an unknown zone in capitals', { Y: '2005', m: '1', d: '1', Z: 'ABC' }, 'KeyError', "'ABC'"],
  [
    'a number beyond C',
    { Y: '99999999999', m: '1', d: '1' },
    'OverflowError',
    'signed integer is greater than maximum',
  ],
  [
    'a zone that leads out of the calendar',
    { Y: '0001', m: '1', d: '1', z: '+0200' },
    'OverflowError',
    'date value out of range',
  ],
])('should fail as fail2ban does for %s', (_, fields: object, exception, message) => {
  expect(instantOf(fields as Record<string, string>)).toEqual({ kind: 'crash', exception, message });
});

it('should fail as fail2ban does where %p took no part', () => {
  expect(instantOf({ I: '3' }, { dayHalf: null })).toEqual({
    kind: 'crash',
    exception: 'AttributeError',
    message: "'NoneType' object has no attribute 'lower'",
  });
});

import { expect, it } from 'vitest';
import { createLocalZone, MakeTime } from './local-time.ts';

const local = (text: string): number => Date.parse(`${text}Z`) / 1000;
const utc = local;

it.each([
  ['Europe/Berlin', '2024-01-01T00:00:00', 3600],
  ['Europe/Berlin', '2024-07-01T00:00:00', 7200],
  ['Europe/Berlin', '2024-03-31T00:59:59', 3600],
  ['Europe/Berlin', '2024-03-31T01:00:00', 7200],
  ['America/New_York', '2024-11-03T05:59:59', -14400],
  ['America/New_York', '2024-11-03T06:00:00', -18000],
  ['Asia/Kathmandu', '2024-01-01T00:00:00', 20700],
  ['UTC', '2024-01-01T00:00:00', 0],
])('should know the offset: %s at %s', (zone, moment, offset) => {
  expect(createLocalZone(zone).offsetAt(utc(moment))).toBe(offset);
});

it.each([
  ['winter', '2024-01-15T12:00:00', '2024-01-15T11:00:00'],
  ['summer', '2024-07-15T12:00:00', '2024-07-15T10:00:00'],
  ['a time that the clocks skip', '2024-03-31T02:30:00', '2024-03-31T01:30:00'],
  ['a time that comes twice: the later where the guess is UTC', '2024-10-27T02:30:00', '2024-10-27T01:30:00'],
])('should find the moment of a local time: %s', (_, time, moment) => {
  expect(new MakeTime(createLocalZone('Europe/Berlin')).toUtc(local(time))).toBe(utc(moment));
});

it('should stay with the offset used last where a time comes twice', () => {
  const makeTime = new MakeTime(createLocalZone('Europe/Berlin'));
  makeTime.toUtc(local('2024-10-27T01:30:00'));
  expect(makeTime.toUtc(local('2024-10-27T02:30:00'))).toBe(utc('2024-10-27T00:30:00'));
  makeTime.toUtc(local('2024-10-27T03:30:00'));
  expect(makeTime.toUtc(local('2024-10-27T02:30:00'))).toBe(utc('2024-10-27T01:30:00'));
});

it('should know where winter is the time that is put back', () => {
  const dublin = createLocalZone('Europe/Dublin');
  expect(dublin.isDaylightSavingAt(utc('2024-01-01T00:00:00'))).toBe(true);
  expect(dublin.isDaylightSavingAt(utc('2024-07-01T00:00:00'))).toBe(false);
});

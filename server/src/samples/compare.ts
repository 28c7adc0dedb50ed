import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { daysFrom1970, daysInMonth } from '../dates/calendar.ts';
import { createLocalZone, MakeTime } from '../dates/local-time.ts';
import type { Finding } from '../matching/find-failures.ts';
import { addressText, cidrUnspecified } from '../matching/ip-address.ts';
import { once } from '../text/once.ts';
import type { Expectation } from './read-sample.ts';
import { sampleZone, type LineAnswer } from './subject.ts';

/** What an expectation says and fail2ban does not do, in a sentence and side by side. */
export interface Mismatch {
  readonly message: string;
  readonly expected: Expectation;
  readonly got: Readonly<Record<string, unknown>>;
}

/** What every expectation may say beside the values of groups. */
const keywords = new Set(['time', 'match', 'desc', 'constraint']);

/** Holds a line's answer against its expectation, in the order of fail2ban's tests: the first difference is told. */
export function compare(fail2ban: Fail2banVersion, expected: Expectation, answer: LineAnswer): Mismatch | undefined {
  const { findings, time } = answer;
  const { desc: _, constraint: __, ...told } = expected;
  const mismatch = (message: string, got: Record<string, unknown> = gotOf(answer)): Mismatch => ({
    message,
    expected: 'match' in told ? told : { match: false, ...told },
    got,
  });
  if (answer.problem !== undefined) return mismatch(answer.problem, { error: answer.problem });
  const shouldMatch = Boolean(expected['match']);
  const [finding] = findings;
  if (!finding) return shouldMatch ? mismatch('it should match and does not') : undefined;
  if (!shouldMatch) return mismatch('it matches and should not');
  if (findings.length > 1)
    return mismatch(
      `it counts ${findings.length} times: failregexes ${findings.map(({ regex }) => regex + 1).join(', ')}`,
    );
  for (const [key, value] of Object.entries(expected)) {
    if (keywords.has(key)) continue;
    const actual = valueOf(finding, key);
    if (!isSame(fail2ban, key, value, actual))
      return mismatch(`${key} should be ${JSON.stringify(value)} and is ${JSON.stringify(actual)}`, {
        ...gotOf(answer),
        [key]: actual,
      });
  }
  const wanted = expected['time'];
  if (wanted === undefined || wanted === null) return undefined;
  const moment = typeof wanted === 'string' ? momentOf(wanted) : undefined;
  if (moment === undefined)
    return mismatch(`time: ${JSON.stringify(wanted)} is no local time such as 2005-08-14T12:00:00`);
  // NaN where the line has no date.
  return Math.abs(moment - time) < 1e-6
    ? undefined
    : mismatch(`time should be ${String(wanted)} and is ${localTime(time)}`);
}

/**
 * The expectation that fits what fail2ban does with a line: of what `before` names, the values that are; what it says for people stays. Undefined where
 * none would hold (the line counts twice, or fail2ban ends on it).
 */
export function fittingExpectation(before: Expectation, answer: LineAnswer): Expectation | undefined {
  const { findings, time, problem } = answer;
  const [finding] = findings;
  if (problem !== undefined || findings.length > 1) return undefined;
  const { constraint, desc } = before;
  const kept = { ...(constraint === undefined ? {} : { constraint }), ...(desc === undefined ? {} : { desc }) };
  if (!finding) return { match: false, ...kept };
  const named = Object.keys(before).filter((key) => !keywords.has(key) && key !== 'host');
  const values = ['host', ...named].flatMap((key): [string, unknown][] => {
    const value = valueOf(finding, key);
    return value === null ? [] : [[key, value]];
  });
  return {
    ...(Number.isNaN(time) ? {} : { time: localTime(time) }),
    match: true,
    ...Object.fromEntries(values),
    ...kept,
  };
}

/** What fail2ban does, in the words of an expectation. */
function gotOf({ findings, time }: LineAnswer): Record<string, unknown> {
  const [finding] = findings;
  if (!finding) return { match: false };
  return {
    time: Number.isNaN(time) ? null : localTime(time),
    match: true,
    host: valueOf(finding, 'host'),
    failregex: findings.length === 1 ? finding.regex + 1 : findings.map(({ regex }) => regex + 1),
  };
}

/** What the failure holds under a name; the id stands in for a host that is not told, the lines for the attempts. */
function valueOf({ id, data }: Finding, key: string): unknown {
  const value = data.get(key) ?? null;
  if (value instanceof Set) return [...(value as Set<string>)].sort();
  if (value === null && key === 'host') return id;
  if (value === null && key === 'attempts') return (data.get('matches') as readonly unknown[] | undefined)?.length ?? 0;
  return value;
}

/** Lists are compared sorted; an address with an address, however they are written. */
function isSame(fail2ban: Fail2banVersion, key: string, wanted: unknown, actual: unknown): boolean {
  if (key === 'host' && typeof wanted === 'string' && typeof actual === 'string') {
    const [left, right] = [wanted, actual].map((text) => JSON.stringify(addressText(text, cidrUnspecified, fail2ban)));
    return left === right;
  }
  const plain = (value: unknown): string =>
    JSON.stringify(Array.isArray(value) ? [...(value as unknown[])].sort() : value);
  return plain(wanted) === plain(actual);
}

/** The first question to Intl costs milliseconds. */
const zoneOfTests = once(() => createLocalZone(sampleZone));

/** Seconds since 1970 of a local time of the tests, as Python's `strptime` and `mktime` give them; undefined where it is none. */
export function momentOf(text: string): number | undefined {
  const fields = /^(\d{4})-(\d{1,2})-(\d{1,2})T(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,6}))?$/.exec(text);
  if (!fields) return undefined;
  const [year, month, day, hour, minute, second] = fields.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const local = daysFrom1970(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
  const whole = new MakeTime(zoneOfTests()).toUtc(local);
  return whole === null ? undefined : whole + Number(`0.${fields[7] ?? '0'}`);
}

/** As an expectation writes it. */
export function localTime(seconds: number): string {
  if (Number.isNaN(seconds)) return 'none';
  const whole = Math.floor(seconds);
  const local = new Date((whole + zoneOfTests().offsetAt(whole)) * 1000);
  if (Number.isNaN(local.getTime())) return `${seconds} seconds since 1970`;
  const fraction = Math.round((seconds - whole) * 1e6);
  return (
    local.toISOString().slice(0, 19) + (fraction > 0 ? `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}` : '')
  );
}

import { describe, expect, it } from 'vitest';
import { datePatternLines } from '../date-pattern.ts';
import {
  createDateDetector,
  createPlainDetector,
  type DateDetectorOptions,
  type DateDetectorResult,
} from '../detector.ts';

/** 2005-08-14 12:00:00 UTC */
const now = 1124020800;

function options(datepattern?: string, clock: () => number = () => now): DateDetectorOptions {
  return {
    fail2ban: '1.0',
    python: '3.11',
    now: clock,
    localZone: 'Europe/Berlin',
    patterns: datepattern === undefined ? undefined : datePatternLines(datepattern),
  };
}

function made<Detector>(created: DateDetectorResult<Detector>): Detector {
  if (!created.ok) throw new Error(created.error.message);
  return created.detector;
}

/** `alike`: lines that look like others before are read in one go where they can be, as a run reads them. */
function readAll(
  lines: readonly string[],
  way: 'plain' | 'fast' | 'alike',
  datepattern?: string,
  clock?: () => number,
): unknown {
  const fast = way === 'plain' ? undefined : made(createDateDetector(options(datepattern, clock)));
  const subject = fast ?? made(createPlainDetector(options(datepattern, clock)));
  const text = lines.join('\n');
  const isAscii = !/[^\0-\x7f]/.test(text);
  const starts = Int32Array.from(
    { length: lines.length },
    (_, i) => lines.slice(0, i).join('\n').length + (i > 0 ? 1 : 0),
  );
  const ends = starts.map((start, i) => start + lines[i]!.length);
  const columns = {
    cutStarts: new Int32Array(lines.length),
    cutEnds: new Int32Array(lines.length),
    times: new Float64Array(lines.length),
  };
  const readings: unknown[] = [];
  let alike = 0;
  // Every third line begins another piece.
  const pieceAt = (offset: number) => {
    const begin = starts.findLast((start, i) => start <= offset && i % 3 === 0)!;
    return { text: text.slice(begin), begin };
  };
  for (let i = 0; i < lines.length;) {
    const next =
      fast && way === 'alike' && isAscii
        ? fast.readAlike(
            {
              text: { at: pieceAt },
              bytes: new TextEncoder().encode(text),
              starts,
              ends,
              count: lines.length,
            },
            i,
            columns,
          )
        : i;
    alike += next - i;
    for (; i < next; i++)
      readings.push({ kind: 'time', start: columns.cutStarts[i], end: columns.cutEnds[i], seconds: columns.times[i] });
    if (i < lines.length) readings.push(subject.read(text, starts[i], ends[i++]));
  }
  return {
    readings,
    templates: subject.templates.map(({ template, hits, distance, lastUsed }) => ({
      name: template.name,
      hits,
      distance,
      lastUsed,
    })),
    alike,
  };
}

const two = (number: number): string => String(number).padStart(2, '0');
const lines = (make: (i: number) => string): string[] => Array.from({ length: 130 }, (_, i) => make(i));
const clockOf = (i: number): string => `${two(9 + Math.floor(i / 60))}:${two(i % 60)}:${two((i * 7) % 60)}`;

describe('reading many lines of one text', () => {
  it.each([
    ['syslog', lines((i) => `Aug  7 ${clockOf(i)} host sshd[1]: x`)],
    ['syslog with a year in some lines', lines((i) => `Aug  7 ${clockOf(i)}${i % 3 ? '' : ' 2004'} host`)],
    ['seconds that are none', lines((i) => `Aug  7 09:00:${i % 90} host`)],
    ['up to two signs before', lines((i) => `${['', '[', '<<', '((( '][i % 4]}2005-08-07 ${clockOf(i)},123 x`)],
    ['fractions', lines((i) => `2005-08-07T${clockOf(i)}.${i % 7 ? two(i % 99) : '123456789'}Z x`)],
    ['zones', lines((i) => `2005-08-07 ${clockOf(i)}${['', ' +0200', '  Z', ' UTC', '+02:0'][i % 5]}`)],
    [
      'dates that move with the address before',
      lines((i) => `10.${i}.2.3 - - [07/Aug/2005:${clockOf(i)} +0200] "GET /${i}"`),
    ],
    [
      'times in the message',
      lines((i) => `10.${i}.2.3 - - [07/Aug/2005:${clockOf(i)} +0200] "GET /${i % 3 ? '' : ' 2005-08-07 10:11:12'}"`),
    ],
    [
      'another time before the date',
      lines((i) => `${i % 4 ? '' : '7:08:09 '}10.${i}.2.3 - - [07/Aug/2005:${clockOf(i)} +0200] "GET /"`),
    ],
    [
      'another sign before the date',
      lines((i) => `10.${i}.2.3 - - ${'[<Aug/'[i % 4]}07/Aug/2005:${clockOf(i)} +0200] "GET /"`),
    ],
    ['lines without a date', lines((i) => (i % 2 ? `  at x.y(${i}:${i})` : `2005-08-07 ${clockOf(i)} x`))],
    [
      'lines of digits and labels',
      lines((i) =>
        i % 3
          ? `${['1124020800', '20050807 101112', '@4000000041f4104f00000000', 'audit(1124020800.1:2)'][i % 4]} x`
          : `2005-08-07 ${clockOf(i)} x`,
      ),
    ],
    ['two formats in turn', lines((i) => (i % 5 ? `Aug  7 ${clockOf(i)} x` : `05/08/2005 ${clockOf(i)} x`))],
    ['epochs', lines((i) => `${['', '[', '[x'][i % 3]}${1124000000 + i}${['', '.123', ']'][i % 3]} x`)],
    ['TAI64N', lines((i) => `@40000000${(1106513999 + i).toString(16)}00000000 x`)],
    [
      'other letters and digits',
      lines((i) => `Aug  7 ${clockOf(i).replace('9', i % 4 ? '9' : '٩')} ${i % 3 ? 'x' : 'é😀'}`),
    ],
    ['the hour in which the clocks are put back', lines((i) => `2004-10-31 0${1 + (i % 3)}:${two(i % 60)}:00 x`)],
    ['the hour that is skipped', lines((i) => `2005-03-27 0${1 + (i % 3)}:${two(i % 60)}:00 x`)],
    ['times of today, before and after now', lines((i) => `${two(13 + (i % 3))}:${two(i % 60)}:00 x`)],
    ['CR before LF', lines((i) => `Aug  7 ${clockOf(i)}\r`)],
  ])('should give the same with and without shortcuts: %s', (_, log) => {
    const plain = readAll([...log, ...log], 'plain');
    expect(readAll([...log, ...log], 'fast')).toEqual(plain);
    expect(readAll([...log, ...log], 'alike')).toEqual({ ...(plain as object), alike: expect.any(Number) });
  });

  it.each([
    ['{NONE}', lines((i) => `x ${i}`)],
    ['^\\[%d/%b/%Y %H:%M:%S\\]', lines((i) => `[07/Aug/2005 ${clockOf(i)}] x`)],
    ['%Y-%m-%d %H:%M:%S\n%H:%M:%S$', lines((i) => (i % 9 ? `x 2005-08-07 ${clockOf(i)}` : `y ${clockOf(i)}`))],
    ['%M:%S:%H', lines((i) => clockOf(i))],
    [
      '%d.%m.%Y %I:%M:%S( ?%p)?',
      lines((i) => `07.08.2005 ${two(1 + (i % 12))}:${two(i % 60)}:00 ${i % 2 ? 'PM' : 'AM'}`),
    ],
    ['{UNB}%H:%M:%S', lines((i) => `x${clockOf(i)}y`)],
    ['LEPOCH', lines((i) => `${1124000000000 + i} x`)],
  ])('should give the same for the datepattern %s', (datepattern, log) => {
    const plain = readAll([...log, ...log], 'plain', datepattern);
    expect(readAll([...log, ...log], 'fast', datepattern)).toEqual(plain);
    expect(readAll([...log, ...log], 'alike', datepattern)).toEqual({
      ...(plain as object),
      alike: expect.any(Number),
    });
  });

  it('should give the same while the clock moves over a date that lies ahead', () => {
    const log = lines(() => 'Aug 15 12:30:00 x');
    const clock = (): (() => number) => {
      let time = now;
      return () => (time += 11);
    };
    expect((readAll(log, 'fast', undefined, clock()) as { readings: unknown[] }).readings.slice(0, 40)).toEqual(
      (readAll(log, 'plain', undefined, clock()) as { readings: unknown[] }).readings.slice(0, 40),
    );
  });

  it.each([
    ['syslog', lines((i) => `Aug  7 ${clockOf(i)} host sshd[1]: x`), 120],
    ['fractions', lines((i) => `2005-08-07T${clockOf(i)}.${100 + i}Z x`), 120],
    [
      'an address of one length before',
      lines((i) => `10.0.0.${100 + i} - - [07/Aug/2005:${clockOf(i)} +0200] "GET /${i}"`),
      120,
    ],
    [
      'an address of many lengths before',
      lines((i) => `10.${i * 7}.2.3 - - [07/Aug/2005:${clockOf(i)} +0200] "GET /${i}"`),
      120,
    ],
    ['single times that come again', lines((i) => `Aug ${10 + (i % 7)} 0${i % 5}:01:02 x`), 50],
    // A year may follow, so each line is searched.
    ['a number behind the date', lines((i) => `Aug  7 ${clockOf(i)} 2x host`), 0],
  ])('should read lines that look alike in one go: %s', (_, log, atLeast) => {
    const { alike } = readAll(log, 'alike') as { alike: number };
    if (atLeast === 0) expect(alike).toBe(0);
    else expect(alike).toBeGreaterThanOrEqual(atLeast);
  });

  it('should not see past the part of a text that it is given', () => {
    const subject = made(createDateDetector(options()));
    const text = 'Aug  7 10:00:00 x\nAug  7 10:00:01 2004 x';
    expect(subject.read(text, 0, 17)).toMatchObject({ start: 0, end: 15 });
    // Not up to a line end: the year stands outside.
    expect(subject.read(text, 18, 33)).toMatchObject({ start: 18, end: 33 });
    expect(subject.read(text, 18, text.length)).toMatchObject({ start: 18, end: 38 });
  });
});

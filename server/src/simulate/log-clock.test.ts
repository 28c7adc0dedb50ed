import { describe, expect, it } from 'vitest';
import { LogClock } from './log-clock.ts';

/** `blocks`: the dates of the lines of each, NaN for none. */
function read(...blocks: number[][]): { clocks: number[][]; moments: number[][]; odd: number; takenBack: unknown[] } {
  const clock = new LogClock();
  const all = blocks.map((times) => {
    const { clocks, moments, takenBack } = clock.read(Float64Array.from(times), times.length);
    return {
      clocks: [...clocks.slice(0, times.length)],
      moments: [...moments.slice(0, times.length)],
      takenBack,
    };
  });
  return {
    clocks: all.map(({ clocks }) => clocks),
    moments: all.map(({ moments }) => moments),
    odd: clock.oddLines,
    takenBack: all.map(({ takenBack }) => takenBack),
  };
}

describe('the clock of a log', () => {
  it('should show the latest date, and let a line be late by a minute', () => {
    expect(read([1000, 1010, 990, 1020])).toMatchObject({
      clocks: [[1000, 1010, 1010, 1020]],
      moments: [[1000, 1010, 990, 1020]],
      odd: 0,
    });
  });

  it('should take the present for a date that is more than a minute late', () => {
    expect(read([1000, 900, 1001])).toMatchObject({ moments: [[1000, 1000, 1001]], odd: 1 });
  });

  it('should not follow a date that leaps ahead alone', () => {
    expect(read([1000, 9000, 1001, 1002])).toMatchObject({ clocks: [[1000, 1000, 1001, 1002]], odd: 1 });
    expect(read([1000, 9000, 9001])).toMatchObject({ clocks: [[1000, 9000, 9001]], odd: 0 });
  });

  it('should hear nothing from lines that are odd either way', () => {
    expect(read([1000, 9000, 100, 200, 9001])).toMatchObject({ clocks: [[1000, 9000, 9000, 9000, 9001]], odd: 2 });
  });

  it('should take back what it showed where only the next block tells', () => {
    expect(read([1000, 9000], [1001])).toMatchObject({
      clocks: [[1000, 9000], [1001]],
      takenBack: [undefined, { from: 1, clock: 1000 }],
      odd: 1,
    });
  });

  it('should know nothing before the first date, and give lines without one the last', () => {
    expect(read([NaN, 1000, NaN])).toMatchObject({ clocks: [[NaN, 1000, 1000]], moments: [[NaN, 1000, 1000]] });
  });
});

import { describe, expect, it } from 'vitest';
import { runWithDeadline } from './guard.ts';

describe('runWithDeadline', () => {
  it('should give the value of work that ends in time', () => {
    expect(runWithDeadline(() => 'b'.repeat(3), 1000)).toEqual({ done: true, value: 'bbb' });
  });

  it('should stop a regular expression that backtracks without end', () => {
    expect(runWithDeadline(() => /^(?:a+)+$/.test(`${'a'.repeat(60)}b`), 20)).toEqual({
      done: false,
      isInterrupted: false,
    });
  });

  it('should let errors of the work through', () => {
    expect(() =>
      runWithDeadline(() => {
        throw new RangeError('ours');
      }, 1000),
    ).toThrow('ours');
  });

  it('should run work inside of work', () => {
    expect(runWithDeadline(() => runWithDeadline(() => 1, 1000), 1000)).toEqual({
      done: true,
      value: { done: true, value: 1 },
    });
  });
});

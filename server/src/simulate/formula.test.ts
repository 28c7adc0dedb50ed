import { describe, expect, it } from 'vitest';
import { FormulaError, pythonRound, readFormula } from './formula.ts';

const input = { time: 600, count: 3, banFactor: 2 };

describe('a ban time formula', () => {
  it.each([
    ['ban.Time * (1<<(ban.Count if ban.Count<20 else 20)) * banFactor', 9600],
    ['ban.Time * math.exp(float(ban.Count+1)*banFactor)/math.exp(1*banFactor)', (600 * Math.exp(8)) / Math.exp(2)],
    ['-2 ** 2', -4],
    ['7 // 2 + -7 % 3', 5],
    ['min(ban.Time, 100) if not ban.Count > 5 and 1 <= ban.Count < 4 else 0', 100],
    ['1e3 + .5', 1000.5],
  ])('should read %s', (text, expected) => {
    expect(readFormula(text)?.(input)).toBe(expected);
  });

  it.each(['', 'ban.Time *', '__import__("os")', 'ban.time', 'x', '1 2', '(1', 'lambda: 1', 'constructor(1)'])(
    'should not read %s',
    (text) => expect(readFormula(text)).toBeUndefined(),
  );

  it('should say where Python would raise', () => {
    expect(() => readFormula('1 / 0')?.(input)).toThrow(FormulaError);
  });
});

it('should round a half to the even side', () => {
  expect([0.5, 1.5, 2.5, 2.4, 2.6].map(pythonRound)).toEqual([0, 2, 2, 2, 3]);
});

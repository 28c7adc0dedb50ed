import { describe, expect, it } from 'vitest';
import { filterTexts } from '../../testing/filter-texts.ts';
import { findCostlyDates } from './costly-date.ts';
import type { Catastrophe } from './danger.ts';

const found = (...datePatterns: string[]): Catastrophe[] => findCostlyDates(filterTexts({ datePatterns }));

describe('a datepattern whose search takes too long', () => {
  it.each([
    [String.raw`^(?:[^[]+ )*\[%Y-%m-%d %H:%M:%S`, '(?:[^[]+ )*', 'One turn takes what several do: (?:[^[]+ )?'],
    [String.raw`^(?:\w+ ?)*%b %d %H:%M:%S`, String.raw`(?:\w+ ?)*`, undefined],
    // Eight words already take a million steps.
    [String.raw`^(?:\[?\S+\]?\s+)*%Y-%m-%d %H:%M:%S`, String.raw`(?:\[?\S+\]?\s+)*`, undefined],
  ])('should be found in %s', (pattern, part, title) => {
    const [danger] = found('%b %d', pattern);
    expect(danger).toMatchObject({ regex: { role: 'datepattern', index: 1 }, part, degree: Infinity });
    expect(danger!.proof.steps).toBeGreaterThanOrEqual(100_000);
    expect(danger!.fix?.title).toBe(title);
  });

  it('should be told from one that takes a power of the length', () => {
    const [danger] = found('^.*a.*b.*c.*d.*%Y-%m-%d');
    expect(danger).toMatchObject({ degree: 5, fix: undefined });
    expect(danger!.seconds).toBeGreaterThan(1);
  });

  it('should not be mended where the loop is what is cut out of the line', () => {
    const [danger] = found(String.raw`^(\S*;)+%Y-%m-%d`);
    expect(danger).toMatchObject({ degree: Infinity, fix: undefined });
  });

  it.each(['^%Y-%m-%d %H:%M:%S', '{^LN-BEG}', String.raw`^.*\[%d/%b/%Y:%H:%M:%S`, String.raw`^(?:\w+ )*%Y-%m-%d`])(
    'should not be found in %s',
    (pattern) => {
      expect(found(pattern)).toEqual([]);
    },
  );
});

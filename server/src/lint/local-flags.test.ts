import { describe, expect, it } from 'vitest';
import { MappedText } from '../text/mapped-text.ts';
import { applyEdits } from './apply-fixes.ts';
import { localFlagsFix } from './local-flags.ts';

describe('flags behind the beginning', () => {
  it.each([
    ['a(?i)b', 'a(?i:b)'],
    ['a(x(?i)b|c)d', 'a(x(?i:b|c))d'],
    ['a(?is)(b)[)]\\)$', 'a(?is:(b)[)]\\)$)'],
    ['a(?i)[]])', 'a(?i:[]]))'],
  ])('should make %s %s', (before, after) => {
    const fix = localFlagsFix(MappedText.exact(before, '/f', 0), before.indexOf('(?i'))!;
    expect(applyEdits(before, fix.edits)).toBe(after);
  });

  it('should leave alone what is written in two places', () => {
    const text = MappedText.concat([MappedText.exact('a(?i)', '/f', 0), MappedText.exact('b', '/g', 0)]);
    expect(localFlagsFix(text, 1)).toBeUndefined();
  });
});

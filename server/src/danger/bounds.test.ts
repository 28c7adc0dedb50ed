import { describe, expect, it } from 'vitest';
import { filterTexts } from '../../testing/filter-texts.ts';
import { beyondBounds, longestRegex, mostCharacters, mostRegexes } from './bounds.ts';
import { findDangers } from './find-dangers.ts';
import type { FilterTexts } from './probe.ts';

const filter = (failregex: readonly string[], ignoreregex: readonly string[] = []): FilterTexts =>
  filterTexts({ failregex, ignoreregex, fail2ban: '1.1' });
const ofLength = (length: number): string => 'x'.repeat(length);

describe('beyondBounds', () => {
  it.each<[string, FilterTexts, object | undefined]>([
    ['a regex of the longest length', filter([ofLength(longestRegex)]), undefined],
    ['the most regexes', filter(Array.from({ length: mostRegexes }, () => 'x')), undefined],
    [
      'one longer regex, named',
      filter(['x', ofLength(longestRegex + 1)]),
      { over: 'regex', size: longestRegex + 1, regex: { role: 'failregex', index: 1 } },
    ],
    [
      'one more regex, of whatever kind',
      filter(
        Array.from({ length: mostRegexes }, () => 'x'),
        ['yy'],
      ),
      { over: 'count', size: mostRegexes + 1, regex: { role: 'ignoreregex', index: 0 } },
    ],
    [
      'many long ones',
      filter([...Array.from({ length: mostCharacters / longestRegex }, () => ofLength(longestRegex)), 'x']),
      { over: 'characters', size: mostCharacters + 1, regex: { role: 'failregex', index: 0 } },
    ],
    ['nothing at all', filter([]), undefined],
  ])('should tell %s', (_, texts, expected) => {
    const found = beyondBounds(texts);
    if (expected) expect(found).toMatchObject(expected);
    else expect(found).toBeUndefined();
  });

  it('should say nothing else of such a filter, and run none of its regexes', () => {
    const guard = (): never => expect.unreachable('nothing is to be run');
    const texts = filter(Array.from({ length: mostRegexes + 1 }, () => '^((a+)+)+b <HOST>'));
    expect(findDangers(texts, { guard, sample: 'x\n' }).map(({ kind }) => kind)).toEqual(['unexamined']);
  });
});

import { describe, expect, it } from 'vitest';
import { filterTexts } from '../../testing/filter-texts.ts';
import { onEveryLine, type EveryLine } from './every-line.ts';
import { createProbe, type FilterTexts } from './probe.ts';

type Lists = Partial<FilterTexts>;

function verdict(before: Lists, after: Lists): EveryLine {
  return onEveryLine(createProbe(filterTexts(before)), createProbe(filterTexts(after)));
}

const fail = (...failregex: string[]): Lists => ({ failregex });
const ignore = (...ignoreregex: string[]): Lists => ({ failregex: ['^bad <HOST>'], ignoreregex });

describe('two ways to write a filter', () => {
  it.each<[string, Lists, Lists]>([
    ['groups that say nothing', fail('^bad (?:user) (\\S+) <HOST>$'), fail('^bad user \\S+ <HOST>$')],
    ['the name of the user', fail('^bad \\S+ <HOST>$'), fail('^bad <F-USER>\\S+</F-USER> <HOST>$')],
    [
      'branches that exclude each other',
      fail('^bad (?:user|name) .* <HOST>$'),
      fail('^bad user .* <HOST>$', '^bad name .* <HOST>$'),
    ],
    [
      'the same among others',
      fail('^a <HOST>', '^(?:b|c) <HOST>', '^d <HOST>'),
      fail('^a <HOST>', '^b <HOST>', '^c <HOST>', '^d <HOST>'),
    ],
    ['a ^ that was there in effect', fail('^bad <HOST>'), fail('^^bad <HOST>')],
    ['what excuses, however it is written', ignore('[ab]c|d', 'ac'), ignore('ac', 'bc', 'd')],
  ])('should be the same: %s', (_, before, after) => {
    expect(verdict(before, after)).toBe('same');
    expect(verdict(after, before)).toBe('same');
  });

  it.each<[string, Lists, Lists]>([
    ['an anchor', fail('bad <HOST>$'), fail('^bad <HOST>$')],
    ['no names', fail('^bad <HOST>$'), fail('^bad <ADDR>$')],
    ['a word more', fail('^bad <HOST>$'), fail('^bad <HOST>$', '^worse <HOST>$')],
    ['what excuses', ignore('a'), ignore('b')],
  ])('should be others: %s', (_, before, after) => {
    expect(verdict(before, after)).toBe('other');
    expect(verdict(after, before)).toBe('other');
  });

  it.each<[string, Lists, Lists]>([
    // `from 192.0.2.1 fine 192.0.2.2`: the first match is that of another branch.
    ['branches that one line may hold both', fail('(?:from|fine) <HOST>'), fail('from <HOST>', 'fine <HOST>')],
    ['another piece of the same lines', fail('^a .*<HOST>$'), fail('^a .*?<HOST>$')],
    ['what no automaton can say', fail('^(\\w+) \\1 <HOST>$'), fail('^(\\w)(\\w*) \\1\\2 <HOST>$')],
    [
      'lines together',
      { ...fail('^(?:a|b) <HOST>$'), maxLines: 2 },
      { ...fail('^a <HOST>$', '^b <HOST>$'), maxLines: 2 },
    ],
    [
      'the user, of a connection',
      fail('^<F-MLFID>\\d+</F-MLFID> \\S+ <HOST>$'),
      fail('^<F-MLFID>\\d+</F-MLFID> <F-USER>\\S+</F-USER> <HOST>$'),
    ],
  ])('should be left open: %s', (_, before, after) => expect(verdict(before, after)).toBeUndefined());
});

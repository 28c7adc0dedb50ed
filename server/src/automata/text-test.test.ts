import { describe, expect, it } from 'vitest';
import { allStrings, bruteForce, smallPatterns, withinBudget } from '../../testing/brute-force.ts';
import { parsePattern } from '../pyre/parser.ts';
import { OutOfBudget } from './dfa.ts';
import { createNfa } from './from-pattern.ts';
import { createTextTest } from './text-test.ts';

function textTest(source: string, maxStates?: number) {
  const nfa = createNfa(parsePattern(source).pattern!, { error: 'more', mode: 'search' })!;
  return { nfa, test: createTextTest(nfa, maxStates === undefined ? {} : { maxStates }) };
}

describe('a test of texts', () => {
  it.each([
    ['', '', true],
    ['$', '\n', true],
    ['a$', 'ba\n', true],
    ['a$', 'ba\n\n', false],
    ['^b', 'ab', false],
    ['\\b', '', false],
    ['é+ü', 'xééüy', true],
    ['(?i)k', '\u212a', true],
    ['^.😀$', 'é😀\n', true],
    ['^..$', '😀', false],
    ['^\\ud83d.', '\ud83dx', true],
    ['\\w\\b', '٣', true],
    ['x{3}(?!y)', 'xxxy', false],
  ])('should say of %s and %j: %s', (source, text, expected) => {
    expect(textTest(source).test.takes(text)).toBe(expected);
  });

  it('should say the same whether it remembers all states or has to forget them', () => {
    const { test } = textTest('a(?:a|b){9}c');
    const { test: forgetful } = textTest('a(?:a|b){9}c', 12);
    let text = '';
    for (let i = 0; i < 300; i++) {
      text = (text + 'abbaabab'[(i * i + (i >> 3)) % 8]!).slice(-40);
      const subject = i % 3 === 0 ? `${text}c` : text;
      const expected = /a[ab]{9}c/.test(subject);
      expect([test.takes(subject), forgetful.takes(subject)]).toEqual([expected, expected]);
    }
  });

  it('should say that it cannot where one step takes more states than there may be', () => {
    expect(() => textTest('ab|cd|ef', 2).test.takes('abcdef')).toThrow(OutOfBudget);
  });

  it('should go on rightly after it was stopped anywhere', () => {
    const { test } = textTest('^(?:a+b?)+c$');
    const evil: Pick<string, 'length' | 'charCodeAt'> = {
      length: 5,
      charCodeAt: (i) => {
        if (i === 3) throw new Error('stopped');
        return 'aabac'.charCodeAt(i);
      },
    };
    expect(() => test.takes(evil as string)).toThrow('stopped');
    expect([test.takes('aabac'), test.takes('aabab')]).toEqual([true, false]);
  });

  it('should take a time that grows with the text alone', () => {
    const { test } = textTest('^(?:(?:a|aa)+)+$');
    const begun = performance.now();
    expect(test.takes(`${'a'.repeat(200_000)}!`)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it('should agree with a plain matcher on small patterns', () => {
    const texts = allStrings('abB', 4);
    let compared = 0;
    for (const source of smallPatterns(23, 300)) {
      const { pattern: somewhere } = parsePattern(`(?s:.*)(?:${source})(?s:.*)`);
      if (!somewhere) continue;
      const { nfa, test } = textTest(source);
      if (!nfa.isExact) continue;
      const { matchesWhole } = bruteForce(somewhere);
      for (const text of texts) {
        const expected = withinBudget(() => matchesWhole(text, 20_000));
        if (expected === undefined) continue;
        if (test.takes(text) !== expected) expect.fail(`${source} over ${JSON.stringify(text)}: expected ${expected}`);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(10_000);
  });
});

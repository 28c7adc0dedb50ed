import { describe, expect, it } from 'vitest';
import { allStrings, bruteForce, smallPatterns, withinBudget } from '../../testing/brute-force.ts';
import type { Pattern } from '../pyre/nodes.ts';
import { parsePattern } from '../pyre/parser.ts';
import { createAlphabet } from './alphabet.ts';
import { findText, takes } from './decide.ts';
import { createDfa } from './dfa.ts';
import { createNfa, type NfaOptions } from './from-pattern.ts';
import { setsOf } from './nfa.ts';

function parse(source: string): Pattern {
  return parsePattern(source).pattern!;
}

function automata(sources: readonly string[], options: Partial<NfaOptions> = {}) {
  const nfas = sources.map((source) => createNfa(parse(source), { error: 'more', mode: 'search', ...options })!);
  const alphabet = createAlphabet(nfas.flatMap(setsOf));
  return { nfas, alphabet, dfas: nfas.map((nfa) => createDfa(nfa, alphabet)) };
}

function isTaken(source: string, text: string, options: Partial<NfaOptions> = {}): boolean {
  const { alphabet, dfas } = automata([source], options);
  return takes(dfas[0]!, alphabet, text);
}

describe('an automaton', () => {
  it.each([
    ['a', 'xay', true],
    ['^a', 'xa', false],
    ['a$', 'xa', true],
    ['a$', 'xa\n', true],
    ['a$', 'xa\n\n', false],
    ['a$', 'xab', false],
    ['a$\\n', 'a\n', true],
    ['a$$', 'a\n', true],
    ['a\\Z', 'a\n', false],
    ['(?m)^a$', 'x\na\ny', true],
    ['\\bfoo\\b', 'a foo.', true],
    ['\\bfoo\\b', 'afoo.', false],
    ['\\B', '', false],
    ['\\b', '', false],
    ['\\B', '.', true],
    ['x(?=\\d)', 'x1', true],
    ['x(?=\\d|$)', 'x\n', true],
    ['x(?!\\d)', 'x1', false],
    ['x(?!\\d)', 'x', true],
    ['(?<=:)x', ':x', true],
    ['(?<=:)x', 'x', false],
    ['(?<![\\w-])x', '-x', false],
    ['(?i)straße', 'STRASSE', false],
    ['(?i)k', '\u212a', true],
    ['a{2,3}b', 'aab', true],
    ['^a{2,3}b', 'aaaab', false],
    ['\\w+', 'é', true],
    ['(?a)^\\w+$', 'é', false],
    ['.', '\u{1f600}', true],
    ['^.$', '\n', false],
    ['^(?s:.)$', '\u{1f600}', true],
    ['', '', true],
  ])('should say of %s and %j: %s', (source, text, expected) => {
    expect(isTaken(source, text)).toBe(expected);
  });

  it.each([
    ['a|ab', 'ab', true],
    ['a$', 'a\n', false],
    ['a', 'xa', false],
  ])('should say whether %s is all of %j: %s', (source, text, expected) => {
    expect(isTaken(source, text, { mode: 'whole' })).toBe(expected);
  });

  it('should take more or fewer texts where no automaton can say the part', () => {
    expect(isTaken('(a|b)\\1', 'ab')).toBe(true);
    expect(isTaken('(a|b)\\1', 'aa', { error: 'fewer' })).toBe(false);
    expect(isTaken('a(?!bc)', 'abc', { error: 'more' })).toBe(true);
    expect(isTaken('a(?!bc)', 'abd', { error: 'fewer' })).toBe(false);
    expect(isTaken('a(?!bc)', 'axc', { error: 'fewer' })).toBe(true);
    expect(automata(['a(?!bc)']).nfas[0]!.isExact).toBe(false);
    expect(automata(['a(?!b)']).nfas[0]!.isExact).toBe(true);
  });

  it('should not be made of too many states', () => {
    expect(createNfa(parse('(?:(?:a{99}){99}){99}'), { error: 'more', mode: 'search' })).toBeUndefined();
  });

  it('should agree with a plain matcher on small patterns', () => {
    const texts = allStrings('abB', 4);
    let compared = 0;
    for (const source of smallPatterns(11, 400)) {
      const { pattern } = parsePattern(source);
      if (!pattern) continue;
      const { alphabet, dfas, nfas } = automata([source], { mode: 'whole' });
      const fewer = automata([source], { mode: 'whole', error: 'fewer' });
      const { matchesWhole } = bruteForce(pattern);
      for (const text of texts) {
        const expected = withinBudget(() => matchesWhole(text, 20_000));
        if (expected === undefined) continue;
        const answer = takes(dfas[0]!, alphabet, text);
        const least = takes(fewer.dfas[0]!, fewer.alphabet, text);
        const isRight = nfas[0]!.isExact ? answer === expected : (answer || !expected) && (!least || expected);
        if (!isRight) expect.fail(`${source} over ${JSON.stringify(text)}: ${answer}, ${least}, expected ${expected}`);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(30_000);
  });
});

describe('a question to automata', () => {
  const ask = (sources: readonly string[], taken: readonly boolean[], maxSteps?: number) => {
    const { alphabet, dfas } = automata(sources);
    const options = maxSteps === undefined ? {} : { maxSteps };
    const { steps: _, ...answer } = findText(
      dfas.map((dfa, i) => ({ dfa, taken: taken[i]! })),
      alphabet,
      options,
    );
    return answer;
  };

  it('should find a shortest text, or prove that there is none', () => {
    expect(ask(['^ab+$'], [true])).toEqual({ kind: 'found', text: 'ab' });
    expect(ask(['^[^b]+$', 'b'], [true, true])).toEqual({ kind: 'none' });
    expect(ask(['a$b'], [true])).toEqual({ kind: 'none' });
    expect(ask(['a\\bb'], [true])).toEqual({ kind: 'none' });
    expect(ask(['a^b'], [true])).toEqual({ kind: 'none' });
  });

  it('should tell whether one takes all that another takes', () => {
    expect(ask(['^bad login from \\d+$', '^bad \\w+ from'], [true, false])).toEqual({ kind: 'none' });
    expect(ask(['^bad \\w+ from', '^bad login from'], [true, false])).toEqual({ kind: 'found', text: 'bad x from' });
    expect(ask(['^(?:a|b)*$', '^[ab]*$'], [true, false])).toEqual({ kind: 'none' });
  });

  it('should decide nothing beyond its budget', () => {
    expect(ask(['^(?:a|b)*a(?:a|b){12}$', '^(?:a|b)*b(?:a|b){12}$'], [true, true], 1000)).toEqual({
      kind: 'undecided',
    });
  });
});

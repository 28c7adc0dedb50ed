import { describe, expect, it } from 'vitest';
import { parsePattern } from '../pyre/parser.ts';
import { createAutomatonSearcher } from './automaton-searcher.ts';
import { compileSearcher, createSafeSearcher, createSearcher } from './compile.ts';
import { searchTexts, type Searcher } from './searcher.ts';

function automatonOf(source: string, present?: Searcher): Searcher | undefined {
  const { pattern } = parsePattern(source);
  return createAutomatonSearcher(pattern!, present ?? createSearcher(pattern!));
}

describe('createAutomatonSearcher', () => {
  it('should find what the present searcher finds', () => {
    const searcher = automatonOf('a(b)?(?P<c>c)')!;
    expect([searcher.engine, searcher.groupCount, [...searcher.groupNames]]).toEqual(['automaton', 2, [['c', 2]]]);
    expect([...searcher.search('xac')!]).toEqual([1, 3, -1, -1, 2, 3]);
    expect([...searcher.searchAscii('abc')!]).toEqual([0, 3, 1, 2, 2, 3]);
    expect(searchTexts(searcher, 'abc', true)).toEqual(expect.objectContaining(['abc', 'b', 'c']));
    expect([searcher.search('ab'), searcher.searchAscii('ab'), searcher.texts!('ab', true)]).toEqual([
      null,
      null,
      null,
    ]);
    expect([searcher.test('éac'), searcher.testAscii('a')]).toEqual([true, false]);
    expect([...searcher.search('acac', 1)!]).toEqual([2, 4, -1, -1, 3, 4]);
    expect(searcher.search('acac', 1, 3)).toBeNull();
  });

  it('should not ask the present searcher where there is no match', () => {
    const present = createSearcher(parsePattern('(a+)+b').pattern!);
    const hanging = (): never => {
      throw new Error('asked');
    };
    const searcher = automatonOf('(a+)+b', {
      ...present,
      search: hanging,
      searchAscii: hanging,
      test: hanging,
      testAscii: hanging,
      texts: hanging,
    })!;
    expect([searcher.search('aaa'), searcher.texts!('aaa', true), searcher.test('aab')]).toEqual([null, null, true]);
    expect(() => searcher.search('aab')).toThrow('asked');
  });

  it.each(['(a)\\1', '(a)?(?(1)b|c)', '(?>a+)b', 'a++b', '(?!ab)c', '(?:(?:a{99}){99}){99}'])(
    'should not be there where no automaton is exact: %s',
    (source) => {
      expect(automatonOf(source)).toBeUndefined();
      const { unsupported } = compileSearcher(parsePattern(source).pattern!, { engine: 'automaton' });
      expect(unsupported![0]!.reason).toContain('no automaton');
    },
  );
});

describe('createSafeSearcher', () => {
  it('should be the automaton without RE2', () => {
    const { pattern } = parsePattern('(a+)+b');
    expect(createSafeSearcher(pattern!, createSearcher(pattern!))!.engine).toBe('automaton');
  });
});

import { describe, expect, it } from 'vitest';
import { parsePattern } from '../pyre/parser.ts';
import { compileSearcher, type CompileOptions } from './compile.ts';
import { createLazySearcher } from './lazy-searcher.ts';

describe('createLazySearcher', () => {
  const lazily = (source: string, options: CompileOptions = {}) => {
    const pattern = parsePattern(source).pattern!;
    const made: number[] = [];
    const searcher = createLazySearcher(pattern, () => {
      made.push(1);
      return compileSearcher(pattern, options).searcher!;
    });
    return { searcher, made };
  };

  it('should know its groups without being made', () => {
    const { searcher, made } = lazily('(?P<a>x)(y)');
    expect([searcher.groupCount, [...searcher.groupNames], made]).toEqual([2, [['a', 1]], []]);
  });

  it.each(['auto', 'tracer'] as const)('should be made once, and answer as what it stands for (%s)', (engine) => {
    const { searcher, made } = lazily('b(c)?', { engine });
    const { search, searchAscii, test, testAscii, texts } = searcher;
    const answers = () => [
      [...search('abc')!],
      [...search('abcbc', 2)!],
      search('abc', 0, 1),
      [...searchAscii('ab')!],
      test('x'),
      testAscii('b'),
      [...texts!('abc', true)!],
    ];
    const expected = [[1, 3, 2, 3], [3, 5, 4, 5], null, [1, 2, -1, -1], false, true, ['bc', 'c']];
    expect([answers(), answers()]).toEqual([expected, expected]);
    expect([...searcher.search('abc')!]).toEqual([1, 3, 2, 3]);
    expect([searcher.engine, made]).toEqual([engine === 'auto' ? 'v8' : engine, [1]]);
  });
});

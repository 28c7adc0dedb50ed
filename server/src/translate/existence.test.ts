import { describe, expect, it } from 'vitest';
import { parsePattern } from '../pyre/parser.ts';
import { printPattern } from '../pyre/print.ts';
import { createSearcher, createTester } from './compile.ts';
import { toExistence } from './existence.ts';

const parse = (source: string) => parsePattern(source, { python: '3.11' }).pattern!;

describe('what is asked where only a match counts', () => {
  it.each([
    // Begin and end.
    ['.*a', 'a'],
    ['.+a *', '.{1}a'],
    ['a.*\\s*', 'a'],
    ['(?i)x*a', '(?i)a'],
    ['a.*$', 'a.*$'],
    ['^.*a', '^.*?a'],
    // What follows a loop is looked for from the left.
    ['a.*b.+c', 'a.*?b.+?c'],
    ['a(.*)(?:b|c)x', 'a(?:.*?)(?:b|c)x'],
    ['a[^"]*"', 'a[^"]*"'],
    ['a.*\\d', 'a.*\\d'],
    ['a.*b?c', 'a.*?b?c'],
    ['a\\S*b', 'a\\S*?b'],
    // Nothing is given back, or groups are asked for.
    ['.*+a', '.*+a'],
    ['a(?>.*b)', 'a(?>.*b)'],
    ['a(?=(.*)b)c', 'a(?=(.*)b)c'],
    ['.*(a)b.*\\1', '.*(a)b.*\\1'],
    ['.*(a)?(?(1)b|c)', '.*(a)?(?(1)b|c)'],
    // Loops of loops stay: fail2ban would hang, and that is to be seen.
    ['(?:a+)+b', '(?:a+)+b'],
  ])('should be for %s: %s', (source, existence) => {
    expect(printPattern(toExistence(parse(source)))).toBe(printPattern(parse(existence)));
  });
});

it('should match exactly where the pattern does, for all short texts', () => {
  const patterns = [
    '.*a',
    '.+a',
    'a.*b',
    '(a|b).*b *',
    '^.*b',
    'b.*$',
    'a.*b.*a',
    '\\S*a\\S+b',
    '.*+a',
    '(?:.*b)+a',
    '[^a]*a',
    'a.*?b.+',
    '(?i)A.*B',
    '(?s).*b',
    '(?m)^.*a$',
    'a{2,}b*',
    '(?:a|.)*b',
    '\\ba.*b\\b',
    '(?:b.*)?a',
    ' *',
  ];
  const texts = allTexts(['a', 'b', ' ', '\n', 'é'], 5);
  for (const source of patterns) {
    const pattern = parse(source);
    const searcher = createSearcher(pattern);
    const tester = createTester(pattern, searcher);
    for (const text of texts)
      if (tester.test(text) !== (searcher.search(text) !== null)) expect.fail(`${source} in ${JSON.stringify(text)}`);
  }
});

function allTexts(characters: readonly string[], length: number): string[] {
  let last = [''];
  const all = [...last];
  for (let i = 0; i < length; i++) {
    last = last.flatMap((text) => characters.map((character) => text + character));
    all.push(...last);
  }
  return all;
}

import { describe, expect, it } from 'vitest';
import { parsePattern } from '../pyre/parser.ts';
import { printPattern } from '../pyre/print.ts';
import { compileSearcher, createSearcher } from './compile.ts';
import { toLoneStops } from './lone-stops.ts';
import { searchTexts } from './searcher.ts';

const parse = (source: string) => parsePattern(source, { python: '3.11' }).pattern!;

describe('loops that stop where the text stands that must follow them', () => {
  it.each([
    ['^.* named\\[(.*)\\]: client (\\S+)#', '^.*? named\\[(.*?)\\]: client (\\S+)#', [']: client ', ' named[']],
    ['(?:(a.*)|b+)bab', '(?:(a.*?)|b+?)bab', ['bab']],
    ['(?:a.*bab)*', '(?:a.*?bab)*', ['bab']],
    ['a.*(?#note)bab', 'a.*?(?#note)bab', ['bab']],
    ['a.*?bab.*aba', 'a.*?bab.*?aba', ['aba']],
  ])('should be for %s: %s', (source, lone, stops) => {
    const found = toLoneStops(parse(source))!;
    expect(printPattern(found.pattern)).toBe(printPattern(parse(lone)));
    expect(found.stops).toEqual(stops);
  });

  it.each([
    'a.*ab',
    '(?i)a.*aba',
    'a[^b]*bab',
    'a.{1,3}bab',
    'a(?>.*)bab',
    'a(?=.*bab)',
    '(?:.*)*bab',
    'a.*\\bbab',
    '.*+bab',
  ])('should not be for %s', (source) => {
    expect(toLoneStops(parse(source))).toBeUndefined();
  });
});

it('should find the same groups, for all short texts', () => {
  const patterns = [
    '(.*)aba(.*)',
    '^(.*)bab(a*)(b|aa)?',
    '(a.*)bab|(b.*)aab(.)',
    '(?:(.*)aba)*(b*)$',
    '(?:(a)|b)+(.*)abb(?:(b*)aab)?',
    '(a*)bba\\1',
    '(.*)aab(?(1)b|a)',
  ];
  const texts = [''];
  for (const text of texts) if (text.length < 10) texts.push(`${text}a`, `${text}b`);
  for (const source of patterns) {
    const pattern = parse(source);
    const exact = compileSearcher(pattern, { engine: 'tracer' }).searcher!;
    const sooner = createSearcher(pattern);
    for (const text of texts) {
      const wanted = searchTexts(exact, text, true);
      const found = searchTexts(sooner, text, true);
      expect(found && [...found], `${source} in ${text}`).toEqual(wanted && [...wanted]);
    }
  }
});

import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../scripts/conformance/random.ts';
import { MappedText } from '../text/mapped-text.ts';
import { compileFilter, type CompiledRegex } from './compile-filter.ts';
import { HostFinder, hostPlaceOf } from './host-place.ts';
import { ipv4Text } from './ip-address.ts';
import { searchTexts } from '../translate/searcher.ts';

function compiled(failregex: string, useDns: 'warn' | 'no' = 'warn'): CompiledRegex {
  const { filter } = compileFilter(
    { failregex: [MappedText.builtin(failregex, 'test')], ignoreregex: [] },
    { useDns, fail2ban: '1.1', python: '3.11', maxLines: 1 },
  );
  return filter.failregex[0]!;
}

describe('the place of a host', () => {
  it.each<[failregex: string, words: string, isAtStart?: true]>([
    ['^.* named\\[.*\\]: client <HOST>\\#.*: query: .', ']: client '],
    ['from <HOST>$', 'from '],
    ['from <HOST>(?: port \\d+)?\\s*$', 'from '],
    ['rip=<HOST>, ', 'rip='],
    ['^<HOST> - \\S+', '', true],
    ['^ flood from <HOST>', ' flood from ', true],
    ['(?:a|b) by <HOST>(?:\\s|$)', ' by '],
  ])('should be behind words that every match holds: %s', (failregex, words, isAtStart) => {
    for (const useDns of ['warn', 'no'] as const)
      expect(hostPlaceOf(compiled(failregex, useDns).pattern, '1.1')).toEqual({ words, isAtStart: isAtStart === true });
  });

  it.each([
    '(?i)from <HOST>$',
    'from <HOST>?x',
    'from <HOST>(?!5)',
    'from <HOST>\\b',
    'from <HOST>\\.',
    'from <HOST>.*end',
    'from \\s*<HOST> ',
    '\\[<HOST>\\]',
    'from (?:host )?<HOST> ',
    '(?P<a>x)? from <HOST> (?(a)y|z)',
    'a from <HOST> |b',
  ])('should not be told where another host could be meant: %s', (failregex) => {
    expect(hostPlaceOf(compiled(failregex).pattern, '1.1')).toBeUndefined();
  });
});

describe('an address at a place', () => {
  const regexes = [
    'from <HOST>$',
    'from <HOST>(?: port \\d+)?\\s*$',
    '.*from <HOST> .*port',
    '^.* from <HOST>(?:,|\\s|$)',
    'from <HOST>',
    '^<HOST> ',
    '^from <HOST>(?: |$)',
  ];
  const words = [
    'from ',
    'from ',
    '192.0.2.1',
    '010.1.1.1',
    '256.1.1.1',
    '8.8.8.80',
    '2001:db8::1',
    '::ffff:192.0.2.7',
  ];
  const parts = [
    ...words,
    '[192.0.2.9]',
    'example.org',
    '1.2.3',
    '.4',
    ' ',
    ' ',
    ' port 22',
    ',',
    ':',
    'x',
    'é',
    ' from 192.0.2.5 port',
    'from 192.0.2.6 ',
  ];

  it.each(regexes)('should be the one that a match has: %s', (failregex) => {
    const random = createRandom(7);
    let found = 0;
    for (const useDns of ['warn', 'no'] as const) {
      const regex = compiled(failregex, useDns);
      const finder = new HostFinder(hostPlaceOf(regex.pattern, '1.1')!);
      const ip4 = regex.pattern.groupNames.get('ip4')!;
      for (let block = 0; block < 100; block++) {
        const lines = Array.from({ length: 20 }, () =>
          Array.from({ length: 1 + random.int(5) }, () => random.pick(parts)).join(''),
        );
        const text = lines.map((line) => `${line}\n`).join('');
        const piece = { text: `before\n${text}`, begin: 93 };
        let from = piece.begin + 7;
        for (const line of lines) {
          const to = from + line.length;
          const told = finder.find(piece, from, to) ? ipv4Text(finder.address) : undefined;
          expect(finder.findIn(`${line}\n`) ? ipv4Text(finder.address) : undefined).toBe(told);
          const texts = searchTexts(regex.searcher, `${line}\n`, false);
          if (told !== undefined && regex.tester.test(`${line}\n`)) {
            found++;
            expect([line, texts?.[ip4]]).toEqual([line, told]);
          }
          from = to + 1;
        }
      }
    }
    expect(found).toBeGreaterThan(20);
  });
});

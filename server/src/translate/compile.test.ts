import { describe, expect, it } from 'vitest';
import { loadRe2 } from '../host/load-re2.ts';
import { parsePattern } from '../pyre/parser.ts';
import { compileSearcher } from './compile.ts';

type Row = readonly [sentence: string, pattern: string, subject: string, spans: readonly number[] | null];

/** CPython 3.11's own answers, offsets in UTF-16. */
const rows: readonly Row[] = [
  ['leftmost, then first alternative', String.raw`a|ab`, 'xab', [1, 2]],
  ['a dot stops at line feed only', String.raw`.+`, 'a\rb\u2028\nc', [0, 4]],
  ['a dot is one code point', String.raw`^.(.)$`, '\ud83d\ude00b', [0, 3, 2, 3]],
  ['dollar stands before a final newline', String.raw`a$`, 'a\n', [0, 1]],
  ['dollar does not stand before an inner newline', String.raw`a$`, 'a\nb', null],
  ['\\Z is the very end', String.raw`a\Z`, 'a\n', null],
  ['multiline knows line feeds only', String.raw`(?m)^b$`, 'a\rb\nb\n', [4, 5]],
  ['word characters of every script', String.raw`\w+`, '\u00e9\u0663\u02b0', [0, 3]],
  ['no word character in a combining mark', String.raw`\w+`, 'e\u0301', [0, 1]],
  ['digits of every script', String.raw`\d+`, '\u06634', [0, 2]],
  ['U+001C is a space, U+FEFF is none', String.raw`\s+`, '\ufeff\u001c\u0085\u00a0', [1, 4]],
  ['ASCII flag', String.raw`(?a)\w+`, '\u00e9a', [1, 2]],
  ['scoped ASCII flag', String.raw`(?a:\w)\w`, '\u00e9a\u00e9', [1, 3]],
  ['word boundary at a letter with accent', String.raw`\bé`, 'a\u00e9 \u00e9', [3, 4]],
  ['no boundary and no non-boundary in an empty subject', String.raw`\B`, '', null],
  ['non-boundary', String.raw`\Bb`, 'ab', [1, 2]],
  ['Kelvin sign under IGNORECASE', String.raw`(?i)k`, '\u212a', [0, 1]],
  ['dotless i under IGNORECASE', String.raw`(?i)[i]`, '\u0131', [0, 1]],
  ['long s under IGNORECASE', String.raw`(?i)S`, '\u017f', [0, 1]],
  ['scoped case', String.raw`(?i:a)b`, 'AB Ab', [3, 5]],
  ['case taken away', String.raw`(?i)a(?-i:b)`, 'AB Ab', [3, 5]],
  ['astral letters in a caseless range', String.raw`(?i)[\U00010400-\U00010401]`, '\ud801\udc28', [0, 2]],
  ['an astral letter in a caseless class of two keeps its case', String.raw`(?i)[\U00010400x]`, '\ud801\udc28', null],
  ['a lone surrogate is a character', String.raw`^.$`, '\ud83d', [0, 1]],
  ['nothing inside a surrogate pair', String.raw`(?!^)`, '\ud83d\ude00', [2, 2]],
  ['captures outlive turns', String.raw`(?:(a)|b)*`, 'ab', [0, 2, 0, 1]],
  ["an inner loop's capture outlives the outer turn", String.raw`(?:(?:(a)b)*c)*`, 'abcc', [0, 4, 0, 1]],
  ['an empty turn is taken once', String.raw`(a|)*`, 'b', [0, 0, 0, 0]],
  ['an empty turn first ends the loop', String.raw`(?:|a)*b?`, 'ab', [0, 0]],
  ['an optional group that can be empty takes part', String.raw`(a*)?`, 'b', [0, 0, 0, 0]],
  ['an optional lazy group', String.raw`(a*)??b`, 'b', [0, 1, -1, -1]],
  ['a back-reference to a group that took no part fails', String.raw`(a)?\1b`, 'b', null],
  ['a back-reference to an empty group', String.raw`(a?)b\1c`, 'bc', [0, 2, 0, 0]],
  ['a caseless back-reference', String.raw`(?i)(k)\1`, 'k\u212a', [0, 2, 0, 1]],
  ['a caseless back-reference to what has no case', String.raw`(?i)([-/])a\1`, 'x-A-', [1, 4, 1, 2]],
  ['a conditional whose group took part', String.raw`(a)?(?(1)b|c)`, 'ab', [0, 2, 0, 1]],
  ['a conditional whose group did not', String.raw`(a)?(?(1)b|c)`, 'c', [0, 1, -1, -1]],
  ['a conditional on a group that is set and empty', String.raw`(a?)(?(1)b|c)`, 'b', [0, 1, 0, 0]],
  ['a conditional without no', String.raw`(<)?x(?(1)>)$`, 'x', [0, 1, -1, -1]],
  ['a conditional about its own group', String.raw`(a(?(1)b|c))`, 'ac', [0, 2, 0, 2]],
  ['an atomic group gives nothing back', String.raw`(?>a+)ab`, 'aaab', null],
  ['an atomic group keeps captures', String.raw`(?>(a)|b)+c`, 'abc', [0, 3, 0, 1]],
  ['possessive', String.raw`a++b`, 'aab', [0, 3]],
  ["a possessive repeat's required turns give nothing back", String.raw`(?:a|ab){2}+`, 'abab', null],
  ['a possessive repeat ends with an empty turn', String.raw`(?:a?)*+b`, 'aab', [0, 3]],
  ['look-behind over alternatives', String.raw`(?<=ab|cd)e`, 'cde', [2, 3]],
  ['look-behind reads forward', String.raw`(?<=(a|b)(b|c))d`, 'abcd', [3, 4, 1, 2, 2, 3]],
  ['negative look-behind at the start', String.raw`(?<!a)b`, 'b', [0, 1]],
  ['look-behind by code points', String.raw`(?<=😀.)b`, '\ud83d\ude00\ud83d\ude00b', [4, 5]],
  ['look-ahead keeps captures', String.raw`(?=(ab))a`, 'ab', [0, 1, 0, 2]],
  ['negative look-ahead forgets captures', String.raw`(?!(a)c)ab`, 'ab', [0, 2, -1, -1]],
  ['lazy loop', String.raw`(?:ab)*?c`, 'ababc', [0, 5]],
  ['counted loop', String.raw`(?:a|b){2,3}?c`, 'ababc', [1, 5]],
  ['{,n}', String.raw`a{,2}b`, 'aaab', [1, 4]],
  ['a group never repeated', String.raw`(a){0}b`, 'b', [0, 1, -1, -1]],
  ['nothing consumed', String.raw``, 'ab', [0, 0]],
  [
    "fail2ban's host",
    String.raw`^(?:\[?(?:(?:::f{4,6}:)?(?P<ip4>(?:\d{1,3}\.){3}\d{1,3})|(?P<ip6>(?:[0-9a-fA-F]{1,4}::?|:){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):)))\]?|(?P<dns>[\w\-.^_]*\w))$`,
    '[2001:db8::1]\n',
    [0, 13, -1, -1, 1, 12, -1, -1],
  ],
];

const re2 = await loadRe2();
const tree = (source: string) => parsePattern(source).pattern!;

describe.each(['auto', 'v8', 're2', 'tracer'] as const)('engine %s', (engine) => {
  it.each(rows)('should find what Python finds, or say that it cannot: %s', (_sentence, source, subject, spans) => {
    const { searcher, unsupported } = compileSearcher(tree(source), { engine, re2 });
    if (!searcher) {
      expect(['v8', 're2']).toContain(engine);
      expect(unsupported.length).toBeGreaterThan(0);
      return;
    }
    expect(copied(searcher.search(subject))).toEqual(spans);
    expect(searcher.test(subject)).toBe(spans !== null);
    if (/^[\0-\x7f]*$/.test(subject)) {
      expect(copied(searcher.searchAscii(subject))).toEqual(spans);
      if (searcher.boundsAscii) expect(copied(searcher.boundsAscii(subject))?.slice(0, 2)).toEqual(spans?.slice(0, 2));
      expect(searcher.testAscii(subject)).toBe(spans !== null);
    }
  });

  it.each([
    ['^ is the real beginning', '^b', 'ab', 1, 2, null],
    ['look-behind sees what stands before pos', '(?<=a)b', 'ab', 1, 2, [1, 2]],
    ['$ is endpos', 'a$', 'ab', 0, 1, [0, 1]],
    ['look-ahead does not see behind endpos', 'a(?!b)', 'ab', 0, 1, [0, 1]],
    ['pos behind the end', '', 'a', 2, 1, null],
    ['a later match', 'a', 'aba', 1, 3, [2, 3]],
  ] as const)('should take pos and endpos as Python does: %s', (_sentence, source, subject, pos, endpos, spans) => {
    const { searcher } = compileSearcher(tree(source), { engine, re2 });
    if (searcher) expect(copied(searcher.search(subject, pos, endpos))).toEqual(spans);
  });
});

it.each([
  ['v8', '(?:(a)|b)*', 'group 1 may keep what an earlier turn of its loop captured'],
  ['v8', '(?:|a)*b', 'a loop may take an empty turn that JavaScript and RE2 refuse'],
  ['v8', String.raw`(?i)(a)\1`, 'a back-reference ignores case'],
  ['v8', '(?:(a)|b)*+', 'group 1 may keep what an earlier turn of its loop captured'],
  ['re2', String.raw`(a)\1`, re2 ? 'RE2 has no back-references' : 'the optional package re2 is not there'],
] as const)('%s should say why it does not take %s', (engine, source, reason) => {
  expect(compileSearcher(tree(source), { engine, re2 }).unsupported![0]!.reason).toBe(reason);
});

it('should find with V8 and take captures from the tracing matcher where only they differ', () => {
  const { searcher } = compileSearcher(tree('x(?:(a)|b)*'));
  expect(searcher!.engine).toBe('v8');
  expect(copied(searcher!.search('--xab'))).toEqual([2, 5, 3, 4]);
});

function copied(spans: ArrayLike<number> | null): number[] | null {
  return spans && Array.from(spans);
}

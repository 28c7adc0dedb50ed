import { describe, expect, it } from 'vitest';
import { smallPatterns } from '../../testing/brute-force.ts';
import { AlikePatterns } from './alike-patterns.ts';
import { parsePattern } from './parser.ts';

const seed = Number(process.env['SEED'] ?? 11);

const patterns = [
  '^(?:\\[?(?:(?:::f{4,6}:)?(?P<ip4>(?:\\d{1,3}\\.){3}\\d{1,3})|(?P<ip6>(?:[0-9a-f]{1,4}::?|::){1,7}(?:[0-9a-f]{1,4}|(?<=:):))\\]?)|(?P<dns>[\\w\\-.^_]*\\w)) -.*"GET',
  'a{2}b{2,3}c{,2}d{2x{y{2}',
  'ab*+c??d+?e',
  'a(?#c)*b(?#c)c',
  '(a)(b)\\1\\2(?P<n>c)(?P=n)\\10',
  '(?P<n>a)?(?(n)b|c)d',
  '(a)?(?(1)b|c)d',
  'a\\x41\\u0042\\0\\01\\012b',
  '(?i)ab(?s)c',
  '((?i)a)b',
  '(?i:a)(?-i:b)c',
  '(?x) a b # c\n d',
  '[[a]--b]c',
  'ab|cd|(e)',
  '(?<=ab)c(?<!d)e',
  '\u{1f600}\ud83d\u{1f601}a',
  '(?P<a>x)(?P<b>y)(?P<a>z)',
  'a\\b\\w\\d$',
  '(?>a)b++c',
  '(?t)a+',
  'a+(?t)',
];
const tails = [
  '',
  '\\',
  '*',
  '+?',
  '?',
  '{2}',
  '}',
  '2}',
  ')',
  '(',
  '(b)(?P<n>b)',
  '\\1',
  '0',
  '1',
  '(?i)',
  '(?x) b',
  '(?t)',
  '(?#c)*',
  '|x',
  '(?(1)a)',
  '(?(2)a)',
  '[',
  '(?<=a*)',
  '\udc00',
];

describe('AlikePatterns', () => {
  it.each(['3.6', '3.11', '3.13'] as const)(
    `should change nothing of what is read (Python %s, seed ${seed})`,
    (python) => {
      let takenOver = 0;
      for (const first of [...patterns, ...smallPatterns(seed, 10)]) {
        for (let cut = 0; cut <= first.length; cut++) {
          for (const tail of tails) {
            const second = first.slice(0, cut) + tail;
            const alike = new AlikePatterns();
            const before = parsePattern(first, { python, alike });
            const found = parsePattern(second, { python, alike });
            if (itemsOf(before).some((item) => itemsOf(found).includes(item))) takenOver++;
            const expected = parsePattern(second, { python });
            if (!isEqual(found, expected)) expect({ first, second, found }).toEqual({ first, second, found: expected });
          }
        }
      }
      expect(takenOver).toBeGreaterThan(500);
    },
  );

  it('should read anew for another Python and other flags', () => {
    const alike = new AlikePatterns();
    const [first, second] = [parsePattern('(a)bcd', { alike }), parsePattern('(a)bcde', { alike, multiline: true })];
    expect(itemsOf(second).some((item) => itemsOf(first).includes(item))).toBe(false);
    expect(
      itemsOf(parsePattern('(a)bcd', { alike, multiline: true, python: '3.8' })).some((item) =>
        itemsOf(second).includes(item),
      ),
    ).toBe(false);
  });
});

function itemsOf({ pattern }: ReturnType<typeof parsePattern>): readonly unknown[] {
  return pattern?.body.type === 'Sequence' ? pattern.body.items : [];
}

/** Faster than `toEqual`, of which there are too many. */
function isEqual(a: unknown, b: unknown): boolean {
  const write = (_: string, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...value] : value === Infinity ? 'Infinity' : value;
  return JSON.stringify(a, write) === JSON.stringify(b, write);
}

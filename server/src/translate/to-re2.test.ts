import { expect, it } from 'vitest';
import { parsePattern } from '../pyre/parser.ts';
import { toRe2 } from './to-re2.ts';

const translated = (source: string) => toRe2(parsePattern(source).pattern!);

it.each([
  [
    'drop a look-behind that what stands before proves',
    '(?:[0-9a-f]{1,4}::?|:){1,7}(?:[0-9a-f]|(?<=:):)',
    String.raw`(?:(?:[0-9a-f]{1,4}\x{3a}(?:\x{3a})?|\x{3a})){1,7}(?:[0-9a-f]|\x{3a})`,
  ],
  ['drop a negative one that what stands before rules out', '[ab](?<!c)x', '[a-b]x'],
  ['write case out', '(?i)a', '[Aa]'],
  ['keep the numbers of groups', '(?P<x>a)(b)', '(a)(b)'],
])('should %s', (_sentence, source, expected) => {
  const { translation } = translated(source) as { translation: { source: string } };
  expect(simple(translation.source)).toBe(simple(expected));
});

it.each([
  ['(?<=a)b', 'RE2 has no look-around'],
  ['a?(?<=a)b', 'RE2 has no look-around'],
  ['a(?!b)', 'RE2 has no look-around'],
  ['(?>a)', 'RE2 has no atomic groups and no possessive repeats'],
  ['(a)?(?(1)b)', 'RE2 has no conditionals'],
  ['a{1001}', 'RE2 counts to 1000 only'],
  ['(?:|a)*', 'a loop may take an empty turn that JavaScript and RE2 refuse'],
])('should refuse %s', (source, reason) => {
  expect(translated(source).notes![0]!.reason).toBe(reason);
});

/** Without the brackets and class forms that say nothing. */
function simple(source: string): string {
  return source
    .replace(/\(\?:((?:[^()\\|]|\\x\{\w+\})*)\)(\??)/g, (_whole, body: string, mark: string) => body + mark)
    .replace(/a-b/g, 'ab');
}

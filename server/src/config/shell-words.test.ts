import { expect, it } from 'vitest';
import { MappedText } from '../text/mapped-text.ts';
import { splitShellWords } from './shell-words.ts';

const split = (text: string) => splitShellWords(MappedText.exact(text, 'f', 0));

it.each([
  ['a  b\tc', ['a', 'b', 'c']],
  ['a+b="x y" + c', ['a+b=x y', '+', 'c']],
  [`'a\\b' "c\\"d\\\\e\\f"`, ['a\\b', 'c"d\\e\\f']],
  ['a\\ b \\#', ['a b', '#']],
  [`'' ""x`, ['', 'x']],
  ['a#b # c', ['a#b', '#', 'c']],
  ['  ', []],
  ['é\u00a0x', ['é\u00a0x']],
])('should split %j', (text, expected) => {
  expect(split(text).map((word) => word.text)).toEqual(expected);
});

it.each([
  ['a "b', 'No closing quotation'],
  [`it's`, 'No closing quotation'],
  ['a\\', 'No escaped character'],
])('should refuse %j', (text, message) => {
  expect(() => split(text)).toThrow(message);
});

it('should keep where each word is written', () => {
  expect(split('a "b c"')[1]!.whereToShow({ start: 0, end: 3 })).toEqual([{ file: 'f', span: { start: 3, end: 6 } }]);
});

import { expect, it } from 'vitest';
import { inlineCode } from './inline-code.ts';

it.each([
  ['plain text', '1.2.3.4', '`1.2.3.4`'],
  ['Markdown and HTML as they are', '**a** <b>[x](y)', '`**a** <b>[x](y)`'],
  ['backticks', 'a`b``c', '```a`b``c```'],
  ['what would end the code', '` <img> `', '`` ` <img> ` ``'],
  ['blanks at both ends', ' a ', '`  a  `'],
  ['a line end', 'a\nb', '`a b`'],
  ['blanks alone', '   ', '` `'],
  ['nothing', '', ''],
])('should show %s', (_sentence, text, markdown) => {
  expect(inlineCode(text)).toBe(markdown);
});

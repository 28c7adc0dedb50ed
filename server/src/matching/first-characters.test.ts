import { expect, it } from 'vitest';
import { MappedText } from '../text/mapped-text.ts';
import { compileFilter } from './compile-filter.ts';
import { createFirstCharacters } from './first-characters.ts';

const regexes = [
  '^Failed <ADDR>',
  '^[aA]uth <ADDR>',
  'Failed <ADDR>',
  '^(?:F|x)?y <ADDR>',
  '^\\s*<ADDR>',
  '(?i)^failed <ADDR>',
  '^<F-USER>\\S*</F-USER> <ADDR>',
];
const { filter } = compileFilter(
  { failregex: regexes.map((regex) => MappedText.builtin(regex, 'test')), ignoreregex: [] },
  { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
);

it.each([
  ['F', [0, 2, 3, 5, 6]],
  ['f', [2, 4, 5, 6]],
  ['a', [1, 2, 4, 6]],
  ['y', [2, 3, 6]],
  [' ', [2, 4, 6]],
  ['1', [2, 4, 6]],
  ['\n', [2, 4]],
  ['é', [0, 1, 2, 3, 4, 5, 6]],
])('should search a text that begins with %j only for regexes that may', (char, expected) => {
  expect(
    createFirstCharacters(filter.failregex)
      .candidates(char.charCodeAt(0))
      .filter((i) => expected.includes(i)),
  ).toEqual(expected);
});

it('should leave out regexes that begin with something else', () => {
  expect(createFirstCharacters(filter.failregex).candidates('q'.charCodeAt(0))).not.toContain(0);
});

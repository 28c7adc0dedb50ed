import { expect, it } from 'vitest';
import { createDirectives } from './directives.ts';

it.each([
  [1999, '(?P<Y>(?:199|200)\\d)'],
  [2005, '(?P<Y>200\\d)'],
  [2007, '(?P<Y>20[01]\\d)'],
  [2026, '(?P<Y>20[012]\\d)'],
  [2027, '(?P<Y>20[0123]\\d)'],
  [2097, '(?P<Y>2(?:00|01|02|03|04|05|06|07|08|09|10)\\d)'],
])('should let %%ExY take the decades up to three years ahead: in %i', (year, regex) => {
  expect(createDirectives(year).find(({ key }) => key === 'ExY')!.regex).toBe(regex);
});

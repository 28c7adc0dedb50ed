import { expect, it } from 'vitest';
import { keepGroups } from './keep-groups.ts';
import { parsePattern } from './parser.ts';
import { printPattern } from './print.ts';

it.each([
  ['(a)(?P<b>b)(c)', [2], '(?:a)(?P<b>b)(?:c)'],
  ['(a)(?P<b>b)', [], '(?:a)(?:b)'],
  ['(x)(?P<q>["\'])(.*?)(?P=q)(?:(y)|z)+(?<!(w))', [3], '(?:x)(?P<q>["\'])(.*?)(?P=q)(?:(?:y)|z)+(?<!(?:w))'],
  ['(x)(a)?(?(2)b|(c))', [3], '(?:x)(a)?(?(1)b|(c))'],
  ['(x)(a)\\2', [], '(?:x)(a)\\1'],
])('should keep of %s the groups %j', (source, keep, expected) => {
  const { pattern } = parsePattern(source, { python: '3.11' });
  const kept = keepGroups(pattern!, new Set(keep));
  expect(printPattern(kept)).toBe(expected);
  expect(kept.groupCount).toBe(parsePattern(expected, { python: '3.11' }).pattern!.groupCount);
  expect([...kept.groupNames]).toEqual([...parsePattern(expected, { python: '3.11' }).pattern!.groupNames]);
});

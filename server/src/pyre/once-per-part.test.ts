import { expect, it } from 'vitest';
import type { Node, Pattern } from './nodes.ts';
import { oncePerPart } from './once-per-part.ts';
import { parsePattern } from './parser.ts';
import { flagsOf } from './walk.ts';

it('should work once for a part, but anew under other flags', () => {
  let turns = 0;
  const count = oncePerPart((_part: Node) => ++turns);
  const parse = (source: string): Pattern => parsePattern(source).pattern!;
  const { body, ...pattern } = parse('a');
  const flags = flagsOf({ ...pattern, body });
  expect([count(body, flags), count(body, { ...flags }), count(body, { ...flags, ignoreCase: true })]).toEqual([
    1, 1, 2,
  ]);
  expect(count(parse('a').body, flags)).toBe(3);
});

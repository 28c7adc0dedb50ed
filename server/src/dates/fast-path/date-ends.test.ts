import { describe, expect, it } from 'vitest';
import { parsePattern } from '../../pyre/parser.ts';
import { createDateEnds, type DateEnds } from './date-ends.ts';
import { createLeafSets } from './leaf-sets.ts';

function endsOf(source: string): DateEnds | undefined {
  const { pattern } = parsePattern(source, { python: '3.11' });
  return createDateEnds(pattern!.body, pattern!, createLeafSets(pattern!));
}

/** The characters that would let a match go on; `any` where it might whatever follows. */
function goesOn(source: string, cutText: string, next: string): string {
  const mask = endsOf(source)!.around(cutText, next.charCodeAt(0), []).goesOn;
  return mask ? [...mask].flatMap((has, code) => (has ? [String.fromCharCode(code)] : [])).join('') : 'any';
}

describe('where a match can go on', () => {
  it.each([
    ['\\d\\d:\\d\\d', '12:34', ' ', ''],
    ['\\d\\d:\\d\\d(?: 20\\d\\d)?', '12:34', ' ', '2'],
    ['\\d\\d:\\d\\d(?: 20\\d\\d)?', '12:34', ']', ''],
    // One more digit may already end a match.
    ['\\d\\d:\\d\\d(?:\\.\\d+)?', '12:34', '.', '0123456789'],
    ['\\d\\d:\\d\\d(?:Z| ?[ab]c)?', '12:34', ' ', 'ab'],
    ['\\d\\d:\\d\\d(?:\\.\\d*)?', '12:34', '.', 'any'],
    ['(?:Sun )?(?:Jan|Jun) \\d', 'Jan 1', ' ', ''],
    ['\\d+(?P<sep>[-/])\\d+(?P=sep)\\d+', '1/2/3', '/', ''],
  ])('should be known of %s behind %j and %j: %j', (source, cutText, next, characters) => {
    expect(goesOn(source, cutText, next)).toBe(characters);
  });
});

describe('digits that may be others', () => {
  const last = '9'.charCodeAt(0);
  it.each([
    ['\\d\\d:\\d\\d', '12:34', [3, 4], true],
    ['\\d\\d:[0-4]\\d', '12:34', [3], false],
    ['(?:12:3|\\d\\d:\\d)\\d', '12:34', [3], false],
    ['(?:12:3|\\d\\d:\\d)\\d', '22:34', [3], true],
  ])('should tell of %s in %j at %j: %s', (source, cutText, places, isAny) => {
    expect(
      endsOf(source)!.around(
        cutText,
        32,
        places.map((at) => ({ at, last })),
      ).isAnyDigit,
    ).toBe(isAny);
  });
});

it('should not answer for patterns that repeat a digit', () => {
  expect(endsOf('(?P<a>\\d):(?P=a)')).toBeUndefined();
});

import { describe, expect, it } from 'vitest';
import { parsePattern } from '../pyre/parser.ts';
import { createStandIns } from './stand-ins.ts';

function rewrite(source: string, subject: string): string | undefined {
  return createStandIns(parsePattern(source, {}).pattern!)?.(subject)?.text;
}

describe('stand-ins', () => {
  it.each([
    ['a letter', String.raw`^\w+ \d`, 'Zürich 7', /^Z\wrich 7$/],
    ['a blank', String.raw`a\sb`, 'a\u00a0b', /^a\sb$/],
    ['a sign', String.raw`\bx`, '→x', /^[^\w]x$/],
    ['neither a letter nor a listed sign', '[^a-z]', 'é', /^[^a-z\n]$/],
  ])('should give an ASCII subject for %s', (_, source, subject, expected) => {
    expect(rewrite(source, subject)).toMatch(expected);
  });

  it.each([
    ['a digit of another script, where every ASCII digit is named', String.raw`[0-9]\d\w`, '\u0667'],
    ['what may be captured and asked for again', String.raw`(\w)\1`, 'éà'],
    ['a sign that the pattern names', 'é|.', 'é'],
  ])('should have none for %s', (_, source, subject) => {
    expect(rewrite(source, subject)).toBeUndefined();
  });

  it('should count code points where a pair becomes one character', () => {
    expect(createStandIns(parsePattern('.', {}).pattern!)!('😀a')).toEqual({
      text: expect.stringMatching(/^[^]a$/),
      isShorter: true,
    });
  });

  it('should allow a back-reference to what is ASCII only', () => {
    expect(rewrite(String.raw`\d(?P<sep>[-/.])\d(?P=sep)\w`, 'é')).toMatch(/^[^\d]$/);
  });
});

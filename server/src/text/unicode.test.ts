import { describe, expect, it } from 'vitest';
import { codePointOfName } from '../pyre/unicode-names.ts';
import {
  caseVariants,
  digitValue,
  extraCases,
  isDigit,
  isIdentifier,
  isSpace,
  isWord,
  lower,
  upper,
} from './unicode.ts';

const at = (char: string): number => char.codePointAt(0)!;

describe('unicode', () => {
  it.each([
    ['_', true, false, false],
    ['é', true, false, false],
    ['\u0301', false, false, false],
    ['٣', true, true, false],
    ['²', true, false, false],
    ['\u001c', false, false, true],
    ['\u0085', false, false, true],
    ['\ufeff', false, false, false],
    ['\u{1d7d8}', true, true, false],
    ['-', false, false, false],
  ])('should know the kind of %j', (char, word, digit, space) => {
    expect([isWord(at(char)), isDigit(at(char)), isSpace(at(char))]).toEqual([word, digit, space]);
  });

  it.each([
    ['k', 'Kk\u212a'],
    ['S', 'Ss\u017f'],
    ['i', 'Ii\u0130\u0131'],
    ['\u{10400}', '\u{10400}\u{10428}'],
    ['ß', 'ßẞ'],
    ['1', '1'],
  ])('should know what (?i)%s matches', (char, variants) => {
    expect(String.fromCodePoint(...caseVariants(at(char), false))).toBe(variants);
  });

  it('should know the variants of every letter of ASCII', () => {
    const byLower = new Map<number, number[]>();
    for (let c = 0; c < 0x110000; c++) byLower.set(lower(c), [...(byLower.get(lower(c)) ?? []), c]);
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
      const small = [at(letter), ...(extraCases().get(at(letter)) ?? [])];
      const variants = small.flatMap((c) => byLower.get(c) ?? []).sort((a, b) => a - b);
      expect([caseVariants(at(letter), false), caseVariants(at(letter.toUpperCase()), false)]).toEqual([
        variants,
        variants,
      ]);
    }
  });

  it('should keep to ASCII with the ASCII flag', () => {
    expect(caseVariants(at('k'), true)).toEqual([0x4b, 0x6b]);
    expect(caseVariants(at('é'), true)).toEqual([0xe9]);
  });

  it('should take the first character of a longer case', () => {
    expect([lower(0x130), upper(0xdf)]).toEqual([at('i'), at('S')]);
  });

  it('should value digits and judge names as Python does', () => {
    expect([digitValue(at('٣')), digitValue(at('a'))]).toEqual([3, undefined]);
    expect(['a1', '_', 'é', '1a', '', 'a b', 'a-b', 'a\n'].map(isIdentifier)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it.each([
    ['LATIN SMALL LETTER A', 0x61],
    ['latin small letter a', 0x61],
    ['LF', 0x0a],
    ['VS256', 0xe01ef],
    ['HANGUL SYLLABLE GAG', 0xac01],
    ['hangul syllable gag', undefined],
    ['CJK UNIFIED IDEOGRAPH-4E00', 0x4e00],
    ['CJK UNIFIED IDEOGRAPH-04E00', 0x4e00],
    ['CJK UNIFIED IDEOGRAPH-4e00', undefined],
    ['cjk compatibility ideograph-f900', 0xf900],
    ['CJK COMPATIBILITY IDEOGRAPH-0F900', undefined],
    ['KEYCAP DIGIT ONE', undefined],
    ['LATIN SMALL  LETTER A', undefined],
    ['', undefined],
  ])('should look up %j', (name, codePoint) => {
    expect(codePointOfName(name)).toBe(codePoint);
  });
});

import { describe, expect, it } from 'vitest';
import { MappedText } from './mapped-text.ts';

const host = MappedText.derived('(?P<ip4>x)', { file: 'f', span: { start: 10, end: 16 } });
/** `a <HOST> b` written at 8 of file f, with `<HOST>` expanded. */
const expanded = MappedText.concat([MappedText.exact('a ', 'f', 8), host, MappedText.exact(' b', 'f', 16)]);

describe('MappedText', () => {
  it('should join neighbours that are written side by side', () => {
    const whole = MappedText.concat([MappedText.exact('ab', 'f', 3), MappedText.exact('cd', 'f', 5)]);
    expect(whole.segments).toEqual([{ text: 'abcd', origin: { file: 'f', span: { start: 3, end: 7 } }, exact: true }]);
  });

  it.each([
    ['one exact character', { start: 1, end: 2 }, [{ file: 'f', span: { start: 9, end: 10 } }]],
    [
      'a character of a derived run: its whole place',
      { start: 5, end: 6 },
      [{ file: 'f', span: { start: 10, end: 16 } }],
    ],
    ['across runs of one file: one place', { start: 0, end: 14 }, [{ file: 'f', span: { start: 8, end: 18 } }]],
    ['the end of the text: an empty place', { start: 14, end: 14 }, [{ file: 'f', span: { start: 18, end: 18 } }]],
  ])('should show %s', (_, span, places) => {
    expect(expanded.whereToShow(span)).toEqual(places);
  });

  it('should name both files where a span crosses them', () => {
    const both = MappedText.concat([MappedText.exact('ab', 'f', 0), MappedText.exact('cd', 'g', 7)]);
    expect(both.whereToShow({ start: 1, end: 3 })).toEqual([
      { file: 'f', span: { start: 1, end: 2 } },
      { file: 'g', span: { start: 7, end: 8 } },
    ]);
  });

  it('should allow an edit only within one exact run', () => {
    expect(expanded.whereToEdit({ start: 0, end: 1 })).toEqual({ file: 'f', span: { start: 8, end: 9 } });
    expect(expanded.whereToEdit({ start: 1, end: 4 })).toBeUndefined();
    expect(expanded.whereToEdit({ start: 4, end: 5 })).toBeUndefined();
  });

  it('should keep origins through slice, split, trim and replace', () => {
    const text = MappedText.exact('  a,b%%c ', 'f', 100);
    expect(text.trim().whereToEdit({ start: 0, end: 1 })?.span.start).toBe(102);
    expect(text.split(',').map((part) => part.text)).toEqual(['  a', 'b%%c ']);
    const single = text.replace(/%%/g, (_, matched) =>
      MappedText.derived('%', matched.whereToShow({ start: 0, end: 2 })[0]!),
    );
    expect(single.text).toBe('  a,b%c ');
    expect(single.whereToShow({ start: 5, end: 6 })).toEqual([{ file: 'f', span: { start: 105, end: 107 } }]);
    expect(single.whereToEdit({ start: 6, end: 7 })).toEqual({ file: 'f', span: { start: 107, end: 108 } });
  });

  it('should leave a match alone where the replacement is undefined', () => {
    const text = MappedText.exact('<a><b>', 'f', 0);
    expect(
      text.replace(/<\w>/g, (match) => (match[0] === '<b>' ? MappedText.builtin('B', 'test') : undefined)).text,
    ).toBe('<a>B');
    expect(text.replace(/x/g, () => MappedText.empty)).toBe(text);
  });
});

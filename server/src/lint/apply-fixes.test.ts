import { expect, it } from 'vitest';
import { applyEdits, applySafeFixes } from './apply-fixes.ts';
import type { Finding } from './rule.ts';

const at = (start: number, end: number) => ({ file: 'f', span: { start, end } });

function finding(safe: boolean, start: number, end: number, text: string): Finding {
  return {
    rule: 'r',
    severity: 'error',
    message: 'm',
    place: at(start, end),
    related: [],
    fix: { title: 't', safe, edits: [{ place: at(start, end), text }] },
  };
}

it('should put several edits into a text', () => {
  expect(
    applyEdits('a%b%c\r\n', [
      { place: at(1, 2), text: '%%' },
      { place: at(3, 4), text: '%%' },
    ]),
  ).toBe('a%%b%%c\r\n');
});

it('should apply only safe fixes, and of two that meet only the first', () => {
  const texts = applySafeFixes(
    [finding(true, 0, 2, 'X'), finding(true, 1, 3, 'Y'), finding(false, 4, 5, 'Z')],
    () => 'abcdef',
  );
  expect([...texts]).toEqual([['f', 'Xcdef']]);
});

it('should leave a file alone that cannot be written as text', () => {
  expect(applySafeFixes([finding(true, 0, 1, 'X')], () => undefined).size).toBe(0);
});

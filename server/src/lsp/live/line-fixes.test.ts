import { expect, it } from 'vitest';
import { MappedText } from '../../text/mapped-text.ts';
import { editOf } from './line-fixes.ts';

const written = MappedText.concat([
  MappedText.derived('(?:a)', { file: '/common', span: { start: 3, end: 9 } }),
  MappedText.exact(' b.*<HOST>', '/f', 100),
]);

it.each([
  ['(?:a) b\\s*.*<HOST>', { place: { file: '/f', span: { start: 102, end: 102 } }, newText: '\\s*' }],
  ['(?:a) b.*?\\b<ADDR>', { place: { file: '/f', span: { start: 104, end: 109 } }, newText: '?\\b<ADDR' }],
  ['(?:a) b.*<HOST>$', { place: { file: '/f', span: { start: 110, end: 110 } }, newText: '$' }],
])('should make %s by one edit', (wanted, edit) => {
  expect(editOf(written, wanted)).toEqual(edit);
});

it('should offer no edit of what stands for something else, nor one with a % in it', () => {
  expect(editOf(written, '(?:x) b.*<HOST>')).toBeUndefined();
  expect(editOf(written, '(?i)(?:a) b.*<HOST>')).toBeUndefined();
  expect(editOf(written, '(?:a) b%.*<HOST>')).toBeUndefined();
});

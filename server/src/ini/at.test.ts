import { expect, it } from 'vitest';
import { lineAt, sectionAt } from './at.ts';
import { parseIni } from './parser.ts';

it('should find the line and the section of every offset', () => {
  const text = '# c\r\n[a]\nx = 1\n  2\r\r\n[b]\n[b]\ny = 3';
  const { tree } = parseIni(text, '/x');
  for (let offset = 0; offset <= text.length; offset++) {
    expect(lineAt(tree, offset)).toBe(tree.lines.findLast(({ span }) => span.start <= offset));
    expect(sectionAt(tree, offset)).toBe(tree.sections.findLast(({ headerSpan }) => headerSpan.start <= offset));
  }
  expect(lineAt(parseIni('', '/x').tree, 0)).toBeUndefined();
});

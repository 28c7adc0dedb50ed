import { expect, it } from 'vitest';
import { lineAt, optionAt, sectionAt, valueLineAt } from './at.ts';
import type { IniSection } from './nodes.ts';
import { parseIni } from './parser.ts';

it('should find the line, the section, the option and its line of every offset', () => {
  const text = '# c\r\n[a]\nx = 1\n  2\r\r\nz = 4\n[b]\n[b]\ny = 3';
  const { tree } = parseIni(text, '/x');
  for (let offset = 0; offset <= text.length; offset++) {
    expect(lineAt(tree, offset)).toBe(tree.lines.findLast(({ span }) => span.start <= offset));
    const section = sectionAt(tree, offset);
    expect(section).toBe(tree.sections.findLast(({ headerSpan }) => headerSpan.start <= offset));
    const option = section && optionAt(section, offset);
    expect(option).toBe(section?.options.findLast(({ keySpan }) => keySpan.start <= offset));
    expect(option && valueLineAt(option, offset)).toBe(option?.valueLines.findLast(({ start }) => start <= offset));
  }
  expect(lineAt(parseIni('', '/x').tree, 0)).toBeUndefined();
});

it('should look at few of very many options', () => {
  const { tree } = parseIni(`[a]\n${Array.from({ length: 1000 }, (_, i) => `x${i} = 1\n`).join('')}`, '/x');
  let looked = 0;
  const section = {
    ...tree.sections[0]!,
    options: new Proxy(tree.sections[0]!.options, {
      get: (list, key) => {
        if (key !== 'length') looked++;
        return list[key as unknown as number];
      },
    }),
  } satisfies IniSection;
  for (let offset = 0; offset < 1000; offset++) optionAt(section, offset);
  expect(looked).toBeLessThan(12 * 1000);
});

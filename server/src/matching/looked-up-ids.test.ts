import { describe, expect, it } from 'vitest';
import { MappedText } from '../text/mapped-text.ts';
import { compileFilter } from './compile-filter.ts';
import type { DatedBlock } from './date-stage.ts';
import { splitLines } from './line-block.ts';
import { addressOfNumber, createIdSample } from './looked-up-ids.ts';

function idsOf(failregex: string, log: string, prefregex?: string) {
  const written = (text: string) => MappedText.builtin(text, 'test');
  const { filter } = compileFilter(
    { failregex: [written(failregex)], ignoreregex: [], ...(prefregex ? { prefregex: written(prefregex) } : {}) },
    { useDns: 'warn', fail2ban: '1.1', python: '3.11', maxLines: 1 },
  );
  const sample = createIdSample(filter, '1.1');
  const block = splitLines(log, { firstNumber: 1, isAscii: true });
  const dated = { ...block, cutStarts: block.starts, cutEnds: block.starts } as unknown as DatedBlock;
  for (let i = 0; i < block.count; i++) sample?.hit(block.numbers[i]!, 0, dated, i);
  return sample?.read();
}

describe('Ids that are looked up', () => {
  it('should be found with the line that has them', () => {
    expect(idsOf('from <HOST>$', 'from 192.0.2.1\nfrom dsl-7.example.com\nfrom 2001:db8::1\nfrom 8\nfrom 8\n')).toEqual(
      {
        looked: 5,
        count: 3,
        examples: [
          { line: 2, id: 'dsl-7.example.com' },
          { line: 4, id: '8' },
        ],
      },
    );
  });

  // Where an address stands at the place of <HOST>, no groups are read.
  it.each([
    ['^<HOST> -', '192.0.2.1 -\na.example -\n2001:db8::1 -\n192.0.2 -\n999.0.2.1 -\n192.0.2.1.a -\n', [2, 4, 6]],
    ['from <HOST>(?: port|$)', 'from 192.0.2.1 port\nfrom 192.0.2.1\nfrom b\nfrom a from 192.0.2.1\n', [3]],
    ['x <HOST>(?:\\.|$)', 'x 192.0.2.1.\nx 192.0.2.1a\n', [2]],
  ])('should be found whatever stands there: %s', (failregex, log, lines) => {
    const found = idsOf(failregex, log)!;
    expect([found.count, ...found.examples.map(({ line }) => line)]).toEqual([lines.length, ...lines.slice(0, 3)]);
  });

  it('should be looked for in what prefregex hands on', () => {
    const found = idsOf('^from <HOST>$', 'app: from a.example\n', '^app: <F-CONTENT>.+</F-CONTENT>$');
    expect(found!.examples).toEqual([{ line: 1, id: 'a.example' }]);
  });

  it('should not be looked for where no regex takes names', () => {
    expect(idsOf('from <ADDR>$', 'from 192.0.2.1\n')).toBeUndefined();
  });

  it.each([
    ['8', '0.0.0.8'],
    ['10.1', '10.0.0.1'],
    ['2.0.513', '2.0.2.1'],
    ['3221225985', '192.0.2.1'],
    ['010', '0.0.0.8'],
    ['08', undefined],
    ['99999999999', undefined],
    ['300.1', undefined],
    ['a8', undefined],
  ])('should know the address of the number %s', (text, address) => {
    expect(addressOfNumber(text)).toBe(address);
  });
});

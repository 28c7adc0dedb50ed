import { describe, expect, it } from 'vitest';
import { allStrings, bruteForce, smallPatterns, withinBudget } from '../../testing/brute-force.ts';
import { requiredFactor, type Factor } from '../pyre/analysis/required-factor.ts';
import { parsePattern } from '../pyre/parser.ts';
import type { DatedBlock } from './date-stage.ts';
import { createFactorScan } from './factor-scan.ts';
import { createBlockRoom, splitPieces } from './line-block.ts';
import type { BlockScan } from './block-scan.ts';
import { createStringScan } from './string-scan.ts';

const seed = Number(process.env['SEED'] ?? 7);

/** Lines with a date `cut` characters long taken out behind the first `before`; three lines in a piece of the text. */
function blockOf(lines: readonly string[], before = 0, cut = 0): DatedBlock {
  const pieces: string[] = [];
  for (let i = 0; i < lines.length; i += 3) pieces.push(`${lines.slice(i, i + 3).join('\n')}\n`);
  const isAscii = !/[^\0-\x7f]/.test(pieces.join(''));
  const block = splitPieces(pieces, { firstNumber: 1, isAscii }, createBlockRoom());
  const [cutStarts, cutEnds] = [before, before + cut].map((at) =>
    block.starts.map((start, i) => Math.min(start + at, block.ends[i]!)),
  ) as [Int32Array, Int32Array];
  return {
    ...block,
    cutStarts,
    cutEnds,
    times: new Float64Array(block.count),
    borrowed: new Map(),
    crashes: new Map(),
  };
}

function marked({ scan }: BlockScan, block: DatedBlock): number[] {
  const lines = new Set<number>();
  scan(block, (line) => lines.add(line));
  return [...lines].sort((a, b) => a - b);
}

function factorOf(source: string): Factor | undefined {
  const { pattern, error } = parsePattern(source, {});
  if (!pattern) throw new Error(`${source}: ${error.msg}`);
  return requiredFactor(pattern, 0.1);
}

describe('createFactorScan', () => {
  it.each<[regex: string, lines: string[], expected: number[]]>([
    [
      '^.* query: (?:1rip|[iI]sc\\.org) IN',
      ['x query: 1rip IN', 'x query: rip IN', 'query: 1rip IN', 'y query: Isc.org IN'],
      [0, 3],
    ],
    ['a(?:bc){2,3}d', ['abcd', 'abcbcd', 'xabcbcbcd', 'abcbcbcbcd'], [1, 2]],
    ['(?:abx.*cd|ef)', ['abx', 'cd', 'ef', 'xx'], [0, 2]],
    ['(?i)straße', ['STRAßE', 'strasse'], [0]],
    ['a😀b', ['a😀b', 'ab'], [0]],
    // The piece takes in the CR that ends the line.
    ['abc[^q\\n]?', ['ab', 'abc\r', 'abcd', 'x'], [1, 2]],
    ['(?<=x)abc(?!d)\\b', ['abcd', 'xab'], [0]],
  ])('should mark the lines that may match %s', (regex, lines, expected) => {
    expect(marked(createFactorScan(factorOf(regex)!, 0), blockOf(lines))).toEqual(expected);
  });

  it('should leave out lines that are not listed', () => {
    expect(marked(createFactorScan(factorOf('abc')!, 0), blockOf(['#abc', 'abc', '', '# abc', 'x', 'abc']))).toEqual([
      0, 2,
    ]);
  });

  it(`should mark every line in which a pattern matches, with a date cut out or not (seed ${seed})`, () => {
    const words = allStrings('abB', 4);
    for (const source of smallPatterns(seed, 80)) {
      const { pattern } = parsePattern(source, {});
      const factor = pattern && requiredFactor(pattern, 0.1);
      if (!pattern || !factor) continue;
      const { matchesWhole } = bruteForce(pattern);
      const matching = words.filter((word) => word !== '' && withinBudget(() => matchesWhole(word, 5000)));
      expect([source, marked(createFactorScan(factor, 0), blockOf(matching))]).toEqual([
        source,
        matching.map((_, i) => i),
      ]);
      const dated = matching.filter((word) => word.length > 1).map((word) => `${word[0]!}12:00${word.slice(1)}`);
      expect([source, marked(createFactorScan(factor, 0), blockOf(dated, 1, 5))]).toEqual([
        source,
        dated.map((_, i) => i),
      ]);
    }
  });
});

describe('createStringScan', () => {
  const strings = ['abab', 'bab', 'Ba.b', 'aab'].map((text, regex) => ({
    regex,
    strings: [{ text, ignoreCase: false }],
  }));
  const caseless = {
    regex: 4,
    strings: [
      { text: 'bba', ignoreCase: true },
      { text: 'xyz', ignoreCase: true },
    ],
  };
  const needs = [...strings, caseless];
  const holds = (line: string, regex: number) =>
    needs[regex]!.strings.some(({ text, ignoreCase }) => (ignoreCase ? line.toLowerCase() : line).includes(text));

  it('should mark exactly the lines that hold a string', () => {
    const lines = allStrings('abB.', 6).filter((line) => line !== '');
    const found = new Set<string>();
    createStringScan(needs).scan(blockOf(lines), (line, regex) => found.add(`${line} ${regex}`));
    expect(found).toEqual(
      new Set(lines.flatMap((line, i) => needs.flatMap(({ regex }) => (holds(line, regex) ? [`${i} ${regex}`] : [])))),
    );
  });

  it('should mark lines in which a string comes of the cut', () => {
    expect(
      marked(
        createStringScan([{ regex: 0, strings: [{ text: 'a[]b', ignoreCase: false }] }]),
        blockOf(['a[12]b', 'a(12)b'], 2, 2),
      ),
    ).toEqual([0]);
  });
});

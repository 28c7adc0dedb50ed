import { describe, expect, it } from 'vitest';
import { wrapRegex } from './wrap-regex.ts';

describe('A long regex on a page', () => {
  it.each<[regex: string, width: number, lines: string[]]>([
    ['^short$', 20, ['^short$']],
    ['^aaaaaaaaaa(?:bbbb|cccc)', 16, ['^aaaaaaaaaa', '(?:bbbb|cccc)']],
    ['^aaaaaaaaaa(?:bbbb|cccc)', 20, ['^aaaaaaaaaa(?:bbbb', '|cccc)']],
  ])('should break %s at %i', (regex, width, lines) => {
    const wrapped = wrapRegex(regex, width);
    expect(wrapped.join('')).toBe(regex);
    expect(Math.max(...wrapped.map(({ length }) => length))).toBeLessThanOrEqual(width);
    expect(wrapped).toEqual(lines);
  });

  it('should lose nothing and cut no escape', () => {
    const regex = String.raw`aaaaaaa\(bbbbbb\d\d\d\s\s\s\w+`.repeat(3);
    const wrapped = wrapRegex(regex, 8);
    expect(wrapped.join('')).toBe(regex);
    expect(wrapped.filter((line) => line.endsWith('\\'))).toEqual([]);
  });
});

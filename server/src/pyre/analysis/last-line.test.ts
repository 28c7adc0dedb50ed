import { describe, expect, it } from 'vitest';
import { allStrings } from '../../../testing/brute-force.ts';
import { compileSearcher } from '../../translate/compile.ts';
import type { Pattern } from '../nodes.ts';
import { parsePattern } from '../parser.ts';
import { printNode } from '../print.ts';
import { lastLinePart } from './last-line.ts';

function parsed(source: string): Pattern {
  const { pattern, error } = parsePattern(source, {});
  if (!pattern) throw new Error(`${source}: ${error.msg}`);
  return pattern;
}

describe('lastLinePart', () => {
  it.each<[string, string | undefined]>([
    [String.raw`(?m)^begin (\d+)\n\s*end \1\s*$`, String.raw`end\ \1`],
    [String.raw`(?m)^a(?:\nb|c)d[^x]e$`, 'e'],
    [String.raw`(?m)^a.*(?<!x)b(?!c)$`, String.raw`(?m)^a.*(?<!x)b(?!c)`],
    [String.raw`(?m)a(?>b+)\n(?P<x>c)++`, '(?P<x>c)++'],
    [String.raw`(?m)a\nb(?!c\n)`, undefined],
    [String.raw`(?m)a\nb(?:\s+)`, undefined],
    [String.raw`(?m)a(?>\s*)b`, undefined],
    [String.raw`(?m)(\s)a\1`, undefined],
    [String.raw`(?m)\Aa\nb`, undefined],
    [String.raw`a\nb$`, undefined],
    [String.raw`(?m)a\n\s*$`, undefined],
  ])('should find in %s what a match ends with', (source, expected) => {
    const part = lastLinePart(parsed(source));
    expect(part && printNode(part.body)).toBe(expected);
  });

  it.each([
    String.raw`(?m)^a\n(?:.*\n)*?b`,
    String.raw`(?m)^a\s*b\s*$`,
    String.raw`(?m)(a?)\nb\1[^b]*$`,
    String.raw`(?m)a\b\nb(?!a)`,
    String.raw`(?m)(?<!b)a\n*(?<!a)b`,
    String.raw`(?m)^(?>a*)\nb++$`,
    String.raw`(?m)^(?:a|b\n)*a$`,
    String.raw`(?m)\Bb\s*?a?(?:^b|a$)\s?`,
  ])('should be held by the line that makes %s match', (source) => {
    const pattern = parsed(source);
    const whole = compileSearcher(pattern).searcher!;
    const part = lastLinePart(pattern)!;
    const ofPart = compileSearcher({ ...part, groupCount: pattern.groupCount }).searcher!;
    const isHeld = (line: string): boolean => source.includes('\\1') || ofPart.test(`${line}\n`);
    const lines = allStrings('ab', 2);
    let made = 0;
    for (const first of lines)
      for (const second of lines)
        for (const last of lines)
          for (const kept of [`${first}\n${second}\n`, `${second}\n`]) {
            if (whole.test(`${first}\n${second}\n`) || !whole.test(`${kept}${last}\n`)) continue;
            made++;
            expect([kept, last, isHeld(last)]).toEqual([kept, last, true]);
          }
    expect(made).toBeGreaterThan(0);
  });
});

import { describe, expect, it } from 'vitest';
import { parsePattern } from '../pyre/parser.ts';
import type { PythonVersion } from '../pyre/python-version.ts';
import { SearchBudgetExceeded } from './searcher.ts';
import { createTracer } from './tracer.ts';

const tracer = (source: string, options?: Parameters<typeof createTracer>[1]) =>
  createTracer(parsePattern(source).pattern!, options);

describe('the tracing matcher', () => {
  it('should give up after its budget, and search on afterwards', () => {
    const stuck = tracer(String.raw`^(a+)+$`, { budget: 100_000 });
    expect(() => stuck.search(`${'a'.repeat(40)}b`)).toThrow(SearchBudgetExceeded);
    expect(Array.from(stuck.search('aa')!)).toEqual([0, 2, 0, 2]);
  });

  it.each([
    ['a loop with a capture', '(?:(a)|b)*$', 'ab'.repeat(500_000)],
    ['a lazy loop', '(?:ab)*?$', 'ab'.repeat(500_000)],
    ['a greedy run that gives back', '.*x', `x${'a'.repeat(1_000_000)}`],
  ])('should search a subject of a megabyte: %s', (_sentence, source, subject) => {
    expect(tracer(source).test(subject)).toBe(true);
  });

  it.each<[PythonVersion, number[]]>([
    ['3.11', [0, 2, 1, 1]],
    ['3.12', [0, 2, 0, 1]],
  ])('should leave marks of a failed possessive turn as Python %s does', (python, spans) => {
    expect(Array.from(tracer('(?:(a)|b)*+', { python }).search('ab')!)).toEqual(spans);
  });

  it.each([
    ['the literal that differs', 'abc', 'xabd', 3, 'c'],
    ['the class that differs', String.raw`user \d+`, 'user x', 5, String.raw`\d+`],
    ['an anchor', 'a$', 'ab', 1, '$'],
    ['the end of the subject', 'ab', 'a', 1, 'b'],
  ])('should tell how far a search got: %s', (_sentence, source, subject, furthest, part) => {
    const { spans, furthest: found, node } = tracer(source).explain(subject);
    expect(spans).toBeNull();
    expect(found).toBe(furthest);
    expect(source.slice(node!.span.start, node!.span.end)).toBe(part);
  });
});

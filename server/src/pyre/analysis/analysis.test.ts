import { describe, expect, it } from 'vitest';
import { allStrings, bruteForce, smallPatterns, withinBudget } from '../../../testing/brute-force.ts';
import type { Pattern } from '../nodes.ts';
import { parsePattern } from '../parser.ts';
import { ambiguityOf } from './ambiguity.ts';
import { anchorOf } from './anchors.ts';
import { bestChoice, requiredLiterals } from './required-literals.ts';
import { createWidths } from './width.ts';

const seed = Number(process.env['SEED'] ?? 7);
/** More patterns for a thorough run by hand. */
const thorough = Number(process.env['THOROUGH'] ?? 1);

function parse(source: string, multiline = false): Pattern {
  const { pattern, error } = parsePattern(source, { multiline });
  if (!pattern) throw new Error(`${source}: ${error.msg}`);
  return pattern;
}

/** Patterns that compile, each with the strings it matches from end to end. */
function samples(count: number, alphabet: string, length: number): { pattern: Pattern; words: string[] }[] {
  const strings = allStrings(alphabet, length);
  return smallPatterns(seed, count).flatMap((source) => {
    const { pattern } = parsePattern(source);
    if (!pattern) return [];
    const { matchesWhole } = bruteForce(pattern);
    return [{ pattern, words: strings.filter((word) => withinBudget(() => matchesWhole(word, 5000))) }];
  });
}

describe('facts held against all short strings', () => {
  const tried = samples(80 * thorough, 'abB', 4);

  it(`should give widths that hold every match (seed ${seed})`, () => {
    for (const { pattern, words } of tried) {
      const { min, max } = createWidths(pattern)(pattern.body);
      for (const word of words)
        expect([pattern.source, word, min <= word.length && word.length <= max]).toEqual([pattern.source, word, true]);
    }
  });

  it(`should require only what every match holds (seed ${seed})`, () => {
    let strings = 0;
    for (const { pattern, words } of tried)
      for (const choice of requiredLiterals(pattern)) {
        strings += choice.length;
        for (const word of words) {
          const isHeld = choice.some(({ text, ignoreCase }) => (ignoreCase ? word.toLowerCase() : word).includes(text));
          expect([pattern.source, word, choice, isHeld]).toEqual([pattern.source, word, choice, true]);
        }
      }
    expect(strings).toBeGreaterThan(30);
  });

  it(`should call nothing cheaper than it is (seed ${seed})`, () => {
    for (const source of smallPatterns(seed, 40 * thorough)) {
      const { pattern } = parsePattern(source);
      if (!pattern) continue;
      const { degree } = ambiguityOf(pattern);
      if (degree < Infinity) expect([source, degree, isNoWorse(pattern, degree)]).toEqual([source, degree, true]);
    }
  });
});

/** Does the work on pumped strings (u v v v … w) grow no faster than n to the power of `degree`, all beginnings together? */
function isNoWorse(pattern: Pattern, degree: number): boolean {
  const anchored = anchorOf(pattern) === 'text';
  const { stepsToFail } = bruteForce(pattern);
  const work = (subject: string): number => {
    let sum = 0;
    for (let begin = 0; begin <= (anchored ? 0 : subject.length); begin++)
      sum += stepsToFail(subject, 2_000_000, begin);
    return sum;
  };
  for (const u of ['', 'b'])
    for (const v of ['a', 'b', 'ab', 'aab']) {
      const [short, long] = [u + v.repeat(8), u + v.repeat(16)].map(work);
      if (long! > short! * 2 ** degree * 1.5) return false;
    }
  return true;
}

describe('ambiguityOf', () => {
  it.each([
    ['^a+b+$', 1],
    ['a+b', 2],
    ['^.*foo.*bar', 2],
    ['^.* from \\S+ port', 1],
    ['^a*a*a*b', 3],
    ['^(a+)+$', Infinity],
    ['^(a*)*b', Infinity],
    ['^(?:a|ab?)*c', Infinity],
    ['^(?:\\S+\\s+)*y', 1],
    ['^(?:\\S+\\s*)*y', Infinity],
    ['^(?:a?){30}a{30}', Infinity],
    ['^(?:\\w{1,3})+x', Infinity],
    ['^(?:\\d{1,3}\\.){3}\\d{1,3}$', 1],
    ['^(?=.*a)b', 2],
    ['^(?!(?:a+)+b)c', Infinity],
    ['(?m)^a+b', 1],
    ['(?m)^\\s+b', 2],
  ])('should measure %s: degree %d', (source, degree) => {
    expect(ambiguityOf(parse(source)).degree).toBe(degree);
  });

  it.each([
    ['^x(a+)+$', ['(a+)+']],
    ['^x\\w*y.*z', ['\\w*', '.*']],
    ['^(?:a?){30}a{30}', ['(?:a?){30}']],
    ['^a', []],
  ])('should point at the repeats that cause it: %s', (source, parts) => {
    expect(ambiguityOf(parse(source)).spans.map(({ start, end }) => source.slice(start, end))).toEqual(parts);
  });
});

describe('requiredLiterals', () => {
  it.each([
    ['^Failed password for \\S+ from', 'Failed password for '],
    ['(?:foo|bars)x?', 'foo|bars'],
    ['(?i)Failed login', 'led log'],
    ['(?ia)Failed', 'failed'],
    ['[F][o]o\\b bar', 'Foo bar'],
    ['(?:ab){2}c', 'ababc'],
    ['a(?=foo)b', 'ab'],
    ['(?:x|)y*', ''],
    ['(?i:A)B', 'a'],
    ['(f)(?:o(?#x)o)', 'foo'],
  ])('should find the best choice in %s', (source, texts) => {
    expect((bestChoice(requiredLiterals(parse(source))) ?? []).map(({ text }) => text).join('|')).toBe(texts);
  });
});

describe('anchorOf', () => {
  it.each([
    ['^a', 'text', 'line'],
    ['\\Aa', 'text', 'text'],
    ['^a|\\Ab', 'text', 'line'],
    ['^a|b', undefined, undefined],
    ['(?:^a)+', 'text', 'line'],
    ['(?:^a)*', undefined, undefined],
    ['a*^b', undefined, undefined],
    ['\\b(?#x)^b', 'text', 'line'],
    ['(?=^)a', 'text', 'line'],
    ['(?!^)a', undefined, undefined],
    ['(?-m:^)a', 'text', 'text'],
  ])('should find where %s begins', (source, single, multi) => {
    expect([anchorOf(parse(source)), anchorOf(parse(source, true))]).toEqual([single, multi]);
  });
});

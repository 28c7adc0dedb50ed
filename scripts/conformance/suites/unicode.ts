import { type CodePointSet, codePointLimit, setHas } from '../../../server/src/text/code-point-set.ts';
import { leafSet } from '../../../server/src/pyre/analysis/leaf-set.ts';
import { parsePattern } from '../../../server/src/pyre/parser.ts';
import { codePointOfName, packedNames } from '../../../server/src/pyre/unicode-names.ts';
import {
  caseVariants,
  isAlpha,
  isCased,
  isDigit,
  isIdentifier,
  isPrintable,
  isSpace,
  isWord,
  lower,
} from '../../../server/src/text/unicode.ts';
import { flagsOf } from '../../../server/src/pyre/walk.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import type { Difference, Suite } from '../suite.ts';

interface Answers {
  readonly w: CodePointSet;
  readonly d: CodePointSet;
  readonly s: CodePointSet;
  readonly printable: CodePointSet;
  readonly alpha: CodePointSet;
  readonly identifierStart: CodePointSet;
  readonly cased: number[];
  readonly lower: [number, number][];
  readonly variants: [number, number[]][];
  readonly names: [string, number | null][];
  readonly everyName: [number, string][];
  readonly subject: number[];
  readonly classes: number[][];
}

/** Every code point's kind, case and name, and what classes of them match, as Python has them. */
export const unicode: Suite = {
  name: 'unicode',
  asks: 'CPython',
  known: [],
  async run() {
    const seed = chosenSeed();
    const random = createRandom(seed);
    const classes = Array.from({ length: 1500 }, () => randomClass(random));
    const real = await askOracle<Answers>('unicode.py', { classes });
    const differences: Difference[] = [];
    let total = 0;
    const hold = (id: string, expected: unknown, actual: unknown): void => {
      total++;
      if (JSON.stringify(expected) !== JSON.stringify(actual)) differences.push({ id, expected, actual });
    };
    hold('\\w', real.w, setWhere(isWord));
    hold('\\d', real.d, setWhere(isDigit));
    hold('\\s', real.s, setWhere(isSpace));
    hold('isprintable', real.printable, setWhere(isPrintable));
    hold(
      'isalpha',
      real.alpha,
      setWhere((c) => isAlpha(String.fromCodePoint(c))),
    );
    hold(
      'isidentifier',
      real.identifierStart,
      setWhere((c) => isIdentifier(String.fromCodePoint(c))),
    );
    hold(
      'iscased',
      real.cased,
      codePoints().filter((c) => isCased(c, false)),
    );
    hold(
      'tolower',
      real.lower,
      codePoints()
        .filter((c) => lower(c) !== c)
        .map((c) => [c, lower(c)]),
    );
    for (const [c, variants] of real.variants)
      hold(`(?i)\\U${c.toString(16).padStart(8, '0')}`, variants, caseVariants(c, false));
    for (const [name, codePoint] of real.names) hold(`\\N{${name}}`, codePoint, codePointOfName(name) ?? null);
    const packed = new Map([...packedNames()].map(([codePoint, name]) => [name, codePoint]));
    for (const [codePoint, name] of real.everyName) hold(name, codePoint, packed.get(name) ?? codePointOfName(name));
    classes.forEach((source, i) => hold(source, real.classes[i], real.subject.filter(createTest(source))));
    return { total, differences, note: `seed ${seed}` };
  },
};

/** A pattern that matches one character. */
function randomClass(random: Random): string {
  const flags = random.pick(['', '(?i)', '(?i)', '(?ia)', '(?a)', '(?s)']);
  const members = [
    'a',
    'k',
    'K',
    's',
    'I',
    '\u0130',
    '\u0131',
    '\u017f',
    '\u212a',
    '\u00b5',
    '\u03c2',
    '\u00df',
    '\u{10400}',
    '\u{10428}',
    '1',
    '\\-',
    'a-f',
    'A-Z',
    'X-b',
    '\u00e0-\u00ff',
    '\u0100-\u017f',
    '\u{10400}-\u{1040f}',
    '\u0370-\u{10410}',
    '\u{1e900}-\u{1f000}',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
  ];
  if (random.chance(20))
    return (
      flags +
      random.pick([
        'k',
        'K',
        '\u0130',
        '\u017f',
        '\u{10400}',
        '\u00df',
        '\\w',
        '\\W',
        '\\s',
        '\\D',
        '.',
        'a|\u{10400}',
        'k|[a-f]|\\d',
      ])
    );
  return `${flags}[${random.chance(30) ? '^' : ''}${Array.from({ length: 1 + random.int(3) }, () => random.pick(members)).join('')}]`;
}

function createTest(source: string): (codePoint: number) => boolean {
  const { pattern } = parsePattern(source);
  const { body } = pattern!;
  const leaf = body.type === 'Sequence' ? body.items.find(({ type }) => type !== 'GlobalFlags')! : body;
  const set = leafSet(leaf, flagsOf(pattern!))!;
  return (codePoint) => setHas(set, codePoint);
}

function codePoints(): number[] {
  return Array.from({ length: codePointLimit }, (_, c) => c);
}

function setWhere(accepts: (codePoint: number) => boolean): CodePointSet {
  const out: number[] = [];
  for (let c = 0, inside = false; c <= codePointLimit; c++) {
    const now = c < codePointLimit && accepts(c);
    if (now !== inside) out.push(c);
    inside = now;
  }
  return out;
}

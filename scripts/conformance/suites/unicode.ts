import { type CodePointSet, codePointLimit } from '../../../server/src/pyre/code-point-set.ts';
import { codePointOfName, packedNames } from '../../../server/src/pyre/unicode-names.ts';
import { caseVariants, isAlpha, isCased, isDigit, isIdentifier, isPrintable, isSpace, isWord, lower } from '../../../server/src/pyre/unicode.ts';
import { askOracle } from '../oracle.ts';
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
}

/** Every code point's kind, case and name, as Python has them. */
export const unicode: Suite = {
  name: 'unicode',
  known: [],
  async run() {
    const real = askOracle<Answers>('unicode.py', {});
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
    hold('isalpha', real.alpha, setWhere((c) => isAlpha(String.fromCodePoint(c))));
    hold('isidentifier', real.identifierStart, setWhere((c) => isIdentifier(String.fromCodePoint(c))));
    hold('iscased', real.cased, codePoints().filter((c) => isCased(c, false)));
    hold('tolower', real.lower, codePoints().filter((c) => lower(c) !== c).map((c) => [c, lower(c)]));
    for (const [c, variants] of real.variants) hold(`(?i)\\U${c.toString(16).padStart(8, '0')}`, variants, caseVariants(c, false));
    for (const [name, codePoint] of real.names) hold(`\\N{${name}}`, codePoint, codePointOfName(name) ?? null);
    const packed = new Map([...packedNames()].map(([codePoint, name]) => [name, codePoint]));
    for (const [codePoint, name] of real.everyName) hold(name, codePoint, packed.get(name) ?? codePointOfName(name));
    return { total, differences };
  },
};

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

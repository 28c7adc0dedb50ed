import { parsePattern, type ParseResult } from '../../../server/src/pyre/parser.ts';
import { formatRegexError } from '../../../server/src/pyre/errors.ts';
import { toCodePointOffset } from '../../../server/src/text/code-points.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed, createRandom } from '../random.ts';
import { mutate, randomPattern, randomSoup } from '../regex-generator.ts';
import type { Difference, Suite, SuiteResult } from '../suite.ts';

interface Verdict {
  readonly kind: string | null;
  readonly msg: string | null;
  readonly pos: number | null;
  readonly text?: string;
  readonly groups: number | null;
  readonly names: [string, number][] | null;
  readonly warnings: [string, string][];
}

interface Sources {
  readonly stock: string[];
  readonly reTests: string[];
  readonly testRe: string[];
}

const mutationCount = 6000;
const soupCount = 14000;
const generatedCount = 10000;

/** Does a pattern compile, and with what error, position, groups, names and warnings? Held against Debian's `re.compile`. */
export const regexVerdicts: Suite = { name: 'regex-verdicts', run, known: [] };

async function run(): Promise<SuiteResult> {
  const seed = chosenSeed();
  const random = createRandom(seed);
  const { stock, reTests, testRe } = askOracle<Sources>('regex-sources.py', {});
  const texts = [
    ...stock,
    ...reTests,
    ...testRe,
    ...deepPatterns(),
    ...Array.from({ length: mutationCount }, () => mutate(random, random.pick(stock))),
    ...Array.from({ length: soupCount }, () => randomSoup(random)),
    ...Array.from({ length: generatedCount }, () => randomPattern(random)),
  ];
  const patterns = [...new Set(texts)].map((source): [string, boolean] => [source, random.chance(30)]);
  const verdicts = askOracle<Verdict[]>('regex-verdicts.py', patterns);
  const differences = patterns.flatMap(([source, multiline], i): Difference[] => {
    const expected = verdicts[i]!;
    const actual = verdictOf(source, parsePattern(source, { python: '3.11', multiline }));
    return JSON.stringify(expected) === JSON.stringify(actual) ? [] : [{ id: JSON.stringify(source), expected, actual }];
  });
  const invalid = verdicts.filter(({ kind }) => kind !== null).length;
  return {
    total: patterns.length,
    differences,
    note: `${stock.length} stock, ${mutationCount} mutations, ${soupCount + generatedCount} generated, ${reTests.length + testRe.length} of CPython's tests; ${invalid} invalid; seed ${seed}`,
  };
}

/** Nested near to CPython's limit and far beyond. */
function deepPatterns(): string[] {
  return [100, 300, 450, 520, 2000, 50000].flatMap((depth) => [
    '('.repeat(depth) + ')'.repeat(depth),
    '(?:a|'.repeat(depth) + ')'.repeat(depth),
    '(?='.repeat(depth) + 'a' + ')'.repeat(depth),
    '('.repeat(depth),
  ]);
}

function verdictOf(source: string, { pattern, error, warnings }: ParseResult): Verdict {
  const said = warnings.map(({ category, text }): [string, string] => [category, text]);
  if (pattern) return { kind: null, msg: null, pos: null, groups: pattern.groupCount, names: [...pattern.groupNames], warnings: said };
  const pos = error.position === undefined ? null : toCodePointOffset(source, error.position);
  return { kind: error.kind, msg: error.msg, pos, groups: null, names: null, text: formatRegexError(error, source), warnings: said };
}

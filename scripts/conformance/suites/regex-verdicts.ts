import { parsePattern, type ParseResult } from '../../../server/src/pyre/parser.ts';
import { formatRegexError } from '../../../server/src/pyre/errors.ts';
import type { PythonVersion } from '../../../server/src/pyre/python-version.ts';
import { toCodePointOffset } from '../../../server/src/text/code-points.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed, createRandom } from '../random.ts';
import { mutate, randomPattern, randomSoup } from '../regex-generator.ts';
import type { RealFail2ban } from '../real-fail2ban.ts';
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

/**
 * Does a pattern compile, and with what error, position, groups, names and warnings? Held against Debian's `re.compile`, and
 * against other versions where PYTHONS names them. E.g. `PYTHONS="3.8=/usr/bin/python3.8 3.13=python3.13"`
 */
export const regexVerdicts: Suite = { name: 'regex-verdicts', asks: 'CPython', run, known: [] };

async function run(real: RealFail2ban): Promise<SuiteResult> {
  const seed = chosenSeed();
  const random = createRandom(seed);
  const { stock, reTests, testRe } = await askOracle<Sources>('regex-sources.py', { config: real.config }, { real });
  const texts = [
    ...stock,
    ...reTests,
    ...testRe,
    ...deepPatterns(),
    ...Array.from({ length: mutationCount }, () => mutate(random, random.pick(stock))),
    ...Array.from({ length: soupCount }, () => randomSoup(random)),
    ...Array.from({ length: generatedCount }, () => randomPattern(random)),
  ];
  const cases = [...new Set(texts)].map((source): Case => [source, random.chance(30)]);
  const others = (process.env['PYTHONS'] ?? '')
    .split(' ')
    .filter((entry) => entry !== '')
    .map((entry) => entry.split('='));
  const results = [
    await compare(cases, '3.11'),
    ...(await Promise.all(
      others.map(([version, interpreter]) => compare(cases, version as PythonVersion, interpreter)),
    )),
  ];
  return {
    total: results.reduce((sum, { total }) => sum + total, 0),
    differences: results.flatMap(({ differences }) => differences),
    note:
      `${stock.length} stock, ${mutationCount} mutations, ${soupCount + generatedCount} generated, ${reTests.length + testRe.length} of CPython's tests; ` +
      `${results[0]!.invalid} invalid; seed ${seed}; Python ${['3.11', ...others.map(([version]) => version)].join(', ')}`,
  };
}

/** A pattern, and whether it is compiled with MULTILINE. */
type Case = [source: string, multiline: boolean];

async function compare(
  cases: readonly Case[],
  version: PythonVersion,
  interpreter?: string,
): Promise<{ total: number; invalid: number; differences: Difference[] }> {
  const verdicts = await askOracle<Verdict[]>('regex-verdicts.py', cases, { interpreter });
  const differences: Difference[] = [];
  let total = 0;
  for (const [i, [source, multiline]] of cases.entries()) {
    const expected = verdicts[i]!;
    const actual = verdictOf(source, parsePattern(source, { python: version, multiline }));
    if (interpreter && (isBeyondUs(expected) || isBeyondUs(actual))) continue;
    total++;
    if (JSON.stringify(expected) !== JSON.stringify(actual))
      differences.push({ id: `${version} ${JSON.stringify(source)}`, expected, actual });
  }
  return { total, invalid: verdicts.filter(({ kind }) => kind !== null).length, differences };
}

/**
 * What we do not follow in other versions than 3.11: a named sequence in 3.8 (TypeError, for a name that is merely undefined
 * later), and the recursion limit, which counts other calls in each version.
 */
function isBeyondUs({ kind }: Verdict): boolean {
  return kind === 'TypeError' || kind === 'RecursionError';
}

/** Nested near to CPython's limit and far beyond. */
function deepPatterns(): string[] {
  return [100, 492, 493, 2000, 50000].flatMap((depth) => [
    '('.repeat(depth) + ')'.repeat(depth),
    '(?:a|'.repeat(depth) + ')'.repeat(depth),
    '(?='.repeat(depth) + 'a' + ')'.repeat(depth),
    '('.repeat(depth),
    '()' + '(?(1)'.repeat(2 * depth) + 'a' + ')'.repeat(2 * depth),
    '(a|'.repeat(Math.floor((2 * depth) / 3)) + 'b' + ')*'.repeat(Math.floor((2 * depth) / 3)),
  ]);
}

function verdictOf(source: string, { pattern, error, warnings }: ParseResult): Verdict {
  const said = warnings.map(({ category, text }): [string, string] => [category, text]);
  if (pattern)
    return {
      kind: null,
      msg: null,
      pos: null,
      groups: pattern.groupCount,
      names: [...pattern.groupNames],
      warnings: said,
    };
  const pos = error.position === undefined ? null : toCodePointOffset(source, error.position);
  return {
    kind: error.kind,
    msg: error.msg,
    pos,
    groups: null,
    names: null,
    text: formatRegexError(error, source),
    warnings: said,
  };
}

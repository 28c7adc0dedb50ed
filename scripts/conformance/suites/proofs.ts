import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMarkedFolder } from '../../../server/testing/check-rule.ts';
import { knownAttacks } from '../../../server/testing/known-attacks.ts';
import { writtenFilters, type WrittenFilter } from '../../../server/testing/written-filters.ts';
import { Workspace, configurationFiles } from '../../../server/src/analysis/workspace.ts';
import type { Fail2banVersion } from '../../../server/src/config/fail2ban-version.ts';
import type { Danger, LineDanger } from '../../../server/src/danger/danger.ts';
import { findDangers } from '../../../server/src/danger/find-dangers.ts';
import { withFix } from '../../../server/src/danger/places.ts';
import type { FilterTexts } from '../../../server/src/danger/probe.ts';
import type { FileSystem } from '../../../server/src/host/file-system.ts';
import { createMemoryFileSystem } from '../../../server/src/host/memory-file-system.ts';
import { nodeFileSystem } from '../../../server/src/host/node-file-system.ts';
import { dangerSubjectsIn } from '../../../server/src/lint/dangers.ts';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import { shareOf, type RealFail2ban } from '../real-fail2ban.ts';
import { askReal, type Report, type TestCase } from '../real-test.ts';
import type { Difference, Suite } from '../suite.ts';

const filterCount = Number(process.env['COUNT'] ?? 400);
/** The day after the date of the lines that are made. */
const dayAfter = Date.UTC(2025, 6, 12) / 1000;
const rulesFolder = 'server/src/lint/rules';

interface Subject {
  readonly id: string;
  readonly texts: FilterTexts;
  readonly sample?: string;
}

/** A claim about one run of the real program. */
interface Claim {
  readonly test: TestCase;
  /** Null: nobody, though an ignoreregex was needed for that. */
  readonly id: string | null;
  /** Nobody, without an ignoreregex: the lines are missed, or only tell of a connection. */
  readonly isMissed?: boolean;
  /** Only with `--no-check-all`. */
  readonly isOfServer?: boolean;
  /** The id must not be given: the filter is fixed. */
  readonly isFixed: boolean;
}

/** Every proof line of every danger, through the real fail2ban-regex: stock filters, the rules' own examples, generated bad filters; fixed ones, too. */
export const proofs: Suite = {
  name: 'proofs',
  asks: 'fail2ban',
  isGenerated: true,
  known: [],
  run: async (real) => {
    const seed = chosenSeed();
    const random = createRandom(seed);
    const generated = Array.from({ length: shareOf(real, filterCount) }, (_, i) =>
      generateFilter(real.fail2ban, random, i),
    );
    const folder = mkdtempSync(join(tmpdir(), 'proofs-'));
    try {
      const claims = [
        ...stockSubjects(real),
        ...exampleSubjects(real.fail2ban),
        ...attackSubjects(real.fail2ban),
        ...generated,
      ].flatMap((subject, i) => claimsOf(subject, join(folder, `p${i}`)));
      const fixed = claims.filter(({ isFixed }) => isFixed).length;
      const note = `seed ${seed}, ${claims.length - fixed} proofs and ${fixed} fixes`;
      return { total: claims.length, differences: await compare(real, claims), note };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function compare(real: RealFail2ban, claims: readonly Claim[]): Promise<Difference[]> {
  const tests = claims.flatMap(({ test }) => [test, { ...test, options: ['--no-check-all'] }]);
  const answers = await askReal(real, tests, 'UTC', dayAfter);
  return claims.flatMap(({ test, id, isFixed, isMissed, isOfServer }, i): Difference[] => {
    const [all, first] = [answers[2 * i]!, answers[2 * i + 1]!];
    if (!all.report || !first.report) return [{ id: test.id, expected: all.error ?? first.error, actual: id }];
    const shown = isOfServer ? first.report : all.report;
    const [ids, firstIds] = [idsOf(shown), idsOf(first.report)];
    const isTrue = isFixed
      ? !ids.includes(id)
      : id === null
        ? ids.length === 0 && (isMissed || shown.ignored.length > 0)
        : ids.includes(id) && firstIds[0] === id;
    return isTrue ? [] : [{ id: test.id, expected: ids, actual: isFixed ? `no ${id}` : id }];
  });
}

/** A failure that waits for its address is none yet. */
function idsOf({ matches }: Report): unknown[] {
  return matches.map((match) => match['id']).filter((id) => typeof id === 'string');
}

function claimsOf({ id, texts, sample }: Subject, path: string): Claim[] {
  const dangers = findDangers(texts, { guard: (work) => (work(), true), sample });
  return dangers.filter(isOfLine).flatMap((danger, i): Claim[] => {
    const test = (name: string, filter: FilterTexts): TestCase => {
      const [log, config] = [`${path}-${i}-${name}.log`, `${path}-${i}-${name}.conf`];
      writeFileSync(log, `${danger.proof.log}\n`);
      writeFileSync(config, writeFilter(filter));
      return { id: `${id} ${danger.kind} ${name}\n${writeFilter(filter)}\n${danger.proof.log}`, log, filter: config };
    };
    const isMissed =
      danger.kind === 'longer-name' || danger.kind === 'untied-lines' || danger.ofConnection !== undefined;
    const isOfServer = danger.ofConnection?.isOfServer ?? false;
    const proof = { test: test('proof', texts), id: danger.proof.id, isFixed: false, isMissed, isOfServer };
    if (!danger.fix) return [proof];
    const fixed = test('fix', withFix(texts, danger.fix));
    return [
      proof,
      danger.kind === 'longer-name' || danger.proof.id === null
        ? { test: fixed, id: danger.proof.meant!, isOfServer, isFixed: false }
        : { test: fixed, id: danger.proof.id, isOfServer, isFixed: true },
    ];
  });
}

/** Steps are counted by the tracing matcher alone, and what can do nothing has no line. */
function isOfLine(danger: Danger): danger is LineDanger {
  return 'proof' in danger && 'log' in danger.proof;
}

export function writeFilter({ prefregex, failregex, ignoreregex, datePatterns, maxLines }: FilterTexts): string {
  const option = (name: string, lines: readonly string[] | null): string =>
    lines && lines.length > 0 ? `${name} = ${lines.join('\n  ').replaceAll('%', '%%')}\n` : '';
  return [
    '[Definition]\n',
    option('prefregex', prefregex === null ? null : [prefregex]),
    option('failregex', failregex),
    option('ignoreregex', ignoreregex),
    option('datepattern', datePatterns),
    maxLines > 1 ? `maxlines = ${maxLines}\n` : '',
  ].join('');
}

export function subjectsOf(
  fail2ban: Fail2banVersion,
  files: FileSystem,
  paths: readonly string[],
  id: string,
): Subject[] {
  const workspace = new Workspace(files, { fail2ban, python: '3.11' });
  return paths.flatMap((path) => {
    const file = workspace.analyse(path);
    return file ? dangerSubjectsIn(file).map(({ texts }) => ({ id: `${id} ${path}`, texts })) : [];
  });
}

function stockSubjects({ config, fail2ban }: RealFail2ban): Subject[] {
  const paths = configurationFiles(nodeFileSystem, config).filter((path) => path.includes('/filter.d/'));
  return subjectsOf(fail2ban, nodeFileSystem, paths, 'stock');
}

/** The bad examples of the rules. */
function exampleSubjects(fail2ban: Fail2banVersion): Subject[] {
  return readdirSync(rulesFolder).flatMap((rule) => {
    const doc = readFileSync(join(rulesFolder, rule, 'doc.md'), 'utf8');
    return [...doc.matchAll(/^```ini bad (\S+)(.*)\n([^]*?)^```$/gm)].flatMap(([, path, words, text]) => {
      if (words!.includes('escapes')) return [];
      const { files } = readMarkedFolder(text!, path!);
      return subjectsOf(fail2ban, createMemoryFileSystem(files), Object.keys(files), rule);
    });
  });
}

/** What is known of filters' weaknesses, and filters as people write them, with and without the lines of their programs. */
function attackSubjects(fail2ban: Fail2banVersion): Subject[] {
  const attacks: WrittenFilter[] = knownAttacks.map(({ name, vulnerable, log }) => ({
    name,
    failregex: [vulnerable],
    log,
    finds: [],
  }));
  return [...attacks, ...writtenFilters].flatMap((filter) => {
    const texts: FilterTexts = {
      prefregex: null,
      failregex: filter.failregex,
      ignoreregex: filter.ignoreregex ?? [],
      maxLines: 1,
      datePatterns: null,
      fail2ban,
      python: '3.11',
      useDns: 'warn',
    };
    return [
      { id: filter.name, texts },
      { id: filter.name, texts, sample: `${filter.log.join('\n')}\n` },
    ];
  });
}

const starts = ['^', '', '^.*', '^.*?', String.raw`^\S+ `, String.raw`^\[[^\]]*\] `, String.raw`^\s*`];
const words = [
  'app: ',
  'login failed',
  'invalid user ',
  'Authentication failure',
  String.raw`\[app\] `,
  'error: no such user: ',
];
const gaps = [
  '.*',
  '.*?',
  '.+',
  String.raw`\S+`,
  String.raw`\S*`,
  '[^"]*',
  '[^(]*',
  ' ',
  ' from ',
  '"[^"]*" ',
  '.* for ',
  '.* from ',
  '<F-USER>.*</F-USER> ',
];
const leads = ['', '', '', 'from ', 'rhost=', String.raw`\(`, String.raw`\[`, '"', 'client ', 'IP: ', ','];
const hosts = ['<HOST>', '<HOST>', '<HOST>', '<ADDR>', '<IP4>', '<F-ID/>', '<SUBNET>'];
const closings: Readonly<Record<string, string>> = {
  [String.raw`\(`]: String.raw`\)`,
  [String.raw`\[`]: String.raw`\]`,
  '"': '"',
};
const tails = [
  '',
  '',
  '$',
  '.*$',
  '.*',
  String.raw`:\d+`,
  String.raw` port \d+$`,
  ' for user .*$',
  ' "[^"]*"$',
  String.raw`\s*$`,
  ' (?:denied|refused)',
  ' HTTP/1.1" 404 .*$',
];
const ignoring = [
  String.raw`34\.\d+\.\d+\.\d+`,
  'robots',
  '^app: ',
  'level=info',
  String.raw`^.*internal`,
  '<HOST> ok',
];

/** A filter as people write them, with most mistakes that they make. */
function generateFilter(fail2ban: Fail2banVersion, random: Random, i: number): Subject {
  const regex = (): string => {
    if (random.chance(12))
      return `^<HOST> ${random.pick(['.*', '- .*', String.raw`\S+ \S+ \[\]`])} "(?:GET|POST) ${random.pick(['.*', '[^"]*', String.raw`\S*`])}${random.pick(['wp-login\\.php', '/admin', 'xmlrpc'])}${random.pick(['', '.*$', '[^"]*" 200'])}`;
    const lead = random.pick(leads);
    return [
      random.pick(starts),
      random.pick(words),
      random.pick(gaps),
      lead,
      random.pick(hosts),
      closings[lead] ?? '',
      random.pick(tails),
    ].join('');
  };
  return {
    id: `generated ${i}`,
    texts: {
      prefregex: random.chance(15) ? String.raw`^app(?:\[\d+\])?: <F-CONTENT>.+</F-CONTENT>$` : null,
      failregex: Array.from({ length: 1 + random.int(3) }, regex),
      ignoreregex: random.chance(25) ? [random.pick(ignoring)] : [],
      maxLines: 1,
      datePatterns: random.chance(15)
        ? [random.pick(['{^LN-BEG}', '^%Y-%m-%d %H:%M:%S', '{NONE}', '%b %d %H:%M:%S'])]
        : null,
      fail2ban,
      python: '3.11',
      useDns: 'warn',
    },
  };
}

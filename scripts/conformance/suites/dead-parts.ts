import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeadPart } from '../../../server/src/danger/danger.ts';
import { findDeadParts } from '../../../server/src/danger/dead/find-dead-parts.ts';
import { withFix } from '../../../server/src/danger/places.ts';
import { createProbe, type FilterTexts } from '../../../server/src/danger/probe.ts';
import { nodeFileSystem } from '../../../server/src/host/node-file-system.ts';
import { fixedNow } from '../oracle.ts';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import { shareOf, type RealFail2ban } from '../real-fail2ban.ts';
import { askReal, type Report, type TestCase } from '../real-test.ts';
import type { Difference, Suite } from '../suite.ts';
import { subjectsOf, writeFilter } from './proofs.ts';
import { filtersWithLog } from './resolve.ts';

const filterCount = Number(process.env['COUNT'] ?? 200);

/**
 * What is proved to do nothing does nothing in the real fail2ban-regex: stock filters with parts put in that often are dead, over their own test logs. A regex that matches
 * nothing has no hits, one that never has its turn has none where the first match ends the line, and without a part that adds nothing the same is found.
 */
export const deadParts: Suite = {
  name: 'dead-parts',
  asks: 'fail2ban',
  isGenerated: true,
  known: [],
  run: async (real) => {
    const seed = chosenSeed();
    const random = createRandom(seed);
    const folder = mkdtempSync(join(tmpdir(), 'dead-parts-'));
    try {
      const filters = stockTexts(real);
      const wanted = shareOf(real, filterCount);
      const claims = Array.from({ length: wanted }, (_, i) => {
        const { name, texts } = random.pick(filters);
        return claimsOf(real, name, withDeadPart(texts, random), join(folder, `${i}`));
      }).flat();
      const differences = await compare(real, claims);
      const kinds = [...new Set(claims.map(({ part }) => part.kind))].sort();
      const counts = kinds.map((kind) => `${kind} ${claims.filter(({ part }) => part.kind === kind).length}`);
      return {
        total: claims.length,
        differences,
        note: `${wanted} filters; ${counts.join(', ')}; seed ${seed}`,
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

interface StockFilter {
  readonly name: string;
  readonly texts: FilterTexts;
}

function stockTexts(real: RealFail2ban): StockFilter[] {
  return filtersWithLog(real).flatMap((name) => {
    const [first] = subjectsOf(real.fail2ban, nodeFileSystem, [`${real.config}/filter.d/${name}.conf`], name);
    return first && first.texts.maxLines === 1 ? [{ name, texts: first.texts }] : [];
  });
}

/** A filter with something put in that is dead, or nearly so. */
function withDeadPart(texts: FilterTexts, random: Random): FilterTexts {
  const { failregex, ignoreregex } = texts;
  const at = random.int(failregex.length);
  const regex = failregex[at]!;
  const put = (text: string): FilterTexts => ({ ...texts, failregex: failregex.with(at, text) });
  const word = /[a-z]{3,}(?= )/.exec(regex.replace(/[<%(\\][^ ]*/g, (part) => '#'.repeat(part.length)));
  const around = (make: (word: string) => string): FilterTexts =>
    word ? put(regex.slice(0, word.index) + make(word[0]) + regex.slice(word.index + word[0].length)) : put(regex);
  switch (random.int(10)) {
    case 0:
      return { ...texts, failregex: [...failregex, regex] };
    case 1:
      return { ...texts, failregex: [random.pick(['<HOST>', '^.*<ADDR>', String.raw`\b<HOST>\b`]), ...failregex] };
    case 2:
      return around((text) => `(?:${random.pick([String.raw`\w+`, `[a-z]{2,}`, text, `${text[0]}\\S*`])}|${text})`);
    case 3:
      return put(regex.replace(/\$$/, '') + random.pick(['.*', String.raw`\s*`, '(?: x)?', '.*?']));
    case 4:
      return put(`${regex} x`);
    case 5:
      return around((text) => `${random.pick(['^', '$', String.raw`\Bx\b`, String.raw`\b`])}${text}`);
    case 6:
      return { ...texts, ignoreregex: [...ignoreregex, random.pick(['^never written', String.raw`\d{400}x$y`, '^#'])] };
    case 7:
      return put(`${regex.replace(/\$$/, '')}(?:${random.pick(['a|ab', '|x', '.|xy', 'x|y|xz'])})`);
    case 8:
      return { ...texts, ignoreregex: [...ignoreregex, random.pick(['.*', '^', String.raw`\d`, '[0-9a-f:.]+'])] };
    default:
      return around((text) => `(?=${text})${text.toUpperCase()}`);
  }
}

interface Claim {
  readonly part: DeadPart;
  readonly test: TestCase;
  /** The filter without the part, where that is to make no difference. */
  readonly fixed: TestCase | undefined;
}

function claimsOf(real: RealFail2ban, name: string, texts: FilterTexts, path: string): Claim[] {
  const probe = createProbe(texts);
  if (!probe.isWhole) return [];
  const test = (suffix: string, filter: FilterTexts): TestCase => {
    writeFileSync(`${path}${suffix}.conf`, writeFilter(filter));
    return {
      id: `${name}${suffix}\n${writeFilter(filter)}`,
      log: join(real.logs, name),
      filter: `${path}${suffix}.conf`,
    };
  };
  return findDeadParts(probe, (work) => (work(), true)).map((part, i) => ({
    part,
    test: test('', texts),
    fixed: part.fix?.keepsMeaning ? test(`-${i}`, withFix(texts, part.fix)) : undefined,
  }));
}

async function compare(real: RealFail2ban, claims: readonly Claim[]): Promise<Difference[]> {
  const first = (test: TestCase): TestCase => ({ ...test, options: ['--no-check-all'] });
  const asked = claims.flatMap(({ test, fixed = test }) => [test, first(test), first(fixed)]);
  const answers = await askReal(real, asked, 'UTC', fixedNow);
  return claims.flatMap(({ part, test }, i): Difference[] => {
    const [all, one, mended] = [3 * i, 3 * i + 1, 3 * i + 2].map((number) => answers[number]!.report);
    const id = `${part.kind} ${part.part} in ${test.id}`;
    if (!all || !one || !mended) return [{ id, expected: answers[3 * i]!.error ?? 'no report', actual: 'a report' }];
    const found = isAlive(part, all, one);
    if (found !== undefined) return [{ id, expected: found, actual: 'nothing' }];
    const [before, after] = [one, mended].map((report) =>
      JSON.stringify(report.matches.map(({ line, id }) => [line, id])),
    );
    return before === after ? [] : [{ id, expected: 'the same without it', actual: [before, after] }];
  });
}

/** What a part that is dead has found nevertheless. `one`: where the first match ends the line. */
function isAlive({ kind, regex }: DeadPart, all: Report, one: Report): unknown {
  const hits = (report: Report): unknown => report[regex.role === 'ignoreregex' ? 'ignoreregex' : 'failregex'];
  const ofRegex = (report: Report) =>
    regex.role === 'prefregex' ? [] : (hits(report) as { hits: number }[]).slice(regex.index, regex.index + 1);
  if (kind === 'never-matches' || kind === 'outside-content' || kind === 'idle-exception')
    return ofRegex(all).find(({ hits: count }) => count > 0);
  if (kind === 'total-exception') return all.matches[0];
  return kind === 'covered' ? ofRegex(one).find(({ hits: count }) => count > 0) : undefined;
}

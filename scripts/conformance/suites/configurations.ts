import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSources } from '../../../server/src/config/resolve.ts';
import { nodeFileSystem } from '../../../server/src/host/node-file-system.ts';
import { generateArgument, generateFolder, generateOptions } from '../generate-configuration.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import { ourAnswer, type ResolveAnswer, type ResolveCase } from '../resolve-answer.ts';
import { shareOf, type RealFail2ban } from '../real-fail2ban.ts';
import type { Difference, Suite } from '../suite.ts';

const folderCount = Number(process.env['FOLDERS'] ?? 1600);
const argumentCount = 1000;

/** Generated configuration folders, right and broken in every way we know, loaded in several ways. */
export const configurations: Suite = {
  name: 'configurations',
  asks: 'fail2ban',
  isGenerated: true,
  known: [],
  run: async (real) => {
    const seed = chosenSeed();
    const random = createRandom(seed);
    const folders = shareOf(real, folderCount);
    const root = mkdtempSync(join(tmpdir(), 'lens-configurations-'));
    try {
      const cases = [
        ...Array.from({ length: folders }, (_, i) => folderCases(random, join(root, String(i)))).flat(),
        ...argumentCases(shareOf(real, argumentCount), random, join(root, 'plain')),
      ];
      const answers = await askOracle<ResolveAnswer[]>('resolve-filter.py', { cases }, { real });
      const differences = cases.flatMap((test, i) => compare(real, test, answers[i]!, root));
      const failing = answers.filter((answer) => 'error' in answer).length;
      return {
        total: cases.length,
        differences,
        note: `${folders} folders, seed ${seed}, ${failing} end in an error`,
      };
    } finally {
      if (!process.env['KEEP']) rmSync(root, { recursive: true });
    }
  },
};

function writeFolder(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(text.replaceAll('ROOT', folder), 'latin1'));
  }
}

function folderCases(random: Random, configDir: string): ResolveCase[] {
  writeFolder(configDir, generateFolder(random, random.pick([3, 10, 30, 60])));
  const options = generateOptions(random);
  const jailOptions: Record<string, string> = { enabled: 'True', backend: 'auto', filter: 'f' };
  if (random.chance(20)) jailOptions['usedns'] = 'warn';
  if (random.chance(10)) jailOptions['a'] = 'from <b> the jail';
  return [
    { name: 'f', configDir, options: {}, via: 'fail2ban-regex' },
    { name: 'f', configDir, options, via: 'fail2ban-regex', backend: random.pick(['auto', 'systemd', 'systemd[a=1]']) },
    { name: 'f', configDir, options, via: 'jail', jailOptions },
    { path: join(configDir, 'filter.d/f.conf'), options, via: 'fail2ban-regex' },
  ];
}

/** `f[…]` texts against one filter that uses what they set. */
function argumentCases(count: number, random: Random, configDir: string): ResolveCase[] {
  writeFolder(configDir, {
    'filter.d/f.conf': '[Definition]\nfailregex = <mode>|<a>|<b>|<c>|<d>|<n-a.m_e>|<é>\na = one\n',
  });
  return Array.from({ length: count }, () => ({
    argument: generateArgument(random),
    configDir,
    via: 'fail2ban-regex',
  }));
}

function compare({ fail2ban }: RealFail2ban, test: ResolveCase, expected: ResolveAnswer, root: string): Difference[] {
  const actual = ourAnswer(createSources(nodeFileSystem), fail2ban, test);
  if ('error' in actual && actual.name === 'MemoryError' && isHuge(expected)) return [];
  if (JSON.stringify(comparable(actual)) === JSON.stringify(comparable(expected))) return [];
  return [{ id: JSON.stringify(test).replaceAll(root, ''), expected, actual }];
}

/** Where tags double for ever we give up at some millions of pieces, the real reader at the end of its memory or of 25 rounds. */
function isHuge(answer: ResolveAnswer): boolean {
  if ('error' in answer && answer.name === 'MemoryError') return true;
  return [...JSON.stringify(answer).matchAll(/"(\d+) characters, sha256/g)].some(
    ([, length]) => Number(length) > 1 << 20,
  );
}

/** The words of a RecursionError depend on the frame in which Python's stack ran out. */
function comparable(answer: ResolveAnswer): unknown {
  return 'error' in answer && answer.name === 'RecursionError' ? answer.name : answer;
}

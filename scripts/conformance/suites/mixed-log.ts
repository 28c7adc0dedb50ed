import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import { compareReports, joinRuns, type TestCase } from '../real-test.ts';
import type { Suite } from '../suite.ts';
import { stockFilters } from './resolve.ts';

/** 2024-03-31 02:00 UTC, an hour after clocks were put forward: fail2ban then reads years that it does not read in 2005. */
const later = 1711850400;

/** Every stock filter over ONE log: all lines of all test logs, shuffled, so that every date format stands beside every other. */
export const mixedLog: Suite = {
  name: 'mixed-log',
  asks: 'fail2ban',
  known: [],
  run: async (real) => {
    const folder = mkdtempSync(join(tmpdir(), 'mixed-log-'));
    try {
      const seed = chosenSeed();
      const lines = shuffle(allLines(real.logs), createRandom(seed));
      const log = join(folder, 'mixed.log');
      writeFileSync(log, Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])));
      // By its name alone fail2ban 1.1 takes the jail, where there is one of that name; with `.conf` it is the filter.
      const [cases, byFile] = ['', '.conf'].map((end) =>
        stockFilters(real).map((name) => ({ id: name + end, log, filter: name + end, configDir: real.config })),
      ) as [TestCase[], TestCase[]];
      const runs = [
        await compareReports(real, cases, 'UTC'),
        await compareReports(real, byFile, 'Europe/Berlin', later),
      ];
      return {
        total: 2 * cases.length,
        ...joinRuns(runs, `${lines.length} lines, seed ${seed}, 2005 in UTC and 2024 in Europe/Berlin`),
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** With comments and empty lines, which count in the numbering. Bytes, since some logs are no UTF-8. */
function allLines(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .flatMap((path) => splitAtLf(readFileSync(path)));
}

function splitAtLf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(10, start);
    const end = found === -1 ? bytes.length : found;
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

function shuffle<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import { compareReports, installedLogs, joinRuns } from '../real-test.ts';
import type { Suite } from '../suite.ts';
import { stockFilters } from './resolve.ts';

/** 2024-03-31 02:00 UTC, an hour after clocks were put forward: fail2ban then reads years that it does not read in 2005. */
const later = 1711850400;

/** Every stock filter over ONE log: all lines of all test logs, shuffled, so that every date format stands beside every other. */
export const mixedLog: Suite = {
  name: 'mixed-log',
  known: [],
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mixed-log-'));
    try {
      const seed = chosenSeed();
      const lines = shuffle(allLines(), createRandom(seed));
      const log = join(folder, 'mixed.log');
      writeFileSync(log, Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])));
      const cases = stockFilters().map((name) => ({ id: name, log, filter: name }));
      const runs = [await compareReports(cases, 'UTC'), await compareReports(cases, 'Europe/Berlin', later)];
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
function allLines(): Buffer[] {
  return readdirSync(installedLogs, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => join(installedLogs, name))
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

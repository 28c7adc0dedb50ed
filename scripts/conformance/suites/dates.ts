import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareDetectors, type DateQuestion, type Place } from '../dates/ask.ts';
import { randomLine, steadyLog } from '../dates/random-line.ts';
import { fixedNow } from '../oracle.ts';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import { shareOf } from '../real-fail2ban.ts';
import type { Suite } from '../suite.ts';

/** The default date templates over the installed test logs and over seeded random lines, in zones with daylight saving. */
export const dates: Suite = {
  name: 'dates',
  asks: 'fail2ban',
  isGenerated: true,
  known: [],
  async run(real) {
    const seed = chosenSeed();
    const random = createRandom(seed);
    const logs = readLogs(real.logs);
    const shuffled = shuffle(
      logs.flatMap(({ lines }) => lines),
      random,
    );
    const places: readonly Place[] = [
      { now: fixedNow, timeZone: 'UTC' },
      { now: fixedNow, timeZone: 'Europe/Berlin' },
      { now: Date.UTC(2024, 2, 31, 0, 30) / 1000, timeZone: 'Europe/Berlin' },
      { now: Date.UTC(2026, 10, 1, 6, 30) / 1000, timeZone: 'America/New_York' },
    ];
    const results = [];
    for (const [i, place] of places.entries()) {
      const questions: DateQuestion[] = [
        ...(i < 2 ? logs : []),
        { id: 'all logs', lines: shuffled },
        { id: 'all logs, with a zone', lines: shuffled, timeZone: 'CET+0130' },
        // A few long logs, and many short ones that begin anew.
        ...Array.from({ length: shareOf(real, 4) }, (_, n) => ({
          id: `random log ${n + 1}`,
          lines: Array.from({ length: 1000 }, () => randomLine(random, place.now)),
        })),
        ...Array.from({ length: shareOf(real, 40) }, (_, n) => ({
          id: `steady log ${n + 1}`,
          lines: steadyLog(random, place.now, 150),
        })),
        ...Array.from({ length: shareOf(real, 50) }, (_, n) => ({
          id: `short log ${n + 1}`,
          lines: mixedLines(random, place.now),
        })),
      ];
      results.push(await compareDetectors(real, questions, place));
    }
    return {
      total: results.reduce((sum, { total }) => sum + total, 0),
      differences: results.flatMap(({ differences }) => differences),
      note: `seed ${seed}`,
    };
  },
};

/** A log of a few kinds of lines that come again with other digits. */
function mixedLines(random: Random, now: number): string[] {
  const kinds = Array.from({ length: 1 + random.int(4) }, () => randomLine(random, now));
  return Array.from({ length: 20 }, () =>
    random.chance(15)
      ? randomLine(random, now)
      : random.pick(kinds).replace(/\d(?=[^\d]|$)/g, (digit) => (random.chance(30) ? String(random.int(10)) : digit)),
  );
}

function readLogs(logFolder: string): DateQuestion[] {
  return readdirSync(logFolder, { recursive: true, encoding: 'utf8' })
    .sort()
    .filter((name) => statSync(join(logFolder, name)).isFile())
    .map((name) => ({
      id: name,
      lines: readFileSync(join(logFolder, name), 'utf8')
        .split('\n')
        .map((line) => line.replace(/\r$/, ''))
        .filter((line) => line !== ''),
    }));
}

function shuffle<T>(items: readonly T[], random: Random): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

import { compareDetectors, type DateQuestion } from '../dates/ask.ts';
import { randomLine } from '../dates/random-line.ts';
import { randomPattern } from '../dates/random-pattern.ts';
import { askOracle, fixedNow } from '../oracle.ts';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import { shareOf, type RealFail2ban } from '../real-fail2ban.ts';
import type { Suite } from '../suite.ts';

/** Custom datepatterns: those of fail2ban's own date tests, and generated ones, each with lines for it. */
export const datepatterns: Suite = {
  name: 'datepatterns',
  asks: 'fail2ban',
  isGenerated: true,
  known: [],
  async run(real) {
    const seed = chosenSeed();
    const random = createRandom(seed);
    const cases = await packageCases(real);
    const results = [
      await compareDetectors(real, cases, { now: fixedNow, timeZone: 'Europe/Zurich' }),
      await compareDetectors(real, cases, { now: Date.UTC(2026, 2, 14) / 1000, timeZone: 'UTC' }),
      await compareDetectors(real, generatedCases(random, shareOf(real, 1500)), {
        now: fixedNow,
        timeZone: 'Europe/Berlin',
      }),
      await compareDetectors(real, generatedCases(random, shareOf(real, 500)), {
        now: fixedNow,
        timeZone: 'America/New_York',
      }),
    ];
    return {
      total: results.reduce((sum, { total }) => sum + total, 0),
      differences: results.flatMap(({ differences }) => differences),
      note: `seed ${seed}`,
    };
  },
};

interface PackageCase {
  readonly patterns: readonly string[];
  readonly timeZone: string | null;
  readonly lines: readonly string[];
}

async function packageCases(real: RealFail2ban): Promise<DateQuestion[]> {
  const { questions, failed } = await askOracle<{ questions: PackageCase[]; failed: string[] }>(
    'date-cases.py',
    {},
    { real },
  );
  if (questions.length === 0 || failed.length > 0)
    throw new Error(`fail2ban's own date tests gave ${questions.length} cases; failed: ${failed.join(', ')}`);
  return questions.map(({ patterns, timeZone, lines }, i) => ({
    id: `package case ${i + 1}`,
    lines,
    datepattern: patterns.length > 0 ? patterns.join('\n') : undefined,
    timeZone: timeZone ?? undefined,
  }));
}

function generatedCases(random: Random, count: number): DateQuestion[] {
  return Array.from({ length: count }, (_, i) => {
    const patterns = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => randomPattern(random));
    const lines = Array.from({ length: 14 }, () => {
      if (random.chance(15)) return randomLine(random, fixedNow);
      const text = Array.from({ length: random.chance(15) ? 2 : 1 }, () => random.pick(patterns).text()).join(
        random.pick([' ', ' - ', '']),
      );
      return (
        random.pick(['', '', '', '[', '  ', 'x', 'foo ', '"[ ', '😀 ']) +
        text +
        random.pick(['', '', ' bar', ']', 'x', ' 12', ': é', '😀'])
      );
    });
    return {
      id: `generated ${i + 1}`,
      datepattern: patterns.map(({ pattern }) => pattern).join('\n'),
      timeZone: random.chance(10)
        ? random.pick(['UTC', 'CET', '+0330', 'EST-05', 'ABC', 'Europe/Paris', 'cet'])
        : undefined,
      lines: lines.filter((line) => line !== ''),
    };
  });
}

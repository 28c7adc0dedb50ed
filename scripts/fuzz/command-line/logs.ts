import { randomPattern } from '../../conformance/regex-generator.ts';
import type { Random } from '../../conformance/random.ts';
import type { Chances } from '../attack.ts';
import { ask, brokenPromises, hostileText, makeTries, type Answer, type Question } from '../ask-command-line.ts';

/** Logs that an attacker writes, and filters that backtrack, counted and explained; counts must not depend on how a log comes in. */
export function attackWithLogs(chances: Chances): Promise<string> {
  return makeTries(chances, () => {
    const question = createQuestion(chances.random);
    const pieceLength = 1 + chances.random.int(200);
    return {
      input: { question, pieceLength },
      hold: async () => {
        const answer = await ask(question, pieceLength);
        return [...brokenPromises(question, answer), ...(await brokenCounts(question, answer.code, pieceLength))];
      },
    };
  });
}

/** The same counts as text and as JSON, in one piece and in many; and each line is counted once. */
async function brokenCounts(question: Question, code: number, pieceLength: number): Promise<string[]> {
  if (question.args[0] !== 'test' || code === 2 || code === 3) return [];
  const withFormat = (format: string): Question => ({ ...question, args: [...question.args, '--format', format] });
  const json = await ask(withFormat('json'));
  const text = await ask(withFormat('text'), pieceLength);
  if (isStopped(json) || isStopped(text)) return [];
  const { lines } = JSON.parse(json.out) as { lines: Record<'total' | 'ignored' | 'matched' | 'missed', number> };
  const words = `Lines: ${lines.total} lines, ${lines.ignored} ignored, ${lines.matched} matched, ${lines.missed} missed\n`;
  return [
    ...(lines.total === lines.ignored + lines.matched + lines.missed ? [] : [`counts do not add up: ${words}`]),
    ...(text.out.includes(words) ? [] : [`in pieces of ${pieceLength} bytes the counts are not ${words}`]),
  ];
}

/** What a deadline stops, a regex, a datepattern or the run, depends on how busy the machine is. */
function isStopped({ code, out, err }: Answer): boolean {
  return (
    code === 3 ||
    out.includes('"overruns"') ||
    out.includes('Stopped by the deadline') ||
    err.includes('the datepattern takes too long')
  );
}

const regexes = [
  'from <HOST>',
  '^x <ADDR>',
  '<F-ID>\\S+</F-ID>$',
  '^((?:a+)+)\\1b <HOST>',
  '(?:a|aa)+$<HOST>',
  '^\\S* <HOST>(?:\\s|$)',
] as const;
const dates = [
  'Nov 28 10:00:00 ',
  '2026-11-28T10:00:00Z ',
  '28/Nov/2026:10:00:00 +0000 ',
  '1700000000 ',
  '99/99/9999 ',
  '@4fffffffffffffffffffffff ',
  '',
];

function createQuestion(random: Random): Question {
  const line = (): string =>
    random.pick(dates) +
    random.pick(['from 1.2.3.4', 'x ::1', `${'a'.repeat(40)}c b 1.2.3.4`, hostileText(random), '# 1.2.3.4', '']) +
    (random.chance(30) ? hostileText(random) : '') +
    random.pick(['\n', '\n', '\n', '\r\n', '\r', '']);
  const stdin = Array.from({ length: random.int(40) }, line).join('');
  const list = Array.from({ length: 1 + random.int(4) }, () =>
    random.chance(20) ? `${randomPattern(random)} <HOST>`.replaceAll(/[\n\r]/g, ' ') : random.pick(regexes),
  );
  const options = [
    '--regex-timeout',
    '0.05',
    '--overrun-budget',
    '0.3',
    '--now',
    '2026-11-28T12:00:00Z',
    ...(random.chance(30) ? ['-v'] : []),
    ...(random.chance(30) ? ['--print-all-missed', '--print-all-matched'] : []),
    ...(random.chance(20) ? ['-L', String(1 + random.int(4))] : []),
    ...(random.chance(20) ? ['-e', random.pick(['latin-1', 'utf-16-le', 'ascii', 'cp1252'])] : []),
    ...(random.chance(20) ? ['-d', random.pick(['^%%Y', '{NONE}', '%Y-%m-%d', 'EPOCH', hostileText(random, 2)])] : []),
    ...(random.chance(20) ? ['--no-check-all'] : []),
  ];
  const isTest = random.chance(80);
  const args = isTest
    ? ['test', '-', '/work/f.conf', ...options, ...(random.chance(30) ? ['--matches'] : [])]
    : [
        'explain',
        '-',
        '/work/f.conf',
        '--line-budget',
        '0.1',
        ...options.filter((option) => option !== '-v' && !option.startsWith('--print')),
      ];
  const ignored = random.chance(30) ? 'ignoreregex = root|^#\n' : '';
  return {
    args,
    files: { '/work/f.conf': `[Definition]\nfailregex = ${list.join('\n  ').replaceAll('%', '%%')}\n${ignored}` },
    stdin,
    isTerminal: random.chance(50),
  };
}

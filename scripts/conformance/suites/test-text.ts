import { join } from 'node:path';
import { askReal, runOurs, type TestCase } from '../real-test.ts';
import type { RealFail2ban } from '../real-fail2ban.ts';
import type { Suite } from '../suite.ts';
import { filtersWithLog } from './resolve.ts';

const zone = 'UTC';

/** The text report, section by section and line by line, as fail2ban-regex prints it. */
export const testText: Suite = {
  name: 'test-text',
  asks: 'fail2ban',
  known: [
    {
      id: /-v .*, prefregex$/,
      reason: 'with -v the groups of prefregex are not listed: --format json --matches shows those of every match',
    },
  ],
  run: async (real) => {
    const cases = [...filterCases(real), ...textCases()];
    const answers = await askReal(real, cases, zone);
    const differences = [];
    for (const [i, test] of cases.entries()) {
      const ours = await runOurs(real, test, zone);
      const [expected, actual] = [lines(answers[i]!.text), lines(ours.out).slice(4)];
      const at = expected.findIndex((line, n) => line !== actual[n]);
      if (ours.code === 0 && at === -1 && expected.length === actual.length) continue;
      const from = Math.max(0, at - 1);
      differences.push({
        id: `${test.id}${/^Prefregex: /m.test(answers[i]!.text) ? ', prefregex' : ''}`,
        expected: expected.slice(from, from + 4),
        actual: ours.code === 0 ? actual.slice(from, from + 4) : ours.err,
      });
    }
    return { total: cases.length, differences };
  },
};

/** Without what changes from run to run, what only we say (of a last line without end, our notes), and the empty end. */
function lines(text: string): string[] {
  return text
    .replace(/\n\nNotes of fail2ban-lens:\n[^]*?\n`-/, '')
    .replace(/\n\nLine \d+ was not read: .*/, '')
    .replace(/\[processed in .*\]/, '[processed in N sec]')
    .trimEnd()
    .split('\n');
}

const optionSets: readonly (readonly string[])[] = [
  [],
  ['--print-all-matched', '--print-all-missed', '--print-all-ignored'],
  ['-v', '--print-no-missed'],
  ['-L', '5'],
  ['-d', '^%b %d %H:%M:%S'],
];

/** Every fourth filter over its own log, with one set of options after the other. */
function filterCases(real: RealFail2ban): TestCase[] {
  return filtersWithLog(real)
    .filter((_, i) => i % 4 === 0)
    .flatMap((name, i) => {
      const options = optionSets[i % optionSets.length]!;
      return [[], options].map((chosen) => ({
        id: `${name} ${chosen.join(' ')}`,
        log: join(real.logs, name),
        filter: name,
        configDir: real.config,
        options: chosen,
      }));
    });
}

function textCases(): TestCase[] {
  const log = 'Jul 11 05:40:22 server app: failed from 1.2.3.4';
  const flood = Array.from({ length: 40 }, (_, i) => `Jul 11 05:40:22 server app: failed from 1.2.3.${i}`).join('\n');
  const cases: readonly (readonly [string, string, string?, string[]?])[] = [
    [log, 'failed from <HOST>'],
    [log, 'failed from <HOST>', 'app'],
    [
      log,
      'app: (?:failed|rejected) from <HOST>|a regex that is too long to be shown',
      'nothing at all, but a text that is too long to be shown',
    ],
    [log, 'failed from <HOST>', undefined, ['-L', '1']],
    [log, 'failed from <HOST>', undefined, ['-L', '3']],
    [log, 'failed from <HOST>', undefined, ['-d', '{NONE}']],
    [log, 'failed from <HOST>', undefined, ['-d', '%b %d\n%Y']],
    [flood, 'failed from <HOST>'],
    [flood, 'rejected from <HOST>'],
    [flood, 'rejected from <HOST>', undefined, ['--print-all-missed']],
    [flood, 'failed from <HOST>', 'failed'],
    [flood, 'failed from <HOST>', 'failed', ['--print-no-ignored']],
    [`${log}  \nno date\n\n# comment`, 'failed from <HOST>'],
  ];
  return cases.map(([text, filter, ignoreregex, options], i) => ({
    id: `text ${i + 1}: ${filter} ${(options ?? []).join(' ')}`,
    log: text,
    filter,
    ...(ignoreregex === undefined ? {} : { ignoreregex }),
    options: options ?? [],
  }));
}

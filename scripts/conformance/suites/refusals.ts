import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workspace } from '../../../server/src/analysis/workspace.ts';
import { createMemoryFileSystem } from '../../../server/src/host/memory-file-system.ts';
import { lintFile } from '../../../server/src/lint/run.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import { shareOf, type RealFail2ban } from '../real-fail2ban.ts';
import type { Difference, Suite } from '../suite.ts';

/** Findings that say: fail2ban refuses this. Others tell of what it takes without doing what was meant. */
const refusals = new Set([
  'bad-datepattern',
  'bad-journalmatch',
  'broken-include',
  'broken-reference',
  'byte-order-mark',
  'duplicate-option',
  'duplicate-section',
  'empty-regex',
  'include-loop',
  'missing-section-header',
  'no-failure-id',
  'not-a-number',
  'no-value-to-refer-to',
  'percent-not-doubled',
  'reference-too-deep',
  'regex-does-not-compile',
  'self-reference',
  'undecodable-file',
  'unknown-reference',
  'unreadable-line',
]);

interface Refusal {
  readonly stage: 'read' | 'set';
  readonly text: string;
}

/** Stock filters, and those with an accident in them: `check` reports a refusal where the real fail2ban refuses, and only there. */
export const refusalsSuite: Suite = {
  name: 'refusals',
  asks: 'fail2ban',
  isGenerated: true,
  known: [],
  async run(real) {
    const seed = chosenSeed();
    const random = createRandom(seed);
    const stock = join(real.config, 'filter.d');
    const filters = readdirSync(stock)
      .filter((name) => name.endsWith('.conf'))
      .map((name) => readFileSync(join(stock, name), 'utf8'));
    const common = commonFiles(stock, filters);
    const whole = filters.filter((text) => /^failregex/m.test(text) && /^\[Definition\]/m.test(text));
    const accidents = Array.from({ length: shareOf(real, 1500) }, () => withAccident(random.pick(whole), random));
    const texts = [...whole, ...accidents];
    const dir = join(tmpdir(), `lens-refusals-${process.pid}-${real.line}`);
    const answers = await askOracle<(Refusal | null)[]>('refusals.py', { dir, common, cases: texts }, { real });
    const differences: Difference[] = [];
    texts.forEach((text, i) => {
      const ours = ownRefusals(real, dir, common, text);
      if (ours.length > 0 !== (answers[i] !== null))
        differences.push({ id: `${i} ${JSON.stringify(text)}`, expected: answers[i], actual: ours });
    });
    return {
      total: texts.length,
      differences,
      note: `seed ${seed}, ${answers.filter((one) => one !== null).length} refused`,
    };
  },
};

/** What stock filters include. */
function commonFiles(stock: string, filters: readonly string[]): Record<string, string> {
  const names = new Set(
    filters.flatMap((text) => [...text.matchAll(/^(?:before|after) *= *(\S+)/gm)].map((match) => match[1]!)),
  );
  return Object.fromEntries(
    [...names]
      .filter((name) => existsSync(join(stock, name)))
      .map((name) => [name, readFileSync(join(stock, name), 'utf8')]),
  );
}

function ownRefusals(
  { fail2ban }: RealFail2ban,
  dir: string,
  common: Readonly<Record<string, string>>,
  text: string,
): string[] {
  const files = Object.fromEntries(
    Object.entries({ ...common, 'x.conf': text }).map(([name, content]) => [`${dir}/filter.d/${name}`, content]),
  );
  const workspace = new Workspace(createMemoryFileSystem(files), { fail2ban, python: '3.11' });
  const file = workspace.analyse(`${dir}/filter.d/x.conf`)!;
  // Only the filter as it is by itself: its other modes are not what the real one is asked for.
  const asked = file.filter
    ? { ...file, filter: { ...file.filter, variants: file.filter.variants.slice(0, 1) } }
    : file;
  return lintFile(asked, { treeOf: () => undefined })
    .filter(({ rule, severity }) => severity === 'error' && refusals.has(rule))
    .map(({ rule, message }) => `${rule}: ${message}`);
}

/** What becomes of a reference by a slip, and as other programs write one. */
const slips = [
  '%($1)',
  '%($1)x',
  '($1)s',
  '%(known/$1)s',
  '%($1x)s',
  '<$1>',
  '%( $1 )s',
  '%(<$1>)s',
  '%($1}s',
  '%%($1)s',
];
const otherPrograms = [
  '%{$1}',
  '%$1%',
  '%[$1]s',
  '%s($1)',
  '%$1',
  '$${$1}',
  '$$$1',
  '$$($1)',
  '{{ $1 }}',
  '<$1/>',
  '@$1@',
];

/** What happens when people edit: a line without indentation, a lost or doubled character, a line twice, … */
function withAccident(text: string, random: Random): string {
  const lines = text.split('\n');
  const at = random.int(lines.length);
  const line = lines[at]!;
  const position = random.int(line.length + 1);
  switch (random.int(9)) {
    case 0:
      lines[at] = line.trimStart();
      break;
    case 1:
      lines.splice(at, 1);
      break;
    case 2:
      lines.splice(at, 0, line);
      break;
    case 3:
      lines[at] = `    ${line}`;
      break;
    case 4:
      lines[at] = line.slice(0, position) + line.slice(position + 1);
      break;
    case 5:
      lines[at] =
        line.slice(0, position) +
        random.pick([
          '%',
          '(',
          ')',
          '[',
          ']',
          '<HOST>',
          '%(x)s',
          ' ; ',
          '\\',
          '(?i)',
          '*',
          '</F-USER>',
          '<F-ID>',
          '%%',
          '<',
          '>',
          '=',
          '?',
          '{2,1}',
          '#',
        ]) +
        line.slice(position);
      break;
    case 6:
      lines[at] = line.replace(/%\(([^)]*)\)s/, random.pick([...slips, ...otherPrograms]));
      break;
    case 7:
      lines[at] = line.replace(
        /<([^<>]*)>/,
        random.pick(['<$1', '$1>', '<lc-$1>', '', '<$1><$1>', '<$1/>', '< $1 >', '%($1)s']),
      );
      break;
    default:
      lines.splice(
        at,
        0,
        random.pick([
          '[Definition]',
          '[Init]',
          'failregex = <HOST>',
          'datepattern = %%Y-%%Q',
          'maxlines = x',
          'maxlines = 0',
          'x',
          'x = %(x)s',
          'x = <x>',
          'prefregex = (',
          'ignoreregex = a{2',
          'datepattern = %%Y%%Y',
        ]),
      );
  }
  return lines.join('\n');
}

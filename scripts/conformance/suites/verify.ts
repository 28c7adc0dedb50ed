import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFileSystem } from '../../../server/src/host/node-file-system.ts';
import { verifySample } from '../../../server/src/samples/verify-sample.ts';
import { askOracle } from '../oracle.ts';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import { shareOf, type RealFail2ban } from '../real-fail2ban.ts';
import type { Suite } from '../suite.ts';
import { stockSamples, type StockSample } from './fail-json.ts';

/** CASES in the environment makes a shorter or longer run. */
const wantedCases = Number(process.env['CASES'] ?? 200);

/** A sample with its filter, where they lie for both sides. */
interface Case {
  readonly id: string;
  readonly name: string;
  readonly config: string;
  readonly files: string;
}

/**
 * Whether a sample holds: `verify` and fail2ban's own tests, file by file. First every stock sample, then as many filters and samples that are damaged
 * at random, of which some hold all the same.
 */
export const verify: Suite = {
  name: 'verify',
  asks: 'fail2ban',
  isGenerated: true,
  known: [],
  run: async (real) => {
    const folder = mkdtempSync(join(tmpdir(), 'verify-'));
    try {
      const stock = stockSamples(real);
      const cases = [
        ...stock.map(({ name, configDir, log }) => ({
          id: `stock ${name}`,
          name,
          config: configDir,
          files: join(log, '../..'),
        })),
        ...damagedCases(real, stock, folder),
      ];
      const theirs = askOracle<(string | null)[]>('samples.py', { cases }, { real });
      const ours = cases.map((one) => failuresOf(real, one));
      const reasons = await theirs;
      const differences = cases.flatMap(({ id }, i) =>
        (reasons[i] === null) === (ours[i]!.length === 0)
          ? []
          : [{ id, expected: reasons[i] ?? 'it holds', actual: ours[i]!.length === 0 ? 'it holds' : ours[i] }],
      );
      const holding = reasons.slice(stock.length).filter((reason) => reason === null).length;
      return {
        total: cases.length,
        differences,
        note: `seed ${chosenSeed()}: ${stock.length} stock samples, and ${cases.length - stock.length} damaged, of which ${holding} hold`,
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function failuresOf({ fail2ban }: RealFail2ban, { name, config, files }: Case): string[] {
  return verifySample({
    path: join(files, 'logs', name),
    name,
    target: { kind: 'name', name, configDir: config },
    files: nodeFileSystem,
    fail2ban,
    python: '3.11',
    loadedAt: Date.now() / 1000,
  }).flatMap(({ line, title, failures }) => failures.map(({ message }) => `${line ?? title}: ${message}`));
}

function damagedCases(real: RealFail2ban, stock: readonly StockSample[], folder: string): Case[] {
  const random = createRandom(chosenSeed());
  // Those that the tests bring along include files by where they lie.
  const inConfig = stock.filter(({ configDir }) => configDir === real.config);
  return Array.from({ length: shareOf(real, wantedCases) }, (_, i) => {
    const { name, log } = random.pick(inConfig);
    const filterPath = join(real.config, 'filter.d', `${name}.conf`);
    const [config, files] = [join(folder, `${i}/config`), join(folder, `${i}/files`)];
    let id = `damage ${i} ${name}`;
    let [filter, sample] = [readFileSync(filterPath, 'utf8'), readFileSync(log, 'utf8')];
    for (let k = 1 + random.int(2); k > 0; k--) {
      const isFilter = random.chance(50);
      const { what, text } = isFilter ? damageFilter(random, filter) : damageSample(random, sample);
      if (isFilter) filter = text;
      else sample = text;
      id += `: ${what}`;
    }
    copyWith(join(real.config, 'filter.d'), join(config, 'filter.d'), `${name}.conf`, filter);
    copyWith(join(log, '..'), join(files, 'logs'), name, sample);
    return { id, name, config, files };
  });
}

/** A folder like another, in which one file has another text. */
function copyWith(from: string, to: string, changed: string, text: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from))
    if (name !== changed) {
      // A folder is copied: what it holds may name files beside it.
      if (nodeFileSystem.isDirectory(join(from, name))) cpSync(join(from, name), join(to, name), { recursive: true });
      else symlinkSync(join(from, name), join(to, name));
    }
  writeFileSync(join(to, changed), text);
}

interface Damage {
  readonly what: string;
  readonly text: string;
}

/** A change of one line that fits `pattern`; none where there is no such line. */
function changeLine(
  random: Random,
  text: string,
  what: string,
  pattern: RegExp,
  change: (line: string) => string | undefined,
): Damage {
  const lines = text.split('\n');
  const fitting = lines.flatMap((line, i) => (pattern.test(line) ? [i] : []));
  if (fitting.length === 0) return { what: `${what} (nothing to change)`, text };
  const at = random.pick(fitting);
  const changed = change(lines[at]!);
  lines.splice(at, 1, ...(changed === undefined ? [] : [changed]));
  return { what: `${what} in line ${at + 1}`, text: lines.join('\n') };
}

const regexLine = /^(?:failregex|ignoreregex|prefregex|\w*re[\w-]*) *=.*\S|^\s+\S.*<(?:HOST|ADDR|F-)/;

function damageFilter(random: Random, text: string): Damage {
  const inRegex = (what: string, change: (line: string) => string | undefined): Damage =>
    changeLine(random, text, what, regexLine, change);
  const at = (line: string): number => line.indexOf('=') + 1 + random.int(Math.max(1, line.length - line.indexOf('=')));
  return random.pick<() => Damage>([
    () => inRegex('a character less', (line) => without(line, at(line))),
    () =>
      inRegex('a character more', (line) =>
        insert(line, at(line), random.pick(['.*', 'x', '\\d', '(', ')', '|', '?', ' ', '$', '^', '.+?'])),
      ),
    () => inRegex('no regex', (line) => (/=/.test(line) ? `${line.slice(0, line.indexOf('='))}=` : undefined)),
    () => inRegex('another case', (line) => line.replace(/[a-z]{4,}(?=[^a-z]*$)/, (word) => word.toUpperCase())),
    () => inRegex('no end', (line) => line.replace(/\$\s*$/, '')),
    () => inRegex('no begin', (line) => line.replace(/\^/, '')),
    () => inRegex('ADDR', (line) => line.replace('<HOST>', '<ADDR>')),
    () => inRegex('a greedy catch-all', (line) => line.replace('<HOST>', '.*<HOST>').replace(/\$\s*$/, '')),
    () => inRegex('a regex twice', (line) => `${line}\n  ${line.slice(line.indexOf('=') + 1).trim()}`),
    () => ({
      what: 'an ignoreregex',
      text: text.replace(
        /^ignoreregex *=.*$/m,
        `ignoreregex = ${random.pick(['root', '\\d{3}', '^$', 'user', '<HOST>'])}`,
      ),
    }),
    () => ({
      what: 'a datepattern',
      text: text.replace(
        /^\[Definition\]$/m,
        `[Definition]\ndatepattern = ${random.pick(['{^LN-BEG}', '%%Y-%%m-%%d %%H:%%M:%%S', 'EPOCH', '{NONE}', '^%%b %%d %%H:%%M'])}`,
      ),
    }),
  ])();
}

function damageSample(random: Random, text: string): Damage {
  const inJson = (what: string, change: (line: string) => string | undefined): Damage =>
    changeLine(random, text, what, /^#+ ?failJSON:/, change);
  const inLine = (what: string, change: (line: string) => string | undefined): Damage =>
    changeLine(random, text, what, /^[^#\s]/, change);
  return random.pick<() => Damage>([
    () =>
      inJson('another match', (line) =>
        line.includes('true') ? line.replace('true', 'false') : line.replace('false', 'true'),
      ),
    () =>
      inJson('another host', (line) =>
        line.replace(
          /("host": *"[^"]*?)(\w)"/,
          (_, start: string, end: string) => `${start}${end === '1' ? '2' : '1'}"`,
        ),
      ),
    () => inJson('another time', (line) => line.replace(/(\d)(?=")/, (digit) => String((Number(digit) + 1) % 10))),
    () =>
      inJson('another group', (line) =>
        line.replace(
          /\}\s*$/,
          `, "${random.pick(['user', 'port', 'desc', 'attempts', 'host'])}": ${random.pick(['"x"', 'null', '1', '["a"]', '"2001:db8::1"'])}}`,
        ),
      ),
    () =>
      inJson('a constraint', (line) =>
        line.replace(
          /\}\s*$/,
          `, "constraint": "${random.pick(["name == 'sshd'", "opts.get('mode') != 'aggressive'", "not opts.get('mode')", "'mode' in opts or name != 'x'"])}"}`,
        ),
      ),
    () => inJson('broken JSON', (line) => without(line, line.lastIndexOf(random.pick(['"', '}', ':'])))),
    () => inJson('no comment', () => undefined),
    () => inLine('no line', () => undefined),
    () => inLine('a line twice', (line) => `${line}\n${line}`),
    () => inLine('a character less', (line) => without(line, random.int(line.length))),
    () =>
      inLine('a character more', (line) =>
        insert(line, random.int(line.length + 1), random.pick(['x', ' ', '0', ':', 'é', '\t'])),
      ),
    () => inLine('another end', (line) => `${line} `),
    () =>
      changeLine(random, text, 'other options', /^#+ ?filterOptions:/, (line) =>
        line.replace(/"([^"]*)"(?=[\]}])/, '"x"'),
      ),
    () => changeLine(random, text, 'no options', /^#+ ?(?:filter|file)Options:/, () => undefined),
    () => ({ what: 'an end', text: text.slice(0, Math.floor((text.length * (50 + random.int(50))) / 100)) }),
  ])();
}

function without(text: string, at: number): string {
  return at < 0 ? text : text.slice(0, at) + text.slice(at + 1);
}

function insert(text: string, at: number, more: string): string {
  return text.slice(0, at) + more + text.slice(at);
}

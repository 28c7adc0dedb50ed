import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, type Random } from './random.ts';
import { shareOf, type RealFail2ban } from './real-fail2ban.ts';
import { runOurs } from './real-test.ts';
import { filtersWithLog } from './suites/resolve.ts';

/** A configuration and a log for `simulate`. */
export interface SimulateCase {
  readonly id: string;
  /** Files of the configuration folder by name. */
  readonly config: Readonly<Record<string, string>>;
  readonly jails: readonly string[];
  readonly firewall: boolean;
  /** When the server is restarted, in order. */
  readonly restarts?: readonly number[];
  /** Of `jails`: those that read what the server logs, and those whose bans are from all ports. */
  readonly ownLog?: readonly string[];
  readonly wide?: readonly string[];
  /** What the server's clock shows, and the line. */
  readonly lines: readonly (readonly [clock: number, line: string])[];
}

/** 2024-03-05 12:00 UTC. */
const begin = 1709640000;

const mainConfig = mainConfigWith(':memory:');

function mainConfigWith(dbfile: string): string {
  return [
    '[Definition]',
    'loglevel = INFO',
    'logtarget = STDOUT',
    'syslogsocket = auto',
    'socket = /nowhere/socket',
    'pidfile = /nowhere/pid',
    `dbfile = ${dbfile}`,
    'dbpurgeage = 1d',
    'allowipv6 = no',
    '',
  ].join('\n');
}

function jailConfig(sections: Readonly<Record<string, Readonly<Record<string, string | number>>>>): string {
  const defaults = { enabled: 'true', backend: 'polling', logpath: 'log', ignoreself: 'false', usedns: 'no' };
  return Object.entries({ DEFAULT: defaults, ...sections })
    .map(([name, options]) =>
      [`[${name}]`, ...Object.entries(options).map(([option, value]) => `${option} = ${value}`), ''].join('\n'),
    )
    .join('\n');
}

const flood = '[Definition]\nfailregex = ^ (?:flood|both) from <HOST>$\n';
const storm = '[Definition]\nfailregex = ^ (?:storm|both) from <HOST>$\n';

/** Every combination of `bantime.*` over a small log, and some large logs of thousands of addresses. */
export function generatedCases(real: RealFail2ban, seed: number): SimulateCase[] {
  const random = createRandom(seed);
  const grown = combinations(growthOptions);
  const small = grown
    .filter(() => random.int(1000) < 1000 * real.share)
    .map((growth, i) => generatedCase(random, `growth ${i}`, growth, { lines: 300, addresses: 12 }));
  const plain = Array.from({ length: shareOf(real, 30) }, (_, i) =>
    generatedCase(random, `plain ${i}`, {}, { lines: 400, addresses: 20 }),
  );
  const large = Array.from({ length: shareOf(real, 2) }, (_, i) =>
    generatedCase(random, `large ${i}`, random.pick(grown), { lines: 15_000, addresses: 3000 }),
  );
  const shrinking = generatedCase(
    random,
    'shrinking',
    { 'bantime.increment': 'true', 'bantime.maxtime': '40s' },
    { lines: 2000, addresses: 25 },
  );
  const restarted = Array.from({ length: shareOf(real, 32) }, (_, i) =>
    restartedCase(random, `restarted ${i}`, i % 4 === 3 ? {} : random.pick(grown)),
  );
  const recidive = Array.from({ length: shareOf(real, 24) }, (_, i) => {
    const growth = i % 2 === 0 ? {} : random.pick(grown);
    const test = i % 3 === 2 ? restartedCase(random, '', growth) : generatedCase(random, '', growth, recidiveLog);
    return withRecidive(real, random, test, `recidive ${i}`);
  });
  const shorter = Array.from({ length: shareOf(real, 12) }, (_, i) => {
    const growth = { 'bantime.increment': 'true', ...random.pick(shrinkingOptions) };
    const size: LogSize = { lines: 400, addresses: 15 };
    const test = i % 3 === 2 ? restartedCase(random, '', growth) : generatedCase(random, '', growth, size);
    return i % 4 === 3 ? withRecidive(real, random, test, `shorter ${i}`) : { ...test, id: `shorter ${i} ${test.id}` };
  });
  return [...small, ...plain, ...large, shrinking, ...restarted, ...recidive, ...shorter];
}

const growthOptions: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'bantime.increment': ['true'],
  'bantime.factor': [undefined, '2', '1 + 0.5'],
  'bantime.formula': [
    undefined,
    'ban.Time * math.exp(float(ban.Count+1)*banFactor)/math.exp(1*banFactor)',
    'ban.Time + 60*ban.Count',
  ],
  'bantime.multipliers': [undefined, '1 2 4 8 16'],
  'bantime.maxtime': [undefined, '2h'],
  'bantime.rndtime': [undefined, '10m'],
  'bantime.overalljails': [undefined, 'true'],
};

/** Bans that become shorter than `bantime` after they began. */
const shrinkingOptions: readonly Readonly<Record<string, string>>[] = [
  { 'bantime.maxtime': '40s' },
  { 'bantime.maxtime': '100s', 'bantime.overalljails': 'true' },
  { 'bantime.factor': '0.2', 'bantime.multipliers': '1 2 4 8' },
  { 'bantime.multipliers': '4 1 0 2', 'bantime.maxtime': '5m' },
  { 'bantime.factor': '0.1', 'bantime.multipliers': '1' },
];

function combinations(options: typeof growthOptions): Record<string, string>[] {
  return Object.entries(options).reduce<Record<string, string>[]>(
    (all, [name, values]) =>
      all.flatMap((before) => values.map((value) => (value === undefined ? before : { ...before, [name]: value }))),
    [{}],
  );
}

interface LogSize {
  readonly lines: number;
  readonly addresses: number;
  /** No date is late or odd. */
  readonly isSorted?: boolean;
}

function generatedCase(
  random: Random,
  name: string,
  growth: Readonly<Record<string, string>>,
  size: LogSize,
): SimulateCase {
  const settings = (): Record<string, string | number> => ({
    maxretry: 1 + random.int(6),
    findtime: random.pick([20, 60, 300, 600, '1h']),
    bantime: random.pick([45, 120, 600, '1h', ...(random.chance(20) ? [-1] : [])]),
    ignoreip: random.chance(30) ? '192.0.2.0/28 198.51.100.7' : '',
    ...growth,
  });
  const jails = random.chance(60) ? ['flood', 'storm'] : ['flood'];
  const sections = Object.fromEntries(jails.map((jail) => [jail, { filter: jail, ...settings() }]));
  return {
    id: `${name} ${JSON.stringify(sections)}`,
    config: {
      'fail2ban.conf': mainConfig,
      'jail.conf': jailConfig(sections),
      'filter.d/flood.conf': flood,
      'filter.d/storm.conf': storm,
    },
    jails,
    firewall: random.chance(70),
    lines: floodLines(random, size),
  };
}

/** The same with a server that is restarted some times, mostly with a database in a file. */
function restartedCase(random: Random, name: string, growth: Readonly<Record<string, string>>): SimulateCase {
  const dbfile = random.pick(['db.sqlite3', 'db.sqlite3', 'db.sqlite3', ':memory:', 'None']);
  // A log that is read again is looked through by halves: dates out of order lead that astray.
  const isSorted = dbfile !== 'db.sqlite3';
  const test = generatedCase(random, name, growth, { lines: 300, addresses: 12, isSorted });
  const moments = Array.from(
    { length: 1 + random.int(4) },
    () => random.pick(test.lines)[0] + random.pick([0, 1, -1, 0.5, random.int(300)]),
  );
  const after = moments.filter((time) => time > begin + 60);
  const restarts = [...new Set(after.length > 0 ? after : [test.lines.at(-1)![0]])].sort((a, b) => a - b);
  return {
    ...test,
    id: `${test.id} ${dbfile} ${restarts.join(' ')}`,
    config: {
      ...test.config,
      'fail2ban.conf': mainConfigWith(dbfile),
      'jail.conf': test.config['jail.conf']!.replace('logpath = log', 'logpath = %(__name__)s.log'),
    },
    restarts,
  };
}

const recidiveLog: LogSize = { lines: 400, addresses: 10 };

/** Stands for the folder of a case in its configuration. */
export const caseFolder = '@FOLDER@';

/** The same with fail2ban's own recidive jail, which reads the log of this server. */
function withRecidive(real: RealFail2ban, random: Random, test: SimulateCase, name: string): SimulateCase {
  const stock = (file: string) => ({ [`filter.d/${file}`]: readFileSync(join(real.config, 'filter.d', file), 'utf8') });
  const isWide = random.chance(60);
  const log = `${caseFolder}/recidive.log`;
  const options = {
    filter: 'recidive',
    logpath: log,
    maxretry: 2 + random.int(2),
    findtime: random.pick(['1h', '1d']),
    bantime: random.pick([600, '1h', '1w']),
    'bantime.increment': random.pick(['true', 'false']),
    action: isWide ? 'idle-allports' : 'idle',
  };
  const section = ['[recidive]', ...Object.entries(options).map(([option, value]) => `${option} = ${value}`), ''];
  return {
    ...test,
    id: `${name} ${JSON.stringify(options)} ${test.id}`,
    config: {
      ...test.config,
      ...stock('recidive.conf'),
      ...stock('common.conf'),
      'action.d/idle.conf': '[Definition]\nactionban =\n',
      'action.d/idle-allports.conf': '[Definition]\nactionban =\n',
      'fail2ban.conf': test.config['fail2ban.conf']!.replace('STDOUT', log),
      'jail.conf': `${test.config['jail.conf']!}\n${section.join('\n')}`,
    },
    jails: [...test.jails, 'recidive'],
    ownLog: ['recidive'],
    wide: isWide ? ['recidive'] : [],
  };
}

/** Bursts, pauses and now and then a day; dates that are late, odd or missing. */
function floodLines(random: Random, { lines, addresses, isSorted = false }: LogSize): [number, string][] {
  const out: [number, string][] = [];
  let now = begin;
  const busy = Array.from({ length: 4 }, () => random.int(addresses));
  for (let i = 0; i < lines; i++) {
    const isOdd = i > 0 && random.chance(4);
    if (!isOdd) now += stepOf(random);
    if (random.chance(1)) busy[random.int(busy.length)] = random.int(addresses);
    const address = addressOf(random.chance(60) ? random.pick(busy) : random.int(addresses));
    const date = isOdd ? oddDate(random, now, isSorted) : `${iso(now)} `;
    out.push([now, `${date}${random.pick(['flood', 'storm', 'both', 'flood'])} from ${address}`]);
  }
  return out;
}

function stepOf(random: Random): number {
  const kind = random.int(1000);
  if (kind < 600) return random.int(2);
  if (kind < 960) return random.int(30);
  if (kind < 995) return random.int(900);
  return random.int(kind < 999 ? 20_000 : 200_000);
}

/** At the clock's `now`: up to a minute late, much too late, or no date at all (but the blank that the regexes want). */
function oddDate(random: Random, now: number, isSorted: boolean): string {
  const kind = isSorted ? 0 : random.int(3);
  if (kind === 0) return ' ';
  return `${iso(now - (kind === 1 ? random.int(59) : 100 + random.int(9000)))} `;
}

function addressOf(number: number): string {
  if (number % 7 === 3) return `2001:db8:${(number >> 4).toString(16)}::${(number & 15).toString(16)}`;
  return number < 250 ? `192.0.2.${number}` : `198.${51 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

interface Template {
  readonly before: string;
  /** Behind the date; `\0` stands for the address. */
  readonly after: string;
}

/** Attacks made of what stock filters find in the logs of fail2ban's own tests: with other addresses, at other times. */
export async function stockCases(real: RealFail2ban, seed: number): Promise<SimulateCase[]> {
  const random = createRandom(seed + 1);
  const cases: SimulateCase[] = [];
  for (const filter of filtersWithLog(real)) {
    const templates = await templatesOf(real, filter);
    if (templates.length === 0) continue;
    const settings = { filter, maxretry: 2 + random.int(4), findtime: random.pick([60, 600]), bantime: 300 };
    cases.push({
      id: `stock ${filter}`,
      config: {
        'fail2ban.conf': mainConfig,
        'jail.conf': jailConfig({ attack: { ...settings, 'bantime.increment': random.pick(['true', 'false']) } }),
      },
      jails: ['attack'],
      firewall: random.chance(50),
      lines: attackLines(random, templates),
    });
  }
  return cases;
}

function attackLines(random: Random, templates: readonly Template[]): [number, string][] {
  let now = begin;
  return Array.from({ length: 300 }, () => {
    now += stepOf(random);
    const { before, after } = random.pick(templates);
    return [now, before + iso(now) + after.replaceAll('\0', addressOf(random.int(12)))];
  });
}

const mostTemplates = 3;
/** Where so many lines give fewer, the others are not tried: each takes two runs. */
const mostTried = 8;

/** Lines that one of the filter's regexes matches by itself, cut at their date. */
async function templatesOf(real: RealFail2ban, filter: string): Promise<Template[]> {
  const log = join(real.logs, filter);
  const lines = readFileSync(log, 'latin1').split('\n');
  if (/[^\0-\x7f]/.test(lines.join(''))) return [];
  const test = { id: filter, log, filter: `${filter}.conf`, configDir: real.config };
  const { code, out } = await runOurs(real, test, 'UTC', ['--format', 'json', '--matches']);
  if (code !== 0) return [];
  const { matches } = JSON.parse(out) as { matches: { line: number; id: string | null }[] };
  const templates: Template[] = [];
  let tried = 0;
  for (const { line, id } of matches) {
    if (templates.length === mostTemplates || tried === mostTried) break;
    const text = lines[line - 1]!.replace(/\r$/, '');
    if (id === null || !/^\d+\.\d+\.\d+\.\d+$/.test(id) || !text.includes(id)) continue;
    tried++;
    const template = await cut(real, filter, text, id);
    if (template) templates.push(template);
  }
  return templates;
}

/** Undefined where another date at the same place would not be found, as with a datepattern of the filter's own. */
async function cut(real: RealFail2ban, filter: string, text: string, id: string): Promise<Template | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'simulate-line-'));
  try {
    const log = join(folder, 'line.log');
    const explain = async (line: string) => {
      writeFileSync(log, `${line}\n`);
      const test = { id: filter, log, filter: `${filter}.conf`, configDir: real.config };
      const { code, out } = await runOurs(real, test, 'UTC', ['--format', 'json'], begin, 'explain');
      if (code !== 0) return undefined;
      const [answer] = JSON.parse(out) as {
        verdict: string;
        date: { start: number; end: number; time: number } | null;
      }[];
      return answer;
    };
    const date = (await explain(text))?.date;
    if (!date) return undefined;
    const template = { before: text.slice(0, date.start), after: text.slice(date.end) };
    const changed = await explain(template.before + iso(begin) + template.after);
    if (changed?.verdict !== 'matched' || changed.date?.time !== begin) return undefined;
    return { before: template.before, after: template.after.replaceAll(id, '\0') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

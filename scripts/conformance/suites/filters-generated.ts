import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chosenSeed, createRandom, type Random } from '../random.ts';
import { compareReports, joinRuns, type TestCase } from '../real-test.ts';
import { shareOf } from '../real-fail2ban.ts';
import type { Suite } from '../suite.ts';

const filterCount = Number(process.env['COUNT'] ?? 300);

/** Small filters made of what meets in real ones (tags, connections, several lines, prefregex, few or many ignoreregex) over small logs. */
export const filtersGenerated: Suite = {
  name: 'filters-generated',
  asks: 'fail2ban',
  isGenerated: true,
  known: [],
  run: async (real) => {
    const seed = chosenSeed();
    const folder = mkdtempSync(join(tmpdir(), 'filters-generated-'));
    try {
      mkdirSync(join(folder, 'filter.d'));
      const random = createRandom(seed);
      const cases = Array.from({ length: shareOf(real, filterCount) }, (_, i) => generateCase(random, folder, i));
      return { total: cases.length, ...joinRuns([await compareReports(real, cases, 'Europe/Berlin')], `seed ${seed}`) };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function generateCase(random: Random, folder: string, i: number): TestCase {
  const filter = join(folder, 'filter.d', `g${i}.conf`);
  const log = join(folder, `g${i}.log`);
  const config = generateFilter(random);
  const text = generateLog(random);
  writeFileSync(filter, config);
  writeFileSync(log, text);
  const options = [
    ...(random.chance(40) ? ['--no-check-all'] : []),
    ...(random.chance(15) ? ['--usedns', 'no'] : []),
    ...(random.chance(10) ? ['-L', String(1 + random.int(4))] : []),
  ];
  return { id: `${i}: ${options.join(' ')}\n${config}\n${text}`, log, filter, options };
}

function generateFilter(random: Random): string {
  const style = random.pick(['plain', 'plain', 'connections', 'connections', 'several lines']);
  const pools: Record<string, readonly string[]> = {
    plain: [...plainRegexes, ...oddRegexes],
    connections: [...connectionRegexes, ...connectionRegexes, ...plainRegexes],
    'several lines': [...multiLineRegexes, ...multiLineRegexes, ...plainRegexes],
  };
  const pool = pools[style]!;
  const prefregex = random.chance(35) ? random.pick(prefixes) : undefined;
  const failregex = Array.from({ length: 1 + random.int(6) }, () => random.pick(pool));
  const ignoreregex = Array.from({ length: random.pick([0, 0, 1, 1, 2, 3]) }, () => random.pick(ignoring));
  const datepattern = random.chance(30)
    ? random.pick(['{^LN-BEG}', '^%%Y-%%m-%%d %%H:%%M:%%S', '{NONE}', '^EPOCH', '%%b %%d %%H:%%M:%%S'])
    : undefined;
  const maxlines = style === 'several lines' ? random.pick([1, 2, 3, 5]) : random.chance(5) ? 2 : undefined;
  const list = (regexes: readonly string[]) => regexes.join('\n  ');
  return [
    '[Definition]',
    ...(prefregex === undefined ? [] : [`prefregex = ${prefregex}`]),
    `failregex = ${list(failregex)}`,
    `ignoreregex = ${list(ignoreregex)}`,
    ...(datepattern === undefined ? [] : [`datepattern = ${datepattern}`]),
    ...(maxlines === undefined ? [] : ['[Init]', `maxlines = ${maxlines}`]),
    '',
  ].join('\n');
}

const prefixes = [
  String.raw`^\s*\S+ svc\[\d+\]: <F-CONTENT>.+</F-CONTENT>$`,
  String.raw`^\s*\S+ svc\[<F-MLFID>\d+</F-MLFID>\]: <F-CONTENT>.+</F-CONTENT>$`,
  String.raw`^\s*\S+ svc(?:\[<F-MLFID>\d+</F-MLFID>\])?: (?:<F-NOFAIL>conn</F-NOFAIL>)?<F-CONTENT>.*</F-CONTENT>$`,
  String.raw`svc.*(?:user <F-USER>\S+</F-USER>)`,
  String.raw`<F-CONTENT>(?:failed|bad|conn).*</F-CONTENT>`,
  String.raw`^.*(?: from <ADDR>)?$`,
  String.raw`<F-ALT_USER_1>root|joe</F-ALT_USER_1>(?:<F-CONTENT>.*</F-CONTENT>)?`,
];

const plainRegexes = [
  String.raw`failed user <F-USER>\S*</F-USER> from <HOST>`,
  String.raw`failed user <F-USER>\S+</F-USER> from <ADDR>(?: port <F-PORT/>)?$`,
  String.raw`failed .* from <HOST>$`,
  String.raw`failed user \S+(?: from <HOST>)?`,
  String.raw`bad user <F-ID>\S+</F-ID>`,
  String.raw`bad user <F-ID/>(?: from <IP4>)?`,
  String.raw`from <SUBNET>`,
  String.raw`from <IP6>`,
  String.raw`from <IP4>/<CIDR>`,
  String.raw`((?i)FAILED) user \S+ from <DNS>`,
  String.raw`(?i)Conn from <ADDR>`,
];

const oddRegexes = [
  String.raw`failed user <F-ALT_USER_1>ro+t</F-ALT_USER_1>?(?:<F-USER>\w+</F-USER>)? from <HOST>`,
  String.raw`user <F-ID>\w</F-ID><F-TUPLE_ID>\w+</F-TUPLE_ID>`,
  String.raw`user <F-TUPLE_USER_2>\w</F-TUPLE_USER_2><F-USER>\w+</F-USER> from <HOST>`,
  String.raw`from (?:<IP4>|<F-ALT_IP4>\w+</F-ALT_IP4>)`,
  String.raw`(?:from <F-ALT_ID_1>\S+</F-ALT_ID_1>|user <F-ID>\S+</F-ID>)`,
  String.raw`<F-NOFAIL>failed</F-NOFAIL> user .* from <HOST>`,
  String.raw`<F-NOFAIL></F-NOFAIL>bad user .* from <HOST>`,
];

const connectionRegexes = [
  String.raw`svc\[<F-MLFID>\d+</F-MLFID>\]: <F-NOFAIL>conn</F-NOFAIL> from <ADDR>`,
  String.raw`svc\[<F-MLFID>\d+</F-MLFID>\]: bad user <F-USER>\w*</F-USER>`,
  String.raw`svc\[<F-MLFID>\d+</F-MLFID>\]: <F-NOFAIL>failed</F-NOFAIL> user <F-USER>\w+</F-USER>`,
  String.raw`svc\[<F-MLFID>\d+</F-MLFID>\]: failed user <F-USER>\w+</F-USER> from <HOST>`,
  String.raw`svc\[<F-MLFID>\d+</F-MLFID>\]: <F-MLFGAINED>gained</F-MLFGAINED> by <F-USER>\w+</F-USER>`,
  String.raw`svc\[<F-MLFID>\d+</F-MLFID>\]: <F-MLFFORGET><F-MLFGAINED>gained</F-MLFGAINED></F-MLFFORGET>`,
  String.raw`svc\[<F-MLFID>\d+</F-MLFID>\]: <F-MLFFORGET><F-NOFAIL>closed</F-NOFAIL></F-MLFFORGET>`,
  String.raw`svc\[<F-MLFID>\d+</F-MLFID>\]: <F-MLFFORGET>closed</F-MLFFORGET>(?: from <ADDR>)?`,
  String.raw`<F-NOFAIL>conn</F-NOFAIL> from <ADDR>`,
  String.raw`^bad user <F-USER>\w+</F-USER>`,
];

const multiLineRegexes = [
  String.raw`^.*start .*$<SKIPLINES>^.*end <HOST>$`,
  String.raw`start<SKIPLINES>.*failed user \S+ from <HOST>`,
  String.raw`start \w+\s*\n.*from <ADDR>`,
  String.raw`(?:conn|start).*$<SKIPLINES>.*bad user <F-ID>\S+</F-ID>.*$<SKIPLINES>.*(?:end|closed)`,
  String.raw`^.*svc\[<F-MLFID>\d+</F-MLFID>\]: start.*$<SKIPLINES>^.* from <ADDR>`,
  String.raw`end <HOST>$`,
];

const ignoring = [
  String.raw`root`,
  String.raw`^\s*\S+ svc`,
  String.raw`from <ADDR>$`,
  String.raw`from 1\.2\.3\.\d+`,
  String.raw`start`,
  String.raw`^failed`,
  String.raw`(?i)JOE`,
];

function generateLog(random: Random): string {
  let second = random.int(30);
  return Array.from({ length: 12 + random.int(24) }, () => {
    if (random.chance(70)) second += random.int(5);
    return `${generateLine(random, second)}${random.chance(3) ? '\r' : ''}\n`;
  }).join('');
}

function generateLine(random: Random, second: number): string {
  if (random.chance(3)) return random.pick(['', '# comment', ' ', 'no date at all from 1.2.3.4']);
  const clock = `12:${String(Math.floor(second / 60) % 60).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`;
  const date = random.chance(85)
    ? `Aug 14 ${clock}`
    : random.pick([
        `2005-08-14 ${clock}`,
        String(1124020800 + second),
        `2005-02-30 ${clock}`,
        `[14/Aug/2005:${clock} +0000]`,
        '',
      ]);
  const message = generateMessage(random);
  return `${date} host svc[${1 + random.int(3)}]: ${message}`;
}

function generateMessage(random: Random): string {
  const address = random.pick([
    '1.2.3.4',
    '1.2.3.4',
    '10.0.0.7',
    '999.1.1.1',
    '2001:db8::1',
    '::ffff:5.6.7.8',
    '[2001:DB8::0:1]',
    'host.example.com',
    '1.2.3.0/24',
    '::1/64',
    'été.example',
  ]);
  const user = random.pick(['root', 'joe', 'bob', 'ann', '']);
  return random.pick([
    `failed user ${user} from ${address}`,
    `failed user ${user} from ${address} port 22`,
    `Failed user ${user} from ${address}`,
    `conn from ${address}`,
    `bad user ${user}`,
    `bad user ${user} from ${address}`,
    `gained by ${user}`,
    'closed',
    `closed from ${address}`,
    `start ${user}`,
    `end ${address}`,
    'something else',
  ]);
}

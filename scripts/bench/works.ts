import { closeSync, existsSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  accessLog,
  attackOf,
  bindFlood,
  catastrophicAttack,
  catastrophicFilter,
  jsonLog,
  multiLine,
  webExploitsFilter,
  type LogMaker,
} from './logs.ts';
import { dovecotAttack, noisySyslog, postfixAttack, sshdAttack } from './server-logs.ts';

/** One log and one filter to count. */
export interface Work {
  readonly name: string;
  readonly log: string;
  /** The FILTER argument, the same for both programs. */
  readonly filter: string;
  /** At least this many times as fast as fail2ban-regex. */
  readonly target: number;
}

const folder = '.cache/bench/varied';
const seed = 20260711;

/** The log for `simulate`: a tenth as many addresses as lines. */
export function prepareAttack(lines: number): string {
  mkdirSync(folder, { recursive: true });
  return made('attack', attackOf(lines / 10, 20), lines);
}

/** Two regexes that backtrack without end, and 10,000 lines of which nine in ten make them do so; fail2ban-regex comes to no end. */
export function prepareCatastrophe(): Pick<Work, 'log' | 'filter'> {
  mkdirSync(join(folder, 'filter.d'), { recursive: true });
  return { log: made('catastrophe', catastrophicAttack, 10_000), filter: written('catastrophe', catastrophicFilter) };
}

/** An access log of so many lines, and a filter of so many failregexes. */
export function prepareAccess(lines: number, regexes: number): Pick<Work, 'log' | 'filter'> {
  mkdirSync(join(folder, 'filter.d'), { recursive: true });
  const filter = written(`web-exploits-${regexes}`, webExploitsFilter(regexes));
  return { log: made('access', accessLog, lines), filter };
}

/** A log of more than a gigabyte. */
export function prepareGigabyte(): string {
  mkdirSync(folder, { recursive: true });
  return made('bind', bindFlood, 9_000_000);
}

/** Writes the logs and filters (once; kept in .cache) and gives what can be measured on this machine. */
export function prepareWorks(lines: number): Work[] {
  mkdirSync(join(folder, 'filter.d'), { recursive: true });
  const works: Work[] = [
    {
      name: 'BIND flood, one regex',
      log: made('bind', bindFlood, lines),
      filter: 'test-fixtures/tour/filter.d/named-flood.conf',
      target: 40,
    },
    {
      name: 'web exploits, 200 regexes',
      ...prepareAccess(lines, 200),
      target: 100,
    },
    {
      name: 'two-line failures, maxlines 2',
      log: made('multi', multiLine, lines),
      filter: written('two-lines', twoLines),
      target: 10,
    },
    {
      name: 'JSON log, datepattern',
      log: made('json', jsonLog, lines),
      filter: written('json-login', jsonLogin),
      target: 10,
    },
  ];
  if (!existsSync('/etc/fail2ban/filter.d/sshd.conf')) return works;
  for (const [name, log, filter] of [
    ['sshd, every line different', made('sshd', sshdAttack, lines), 'sshd'],
    ['sshd, syslog with noise', made('syslog', noisySyslog, lines), 'sshd'],
    ['postfix', made('postfix', postfixAttack, lines), 'postfix'],
    ['dovecot', made('dovecot', dovecotAttack, lines), 'dovecot'],
  ] as const)
    works.push({ name: `stock ${name}`, log, filter: `/etc/fail2ban/filter.d/${filter}.conf`, target: 40 });
  return works;
}

const twoLines = `[Definition]

failregex = ^\\s*\\S+ app\\[\\d+\\]: session (?P<session>\\d+) opened from <HOST>\\n\\s*\\S+ app\\[\\d+\\]: session (?P=session) rejected: bad password$

ignoreregex =

maxlines = 2
`;

const jsonLogin = `[Definition]

failregex = ^\\{,"level":"\\w+","msg":"login failed","user":"<F-USER>[^"]*</F-USER>","remote_ip":"<HOST>"

ignoreregex =

datepattern = "time":"%%Y-%%m-%%dT%%H:%%M:%%S%%z"
`;

function made(name: string, maker: LogMaker, lines: number): string {
  return cached(`${name}-${lines}.log`, function* () {
    yield* maker(lines, seed);
  });
}

function cached(name: string, lines: () => Generator<string>): string {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  const file = openSync(path, 'w');
  let block = '';
  for (const line of lines()) {
    block += `${line}\n`;
    if (block.length > 1 << 20) {
      writeSync(file, block, null, 'latin1');
      block = '';
    }
  }
  writeSync(file, block, null, 'latin1');
  closeSync(file);
  return path;
}

function written(name: string, text: string): string {
  const path = join(folder, 'filter.d', `${name}.conf`);
  writeFileSync(path, text);
  return path;
}

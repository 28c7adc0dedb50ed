import { createRandom, type Random } from '../conformance/random.ts';
import { createAttackers, triedName } from './attackers.ts';

/** A log's lines, without their line ends. */
export type LogMaker = (lines: number, seed: number) => Generator<string>;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => String(n).padStart(2, '0');

/** A clock that moves on by zero to two seconds a line from 11 July, 05:40:22. */
function createClock(r: Random): () => Date {
  let at = Date.UTC(2026, 6, 11, 5, 40, 22);
  return () => {
    at += r.int(3) * 1000;
    return new Date(at);
  };
}

/** As syslog has it, in UTC. */
export const syslogTime = (d: Date): string =>
  `${months[d.getUTCMonth()]!} ${String(d.getUTCDate()).padStart(2)} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;

/** BIND's query log under a flood of ANY queries for spoofed names; one line in three is the flood. */
export const bindFlood: LogMaker = function* (lines, seed) {
  const r = createRandom(seed);
  const attackers = createAttackers(r, lines);
  const clock = createClock(r);
  const domains = ['example.org', 'example.net', 'example.com', 'linenine.com', 'in-addr.arpa'];
  const flood = ['1rip', '1Rip', '1rIp', '1riP', '1rip.com', '1rIp.com', 'isc.org', '.'];
  for (let i = 0; i < lines; i++) {
    const bad = r.chance(33);
    const name = bad ? r.pick(flood) : `${triedName(r)}${r.int(100)}.${r.pick(domains)}`;
    const type = bad ? 'ANY' : r.pick(['A', 'AAAA', 'MX', 'PTR']);
    yield `${syslogTime(clock())} server named[1301]: client ${attackers.address()}#${1024 + r.int(64000)}: query: ${name} IN ${type} +E ([ip of server])`;
  }
};

/** A flood alone, by so many addresses: a few send most of it, many send little; some honest queries stand between. `perSecond`: lines. */
export function attackOf(addresses: number, perSecond: number): LogMaker {
  return function* (lines, seed) {
    const r = createRandom(seed);
    const names = ['1rip', '1Rip', '1rIp', '1rip.com', 'isc.org', '.'];
    const begin = Date.UTC(2026, 6, 11, 5, 40, 22);
    for (let i = 0; i < lines; i++) {
      const n = r.int(r.int(r.chance(50) ? addresses : Math.ceil(addresses / 10)) + 1);
      const from = `${198 - (n >> 16)}.51.${(n >> 8) & 255}.${n & 255}`;
      const query = r.chance(98) ? `${r.pick(names)} IN ANY` : 'www.example.org IN A';
      const moment = new Date(begin + Math.floor(i / perSecond) * 1000);
      yield `${syslogTime(moment)} server named[1301]: client ${from}#${1024 + r.int(64000)}: query: ${query} +E ([ip of server])`;
    }
  };
}

/** A web server's access log in the combined format; one line in twenty asks for what an exploit wants. */
export const accessLog: LogMaker = function* (lines, seed) {
  const r = createRandom(seed);
  const attackers = createAttackers(r, lines);
  const clock = createClock(r);
  const agents = [
    'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
    'curl/8.5.0',
    'Googlebot/2.1 (+http://www.google.com/bot.html)',
  ];
  const pages = [
    '/',
    '/index.html',
    '/news/2026/07',
    '/static/site.css',
    '/static/app.js',
    '/images/logo.png',
    '/search',
    '/api/items',
  ];
  for (let i = 0; i < lines; i++) {
    const d = clock();
    const attack = r.chance(5);
    const path = attack ? exploitPath(r.int(400)) : `${r.pick(pages)}${r.chance(50) ? `?id=${r.int(100000)}` : ''}`;
    const status = attack ? r.pick([403, 404]) : r.pick([200, 200, 200, 304, 404]);
    yield `${attackers.address()} - - [${two(d.getUTCDate())}/${months[d.getUTCMonth()]!}/${d.getUTCFullYear()}:${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())} +0000] "${r.pick(['GET', 'GET', 'POST', 'HEAD'])} ${path} HTTP/1.1" ${status} ${r.int(50000)} "-" "${r.pick(agents)}"`;
  }
};

/** The path of exploit number `n`; the first 200 stand in the web exploits filter. */
function exploitPath(n: number): string {
  const kinds = [
    '/wp-content/plugins/p%/upload.php',
    '/cgi-bin/c%.cgi',
    '/admin%/config.php',
    '/vendor/v%/eval-stdin.php',
    '/.env.%',
    '/phpmyadmin%/index.php',
    '/shell%.php',
    '/api/v%/exec',
  ];
  return kinds[n % kinds.length]!.replace('%', String(n));
}

/** A filter of `count` failregexes, as people keep them against web exploits. */
export function webExploitsFilter(count: number): string {
  const escape = (path: string): string => path.replace(/[.\\+*?^$()[\]{}|]/g, '\\$&');
  const regexes = Array.from(
    { length: count },
    (_, n) => `^<HOST> -.*"(?:GET|POST|HEAD) ${escape(exploitPath(n))}.*" (?:403|404) .*$`,
  );
  return `[Definition]\n\nfailregex = ${regexes.join('\n            ')}\n\nignoreregex =\n`;
}

/** Two-line failures, for a filter with maxlines. */
export const multiLine: LogMaker = function* (lines, seed) {
  const r = createRandom(seed);
  const attackers = createAttackers(r, lines);
  const clock = createClock(r);
  for (let i = 0; i < lines; i += 2) {
    const at = syslogTime(clock());
    const id = r.int(100000);
    yield `${at} server app[77]: session ${id} opened from ${attackers.address()}`;
    yield `${at} server app[77]: session ${r.chance(50) ? id : id + 1} ${r.pick(['rejected: bad password', 'accepted'])}`;
  }
};

/** A program that logs JSON, one object a line. */
export const jsonLog: LogMaker = function* (lines, seed) {
  const r = createRandom(seed);
  const attackers = createAttackers(r, lines);
  const clock = createClock(r);
  for (let i = 0; i < lines; i++)
    yield JSON.stringify({
      time: clock().toISOString().replace('.000', ''),
      level: r.pick(['info', 'warn']),
      msg: r.pick(['login failed', 'login ok', 'page served']),
      user: triedName(r),
      remote_ip: attackers.address(),
      ms: r.int(900),
    });
};

/** The two regexes of GHSA-33wh-ccjc-p397, as the shape at fault. */
export const catastrophicFilter = String.raw`[Definition]

failregex = ^\s*smtp: (?:[^\[]+ )*\[?<HOST>\]? authentication failure$
            ^\s*login: Disconnected(?:: (?:\w+\([^\):]*\) \w+|[^\(]+))* \(auth failed\): rip=<HOST>$

ignoreregex =
`;

/** Nine lines in ten are of an attacker who makes them backtrack without end. */
export const catastrophicAttack: LogMaker = function* (lines, seed) {
  const r = createRandom(seed);
  const attackers = createAttackers(r, lines);
  const clock = createClock(r);
  for (let i = 0; i < lines; i++) {
    const from = attackers.address();
    const said = r.chance(10)
      ? `smtp: ${triedName(r)} [${from}] authentication failure`
      : r.pick([
          `smtp: ${'word '.repeat(30 + r.int(30))}[${from}] authentication failure, ${i}`,
          `login: Disconnected${': a'.repeat(30 + r.int(30))} (auth failed): rip=${from} ${i}`,
        ]);
    yield `${syslogTime(clock())} ${said}`;
  }
};

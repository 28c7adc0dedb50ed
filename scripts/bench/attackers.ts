import type { Random } from '../conformance/random.ts';

/** Where attacks come from. */
export interface Attackers {
  /** The address of the next one who comes; IPv6 for one in sixteen. */
  address(): string;
}

/**
 * The addresses of a log of so many lines, spread as in real attacks: a hundredth of them send half of all, most send a few lines each. Which address
 * stands where in the order is the same in every log of a seed.
 */
export function createAttackers(r: Random, lines: number, linesPerAddress = 40): Attackers {
  const count = Math.max(20, Math.ceil(lines / linesPerAddress));
  return {
    address() {
      const n = r.int(r.int(r.chance(50) ? count : Math.ceil(count / 100)) + 1);
      const spread = Math.imul(n + 1, 0x9e3779b1) >>> 0;
      if (n % 16 === 15)
        return `2001:db8:${(spread >>> 16).toString(16)}:${(spread & 0xffff).toString(16)}::${(n + 1).toString(16)}`;
      return `${1 + ((spread >>> 24) % 223)}.${(spread >>> 16) & 255}.${(spread >>> 8) & 255}.${spread & 255}`;
    },
  };
}

const mostTried = [
  'root',
  'root',
  'root',
  'admin',
  'ubuntu',
  'test',
  'user',
  'oracle',
  'postgres',
  'git',
  'deploy',
  'mysql',
  'pi',
  'ftpuser',
];
const syllables = ['ba', 'de', 'ki', 'lo', 'mu', 'na', 'ro', 'sa', 'te', 'vi', 'an', 'er', 'jo', 'li', 'ma'];

/** A name that attackers try: half of the time one of the few that all of them try, else one out of a word list. */
export function triedName(r: Random): string {
  if (r.chance(50)) return r.pick(mostTried);
  const word = Array.from({ length: 2 + r.int(3) }, () => r.pick(syllables)).join('');
  return r.chance(30) ? `${word}${r.int(1000)}` : word;
}

/** One connection: what is still to be logged of it, in order, each part behind the date and the host's name. */
interface Connection {
  readonly messages: readonly string[];
  done: number;
  /** The second in which it logged last: it says nothing twice in one. */
  last: number;
}

export interface Traffic {
  /** How many connections are open at the same time. */
  readonly open: number;
  readonly linesPerSecond: number;
  /** What a new connection will log. */
  begin(): readonly string[];
  /** How a line begins at a moment (seconds since 1970). */
  head(seconds: number): string;
}

/** The lines of many connections at a time, as a busy server logs them, from 11 July 2026, 05:40:22. */
export function* trafficLog(
  r: Random,
  lines: number,
  { open, linesPerSecond, begin, head }: Traffic,
): Generator<string> {
  const opened = (): Connection => ({ messages: begin(), done: 0, last: 0 });
  const connections = Array.from({ length: open }, opened);
  let now = Date.UTC(2026, 6, 11, 5, 40, 22) / 1000;
  for (let i = 0; i < lines; i++) {
    if (r.int(linesPerSecond) === 0) now += 1 + (r.chance(2) ? r.int(120) : 0);
    let at = r.int(open);
    for (let tries = 0; connections[at]!.last === now; tries++) {
      if (tries === open) now++;
      at = (at + 1) % open;
    }
    const connection = connections[at]!;
    connection.last = now;
    yield `${head(now)} ${connection.messages[connection.done++]!}`;
    if (connection.done === connection.messages.length) connections[at] = opened();
  }
}

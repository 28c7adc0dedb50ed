import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../host/memory-file-system.ts';
import { splitLines } from '../../matching/line-block.ts';
import { verifySample } from '../verify-sample.ts';
import { createRecorder, type RecordOptions, type Recording } from './record.ts';

const filter = `[Definition]
prefregex = ^ \\S+ app\\[\\d+\\]: <F-CONTENT>.+</F-CONTENT>$
failregex = ^bad (?:user|root) <F-USER>\\S+</F-USER> from <HOST>$
            ^token <F-ID>[0-9a-f]{16}</F-ID> refused for <ADDR>$
            ^page \\S+\\?action=login\\S* from <HOST>$
ignoreregex = ^bad user monitor from
`;
const files = createMemoryFileSystem({ '/e/filter.d/x.conf': filter });
const request = {
  files,
  fail2ban: '1.0',
  python: '3.11',
  loadedAt: 1_800_000_000,
  target: { kind: 'name', name: 'x', configDir: '/e' },
} as const;

function record(log: string, options: Partial<RecordOptions> = {}): Recording {
  const recorder = createRecorder({
    ...request,
    options: {},
    isOwn: () => true,
    pick: 'fewest',
    nearMisses: 3,
    anonymises: true,
    ...options,
  });
  if (typeof recorder === 'string') throw new Error(recorder);
  recorder.add(splitLines(log, { firstNumber: 1, isAscii: false }));
  return recorder.finish();
}

/** What does not hold in a sample. */
function failures(sample: string, of: Record<string, string> = { '/e/filter.d/x.conf': filter }): string[] {
  const machine = createMemoryFileSystem({ ...of, '/e/filter.d/samples/x': sample });
  return verifySample({ ...request, files: machine, path: '/e/filter.d/samples/x', name: 'x' }).flatMap(
    ({ line, title, failures: all }) => all.map(({ message }) => `${line ?? title}: ${message}`),
  );
}

const at = (second: number, text: string): string =>
  `Jul 11 05:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')} bastion app[7]: ${text}\n`;
const log = [
  'bad user alice from 10.1.2.3',
  'bad user alice from 10.1.2.3',
  'bad root carol from gw.corp-net.org',
  'token 0123456789abcdef refused for 2a01:4f8::1',
  'page /admin.php?action=login&user=alice&key=S3cr3tPass from ::ffff:10.1.2.3',
  'bad user monitor from 10.9.9.9',
  'bad guest alice from 10.1.2.3',
  'started',
]
  .map((text, i) => at(i, text))
  .join('');

describe('a recording', () => {
  const recording = record(log);

  it('should pick the fewest lines that go through all, an exception and near misses, and hold', () => {
    expect(recording.lines.map(({ line }) => line)).toEqual([1, 3, 4, 5, 6, 7]);
    expect(recording.lines.map(({ expected }) => expected['match'])).toEqual([true, true, true, true, false, false]);
    expect(recording.uncovered).toEqual([]);
    expect(failures(recording.sample)).toEqual([]);
  });

  it('should replace addresses, names and secrets, each by the same thing, and keep what the filter asks for', () => {
    const texts = recording.lines.map(({ text }) => text.replace(/^.*app\[7\]: /, ''));
    expect(texts[0]).toBe('bad user user1 from 192.0.2.1');
    expect(texts[1]).toMatch(/^bad root user2 from host\d\.example\.com$/);
    expect(texts[2]).toMatch(/^token [0-9a-f]{16} refused for 2001:db8::1$/);
    expect(texts[3]).toMatch(/^page \/admin\.php\?action=login&user=.* from ::ffff:192\.0\.2\.1$/);
    expect(texts[4]).toBe('bad user monitor from 192.0.2.2');
    expect(recording.sample).not.toMatch(/alice|carol|corp|bastion|0123456789abcdef|2a01|10\.\d|S3cr3t/);
  });

  it('should take a name with dots for that of a user where the filter says so, in lines before that, too', () => {
    const people = {
      '/e/filter.d/x.conf': '[Definition]\nfailregex = ^ bad <F-USER>\\S+</F-USER> from <HOST>$\n',
    };
    const text = ['opened for anna.brandt of box.corp.net', 'bad anna.brandt from 10.0.0.1', 'shut for anna.brandt']
      .map((words, i) => `Jul 11 05:40:2${i} ${words}\n`)
      .join('');
    const { sample } = record(text, { files: createMemoryFileSystem(people), pick: 'all' });
    expect(sample.match(/for user1\b/g)).toHaveLength(2);
    expect(sample).toMatch(/opened for user1 of host\d\.example\.com/);
    expect(sample).toContain('"user": "user1"');
  });

  it('should know names that are written with other letters than those of English', () => {
    const people = {
      '/e/filter.d/x.conf': '[Definition]\nfailregex = ^ \\S+ türsteher\\[\\d+\\]: Zugriff von <HOST> verweigert\n',
    };
    const text =
      'Jul 11 05:40:22 hausmühle türsteher[9]: Zugriff von 10.0.0.1 verweigert, jörg.müller@kanzlei-groß.de über tür.büro.de\n';
    const { sample } = record(text, { files: createMemoryFileSystem(people) });
    expect(sample).not.toMatch(/haus|jörg|müller|kanzlei|groß|tür\.|büro/);
    expect(sample).toMatch(
      / host\d türsteher\[9\]: Zugriff von 192\.0\.2\.1 verweigert, user\d@host\d\.example\.com über host\d/,
    );
  });

  it('should know a name that any line of the log told, in lines that are no failure', () => {
    const people = {
      '/e/filter.d/x.conf': '[Definition]\nfailregex = ^ app: bad <F-USER>\\S+</F-USER> from <HOST>$\n',
    };
    const text = ['app: bad alice from 10.0.0.1', 'app: bad carol from 10.0.0.2', 'app: (carol) good from there']
      .map((words, i) => `Jul 11 05:40:2${i} ${words}\n`)
      .join('');
    const { lines, sample } = record(text, { files: createMemoryFileSystem(people), nearMisses: 1 });
    expect(lines.map(({ line }) => line)).toEqual([1, 3]);
    expect(sample).not.toContain('carol');
    expect(sample).toMatch(/\(user\d\) good/);
  });

  it('should say what no line goes through', () => {
    expect(record(at(0, 'bad user alice from 10.1.2.3')).uncovered).toEqual([
      'branch root of failregex 1',
      'failregex 2',
      'failregex 3',
      'ignoreregex 1',
    ]);
  });

  it('should leave out a line with which the filter does something else once it is anonymised, and say so', () => {
    const only = {
      '/e/filter.d/x.conf': '[Definition]\nfailregex = ^ a from <HOST> 10\\.\n            ^ b from <HOST>$\n',
    };
    const { lines, leftOut } = record('Jul 11 05:40:22 a from 10.1.2.3 10.1.2.3\nJul 11 05:40:23 b from 10.1.2.3\n', {
      files: createMemoryFileSystem(only),
    });
    expect(lines.map(({ line }) => line)).toEqual([2]);
    expect(leftOut).toEqual([{ line: 1, reason: 'anonymised, other regexes match it' }]);
  });

  it('should leave out a line that counts twice: no test of fail2ban lets it', () => {
    const twice = {
      '/e/filter.d/x.conf': '[Definition]\nfailregex = ^ a from <HOST>$\n            ^ \\w from <HOST>$\n',
    };
    const { lines, leftOut } = record('Jul 11 05:40:22 a from 10.1.2.3\nJul 11 05:40:23 b from 10.1.2.3\n', {
      files: createMemoryFileSystem(twice),
    });
    expect(lines.map(({ line }) => line)).toEqual([2]);
    expect(leftOut).toMatchObject([{ line: 1 }]);
  });

  it('should keep the lines of a connection together, without those that change nothing', () => {
    const connections = {
      '/e/filter.d/x.conf': `[Definition]
failregex = ^ <F-MLFID>app\\[\\d+\\]</F-MLFID>: <F-NOFAIL>connect</F-NOFAIL> from <HOST>$
            ^ <F-MLFID>app\\[\\d+\\]</F-MLFID>: bad password for <F-USER>\\S+</F-USER>$
`,
    };
    const two = [
      'app[1]: connect from 10.0.0.1',
      'app[2]: connect from 10.0.0.2',
      'app[2]: bad password for bob',
      'app[2]: bad password for bob',
    ].map((text, i) => `Jul 11 05:40:2${i} ${text}\n`);
    const recording = record(two.join(''), { files: createMemoryFileSystem(connections), nearMisses: 0 });
    expect(recording.lines.map(({ line }) => line)).toEqual([2, 4]);
    expect(recording.lines[1]!.expected).toMatchObject({ match: true, host: '192.0.2.1', user: 'user1' });
    expect(failures(recording.sample, connections)).toEqual([]);
  });

  it('should add to a sample what it does not go through, and give none of its addresses away again', () => {
    const existing =
      '# failJSON: {"match": true, "host": "192.0.2.1"}\nJul 11 05:40:22 h app[7]: bad user x from 192.0.2.1\n';
    const { lines, sample } = record(log, { existing, nearMisses: 0 });
    expect(lines.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7]);
    expect(sample).not.toContain('192.0.2.1\n');
    expect(failures(`${existing}\n${sample}`)).toEqual([]);
  });
});

describe('anonymised lines of any log', () => {
  /** The same numbers for the same seed. */
  const randomOf = (seed: number) => (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;

  it.each([1, 2, 3, 4, 5])('should hold and tell nothing, seed %d', (seed) => {
    const random = randomOf(seed);
    const pick = <T>(items: readonly T[]): T => items[random(items.length)]!;
    const word = (): string => Array.from({ length: 3 + random(6) }, () => pick([...'bcdfghjklmnpqrstvz'])).join('');
    const secrets = new Set<string>();
    const secret = (text: string): string => {
      secrets.add(text);
      return text;
    };
    const address = (): string =>
      secret(
        random(3) === 0
          ? `2a0${random(10)}:${random(9999)}::${1 + random(999)}`
          : `${11 + random(80)}.${random(256)}.${random(256)}.${random(256)}`,
      );
    const known = Array.from({ length: 5 }, address);
    const names = Array.from({ length: 5 }, () => secret(`${word()}${random(100)}`));
    const lines = Array.from({ length: 60 }, (_, i) =>
      at(
        i,
        pick([
          () => `bad ${pick(['user', 'root'])} ${pick(names)} from ${pick(known)}`,
          () => `bad user ${pick(names)} from ${secret(`${word()}.${word()}.org`)}`,
          () => `token ${secret(`${random(1e8)}`.padStart(8, '1') + 'deadbeef')} refused for ${pick(known)}`,
          () => `page /${word()}.php?action=login&k=${secret(`${word()}${word()}`)} from ${pick(known)}`,
          () => `mail of ${pick(names)}@${secret(`${word()}.net`)} user=${pick(names)} (${pick(known)})`,
        ])(),
      ),
    );
    const recording = record(lines.join(''), { pick: 'all' });
    expect(recording.leftOut).toEqual([]);
    expect(recording.lines.length).toBe(60);
    expect(failures(recording.sample)).toEqual([]);
    for (const text of secrets) expect(recording.sample).not.toContain(text);
    // One to one: as many hosts as before.
    const plain = record(lines.join(''), { pick: 'all', anonymises: false });
    const hosts = ({ lines: all }: Recording): number => new Set(all.map(({ expected }) => expected['host'])).size;
    expect(hosts(recording)).toBe(hosts(plain));
  });
});

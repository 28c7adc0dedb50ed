import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runGit } from '../../host/git.ts';
import { nodeFileSystem } from '../../host/node-file-system.ts';
import { main } from '../main.ts';

let folder: string;
const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

/** A repository in which `HEAD` has another `flood` and another include than the folder. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'diff command-'));
  mkdirSync(join(folder, 'conf/filter.d'), { recursive: true });
  write('conf/filter.d/my-common.conf', '[Definition]\n_app = app:\n');
  write(
    'conf/filter.d/flood.conf',
    '[INCLUDES]\nbefore = my-common.conf\n[Definition]\nfailregex = ^ query: \\S+ (?:IN|ANY) from <HOST>$\n            ^ %(_app)s bad .*<HOST>\n',
  );
  write('conf/filter.d/same.conf', '[Definition]\nfailregex = ^ query: \\S+ IN from <HOST>$\n');
  symlinkSync('flood.conf', join(folder, 'conf/filter.d/link.conf'));
  git('init', '-q');
  git('add', '-A');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-qm', 'one');
  write('conf/filter.d/my-common.conf', '[Definition]\n_app = (?:app|web):\n');
  write(
    'conf/filter.d/flood.conf',
    '[INCLUDES]\nbefore = my-common.conf\n[Definition]\nfailregex = ^ query: \\S+ (?:MX|ANY) from <HOST>$\n            ^ %(_app)s bad <HOST>\n',
  );
  write(
    'q.log',
    [
      '2025-07-11 05:40:22 query: a.example IN from 192.0.2.1',
      '# a comment',
      '2025-07-11 05:40:23 query: b.example MX from 192.0.2.2',
      '2025-07-11 05:40:24 app: bad 192.0.2.3',
      '2025-07-11 05:40:25 query: b.example ANY from 192.0.2.4',
      '2025-07-11 05:40:26 web: bad 192.0.2.5 | `x` <b>',
      '',
    ].join('\n'),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await main(['diff', '--now', '2025-08-01T00:00:00Z', ...args], {
    files: nodeFileSystem,
    git: runGit,
    cwd: folder,
    env: { TZ: 'UTC' },
    now: () => 0,
    stdin: async function* () {
      yield Buffer.from('2025-07-11 05:40:23 query: b.example MX from 192.0.2.2\n');
    },
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
  });
  return { code, out, err };
}
const json = async (...args: string[]) => JSON.parse((await run('--format', 'json', ...args)).out) as unknown;

const flood = 'conf/filter.d/flood.conf';
/** `.*` in front of <HOST> took all but the last digit. */
const changed = {
  line: 4,
  old: { verdict: 'matched', failregex: 2, id: '3', time: 1752212424 },
  new: { verdict: 'matched', failregex: 2, id: '192.0.2.3', time: 1752212424 },
};

describe('diff', () => {
  it('should list the lines that an edit gains, loses and takes otherwise', async () => {
    expect(await json(`HEAD:${flood}`, flood, 'q.log')).toEqual({ gained: [3, 6], lost: [1], changed: [changed] });
    expect((await run(`HEAD:${flood}`, flood, 'q.log')).code).toBe(1);
  });

  it('should read a revision with its includes, from here or from the top, and through links', async () => {
    expect(await json(`HEAD:./${flood}`, `HEAD:${flood}`, 'q.log')).toEqual({ gained: [], lost: [], changed: [] });
    expect(await json('HEAD:conf/filter.d/link.conf', `HEAD:${flood}`, 'q.log')).toEqual({
      gained: [],
      lost: [],
      changed: [],
    });
    expect((await run(`HEAD:${flood}`, `HEAD:${flood}[x=1]`, 'q.log')).code).toBe(0);
  });

  it('should compare the filters of two folders that are not the same', async () => {
    const own = { line: 4, filter: 'flood', old: changed.old, new: changed.new };
    const ofLink = { ...own, filter: 'link' };
    expect(await json('HEAD:conf', 'conf', 'q.log')).toEqual({
      gained: [3, 6],
      lost: [1],
      changed: [own, ofLink],
      filters: [
        { filter: 'flood', gained: [3, 6], lost: [1], changed: [own] },
        { filter: 'link', gained: [3, 6], lost: [1], changed: [ofLink] },
      ],
    });
  });

  it('should take regexes, and tell of each log by itself', async () => {
    expect(await json('MX from <HOST>$', 'MX from <ADDR>$', 'q.log', '-')).toEqual({
      gained: [],
      lost: [],
      changed: [],
      logs: [
        { log: 'q.log', lines: 5, gained: [], lost: [], changed: [] },
        { log: '-', lines: 1, gained: [], lost: [], changed: [] },
      ],
    });
    expect(await json('IN from <HOST>$', 'MX from <HOST>$', 'q.log', '-')).toMatchObject({
      gained: [3, 1],
      lost: [1],
      logs: [
        { gained: [3], lost: [1] },
        { gained: [1], lost: [] },
      ],
    });
  });

  it('should not call a line changed because its regex moved', async () => {
    write('two.conf', '[Definition]\nfailregex = ^ nothing <HOST>\n            ^ query: \\S+ MX from <HOST>$\n');
    write('one.conf', '[Definition]\nfailregex = ^ query: \\S+ MX from <HOST>$\n');
    expect(await json('./one.conf', './two.conf', 'q.log')).toEqual({ gained: [], lost: [], changed: [] });
  });

  it('should say it in text, the first lines of each kind', async () => {
    const { out } = await run('--limit', '1', `HEAD:${flood}`, flood, 'q.log');
    expect(out).toBe(
      [
        `OLD HEAD:${flood}`,
        `NEW ${flood}`,
        '',
        'q.log: 5 lines, 3 matched by OLD, 4 by NEW: +2 gained, -1 lost, ~1 changed',
        '',
        '+ line 3: 192.0.2.2 by failregex 1 at 2025-07-11T05:40:23Z',
        '    2025-07-11 05:40:23 query: b.example MX from 192.0.2.2',
        '+ … and 1 more gained: --limit 2',
        '',
        '- line 1: 192.0.2.1 by failregex 1 at 2025-07-11T05:40:22Z',
        '    2025-07-11 05:40:22 query: a.example IN from 192.0.2.1',
        '',
        '~ line 4: 3 by failregex 2 at 2025-07-11T05:40:24Z -> 192.0.2.3 by failregex 2 at 2025-07-11T05:40:24Z',
        '    2025-07-11 05:40:24 app: bad 192.0.2.3',
        '',
      ].join('\n'),
    );
  });

  it('should keep what a log holds out of the markup', async () => {
    const { out } = await run('--format', 'markdown', `HEAD:${flood}`, flood, 'q.log');
    expect(out).toContain(
      '| gained | 6 | `missed` | `192.0.2.5 by failregex 2 at 2025-07-11T05:40:26Z` | ``2025-07-11 05:40:26 web: bad 192.0.2.5 \\| `x` <b>`` |',
    );
  });

  it.each<{ name: string; args: string[]; says: string }>([
    { name: 'no log', args: [flood, flood], says: 'provide OLD, NEW and a LOG' },
    {
      name: 'a revision that is not there',
      args: ['nope:x.conf', flood, 'q.log'],
      says: 'nope:x.conf: git cannot read it',
    },
    { name: 'a path that the revision has not', args: ['HEAD:x.conf', flood, 'q.log'], says: 'HEAD has no x.conf' },
    { name: 'a folder and a filter', args: ['conf', flood, 'q.log'], says: 'compare two filters or two folders' },
    { name: 'standard input twice', args: [flood, flood, '-', '-'], says: 'can be read once' },
  ])('should refuse $name', async ({ args, says }) => {
    const { code, err } = await run(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
  });

  it('should name a filter of a folder that cannot be loaded, compare the others, and end with 2', async () => {
    write('conf/filter.d/broken.conf', '[Definition]\nfailregex = ^(<HOST>\n');
    const { code, err, out } = await run('--format', 'json', 'HEAD:conf', 'conf', 'q.log');
    expect([code, err, JSON.parse(out)]).toEqual([
      2,
      expect.stringContaining('broken'),
      expect.objectContaining({ gained: [3, 6] }),
    ]);
  });
});

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

const run = (...args: string[]) => runIn(folder, ...args);

async function runIn(cwd: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await main(['diff', '--now', '2025-08-01T00:00:00Z', ...args], {
    files: nodeFileSystem,
    git: runGit,
    cwd,
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

  it('should take a revision alone with the path of the other side, what is staged, and a name without extension', async () => {
    const whole = { gained: [3, 6], lost: [1], changed: [changed] };
    expect(await json('HEAD', flood, 'q.log')).toEqual(whole);
    expect(await json('HEAD', join(folder, flood), 'q.log')).toEqual(whole);
    expect(await json('HEAD:conf/filter.d/flood', flood, 'q.log')).toEqual(whole);
    // Nothing of the edits is staged.
    expect(await json(':conf/filter.d/flood.conf', 'HEAD', 'q.log')).toEqual({ gained: [], lost: [], changed: [] });
    const { code, out } = await runIn(join(folder, 'conf/filter.d'), 'HEAD', '.', '../../q.log');
    expect([code, out]).toEqual([1, expect.stringContaining('OLD HEAD:.\nNEW .\n2 filters are different.')]);
    expect((await run('HEAD', 'HEAD~0', 'q.log')).err).toContain('say which filter or folder of it');
  });

  it('should read files whose names hold blanks and other letters, from a subfolder', async () => {
    const own = join(folder, 'my café');
    mkdirSync(join(own, 'filter.d'), { recursive: true });
    mkdirSync(join(own, 'sub'));
    writeFileSync(join(own, 'filter.d/my äpp.conf'), '[Definition]\nfailregex = IN from <HOST>$\n');
    expect((await run(flood, 'my café/filter.d/other äpp.conf', 'q.log')).err).toBe(
      'fail2ban-lens: diff: my café/filter.d/other äpp.conf: there is no such filter file\n',
    );
    const { code, out } = await runIn(
      join(own, 'sub'),
      'HEAD:../../conf/filter.d/same.conf',
      '../filter.d/my äpp.conf',
      '../../q.log',
    );
    expect([code, out]).toEqual([0, expect.stringContaining('1 matched by OLD, 1 by NEW: no difference')]);
    expect((await run('my café', 'my café', 'q.log')).out).toContain('No filter is different.');
  });

  it('should say what a filter was called before, and what a broken one of a revision is', async () => {
    const other = mkdtempSync(join(tmpdir(), 'diff renamed-'));
    const there = (...args: string[]) => execFileSync('git', args, { cwd: other, stdio: 'pipe' });
    const commit = (message: string) => {
      there('add', '-A');
      there('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-qm', message);
    };
    mkdirSync(join(other, 'filter.d'));
    writeFileSync(join(other, 'filter.d/old.conf'), '[Definition]\nfailregex = ^ bad <HOST>$\n');
    writeFileSync(join(other, 'filter.d/broken.conf'), '[Definition]\nfailregex = ^ (bad <HOST>$\n');
    writeFileSync(join(other, 'x.log'), '2025-07-11 05:40:22 bad 192.0.2.1\n');
    there('init', '-q');
    commit('one');
    there('mv', 'filter.d/old.conf', 'filter.d/new.conf');
    expect((await runIn(other, 'HEAD', 'filter.d/new.conf', 'x.log')).err).toContain(
      'HEAD has no filter.d/new.conf (it was filter.d/old.conf there: write HEAD:filter.d/old.conf)',
    );
    expect((await runIn(other, 'HEAD:filter.d/old.conf', 'filter.d/new.conf', 'x.log')).code).toBe(0);
    expect((await runIn(other, 'HEAD:filter.d/broken.conf', 'filter.d/new.conf', 'x.log')).err).toMatch(
      /^fail2ban-lens: diff: HEAD:filter\.d\/broken\.conf:2:\d+: failregex: Unable to compile/,
    );
    commit('two');
    const shallow = `${other} shallow`;
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${other}`, shallow], { stdio: 'pipe' });
    expect((await runIn(shallow, 'HEAD~1:filter.d/old.conf', 'filter.d/new.conf', 'x.log')).err).toContain(
      'there is no revision HEAD~1 in this shallow clone',
    );
    for (const one of [other, shallow]) rmSync(one, { recursive: true });
  });

  it.each<{ name: string; args: string[]; says: string }>([
    { name: 'a log that is not there', args: [flood, flood, 'no.log'], says: 'no.log: there is no such log file' },
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

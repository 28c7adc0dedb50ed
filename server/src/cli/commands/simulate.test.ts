import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../host/node-file-system.ts';
import type { SimulationReport } from '../../simulate/report.ts';
import { main } from '../main.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulate-command-'));
  mkdirSync(join(folder, 'filter.d'));
  const write = (name: string, text: string | Buffer) => writeFileSync(join(folder, name), text);
  write('filter.d/flood.conf', '[Definition]\nfailregex = ^ query from <HOST>$\n');
  write(
    'jail.conf',
    '[DEFAULT]\nmaxretry = 3\nfindtime = 10m\nbantime = 1h\nignoreip = 203.0.113.0/24 home.example\n[flood]\nfilter = flood\nusedns = no\n[names]\nfilter = flood\n[hostile]\nfilter = hostile\n[users]\nfilter = users\nmaxretry = 9\n[short]\nfilter = flood\nmaxretry = 1\nbantime = 5\nusedns = no\n[recidive]\nfilter = own\nmaxretry = 2\nlogpath = /var/log/fail2ban*.log\naction = stop-allports\n',
  );
  const line = (second: number, host: string) =>
    `2025-07-11 05:40:${String(second).padStart(2, '0')} query from ${host}\n`;
  write(
    'flood.log',
    [
      line(1, '192.0.2.1'),
      line(2, '192.0.2.1'),
      line(3, '192.0.2.2'),
      line(4, '192.0.2.1'),
      line(5, '192.0.2.1'),
      line(6, '203.0.113.9'),
      line(7, 'some.example'),
      'nothing\n',
    ].join(''),
  );
  write('rest.log.gz', gzipSync(line(8, '192.0.2.2') + line(9, '10.0.0.1').repeat(3)));
  write('filter.d/hostile.conf', '[Definition]\nfailregex = ^ user <F-ID>\\S+</F-ID>$\n');
  write('hostile.log', '2025-07-11 05:40:01 user <script>alert(1)</script>|\n2025-07-11 05:40:02 user =cmd\n');
  write('filter.d/own.conf', '[Definition]\nfailregex = NOTICE\\s+\\[(?!recidive\\])[^\\]]*\\] Ban <HOST>$\n');
  write('fail2ban.conf', '[Definition]\nlogtarget = /var/log/fail2ban.log\nloglevel = INFO\n');
  write('again.log', line(1, '192.0.2.1') + line(11, '192.0.2.1') + line(12, '192.0.2.1') + line(22, '192.0.2.1'));
  write(
    'own.log',
    [1, 2].map((at) => `2025-07-11 05:40:0${at},000 fail2ban.actions [9]: NOTICE  [a] Ban 192.0.2.1\n`).join(''),
  );
  mkdirSync(join(folder, 'action.d'));
  write('action.d/stop-allports.conf', '[Definition]\nactionban = true\n');
  const login = (second: number, user: string, host: string) => line(second, host).replace('query', `login ${user}`);
  write(
    'users.log',
    login(1, '<b>root|', '192.0.2.1') +
      login(2, 'bob', '192.0.2.1') +
      login(3, '<b>root|', '192.0.2.1') +
      login(4, 'bob', '192.0.2.2'),
  );
  write('undated.log', ' query from 192.0.2.1\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await main(['simulate', '-c', folder, ...args], {
    files: nodeFileSystem,
    cwd: folder,
    env: { TZ: 'UTC' },
    now: () => Date.UTC(2026, 0),
    stdin: async function* () {},
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
  });
  return { code, out, err };
}

const report = async (...args: string[]) =>
  JSON.parse((await run('--format', 'json', ...args)).out) as SimulationReport;

describe('simulate', () => {
  it('should tell bans and totals', async () => {
    const { bans, totals } = await report('flood.log', '--jail', 'flood');
    const time = Date.UTC(2025, 6, 11, 5, 40, 4) / 1000;
    expect(bans).toEqual([
      {
        log: 0,
        line: 4,
        jail: 'flood',
        id: '192.0.2.1',
        time,
        until: time + 3600,
        attempts: 3,
        count: 1,
        bancount: 1,
        wait: 3,
        dropped: 1,
      },
    ]);
    expect(totals).toEqual({ lines: 8, attempts: 5, addresses: 2, banned: 1, bans: 1, dropped: 1, ignored: 1 });
  });

  it('should read several logs, also compressed ones, and take options before those of the jail', async () => {
    const { bans, mistakes } = await report('flood.log', 'rest.log.gz', '--jail', 'flood[maxretry=2,bantime=-1]');
    expect(bans.map(({ id, until }) => [id, until])).toEqual([
      ['192.0.2.1', null],
      ['192.0.2.2', null],
      ['10.0.0.1', null],
    ]);
    expect(mistakes.map(({ id, ownNetwork }) => [id, ownNetwork])).toEqual([['10.0.0.1', '10.0.0.0/8']]);
  });

  it('should try other settings', async () => {
    const { whatIf } = await report('flood.log', '--jail', 'flood', '--what-if', 'maxretry=2..4,findtime=1s|10m');
    expect(
      whatIf!.cells.map(({ maxretry, findtime, banned, dropped }) => [maxretry, findtime, banned, dropped]),
    ).toEqual([
      [2, 1, 1, 2],
      [2, 600, 1, 2],
      [3, 1, 0, 0],
      [3, 600, 1, 1],
      [4, 1, 0, 0],
      [4, 600, 1, 0],
    ]);
  });

  it('should restart the server', async () => {
    const args = ['flood.log', '--jail', 'flood', '--restart-at', '2025-07-11 05:40:05'];
    const { bans, restarts } = await report(...args);
    const time = Date.UTC(2025, 6, 11, 5, 40, 5) / 1000;
    expect(bans).toMatchObject([{ id: '192.0.2.1', restored: [time], dropped: 1 }]);
    const tally = { restored: 1, shortened: 0, ended: 0, forgotten: 1 };
    expect(restarts).toEqual([{ time, jails: [{ jail: 'flood', ...tally }], readUntil: [{ log: 0, line: 4 }] }]);
    const { out } = await run(...args);
    expect(out).toMatch(/\nRestarts\n.*\n.*\n2025-07-11 05:40:05 +flood +1 +0 +0 +1\n/);
    expect(out).toMatch(/\n2025-07-11 05:40:05 +flood\.log +4\n/);
    const { notes } = await report('flood.log', '--jail', 'flood', '--restart-at', '2024-07-11 05:40');
    expect(notes).toContain('A restart before the first date of the logs changes nothing: it is left out.');
  });

  it('should let recidive read what the server would log, and drop what it bans from all ports', async () => {
    const jails = ['--jail', 'short', '--jail', 'recidive'];
    const { bans, totals, jails: told, top } = await report('again.log', ...jails);
    expect(bans.map(({ jail, time, attempts, dropped, line }) => [jail, time % 60, attempts, dropped, line])).toEqual([
      ['short', 1, 1, 0, 1],
      ['short', 11, 1, 1, 2],
      ['recidive', 11, 2, 1, 2],
    ]);
    expect(totals).toMatchObject({ attempts: 4, addresses: 1, banned: 1, bans: 3, dropped: 2 });
    expect(
      told.map(({ name, readsOwnLog, attempts, bans, dropped }) => [name, readsOwnLog, attempts, bans, dropped]),
    ).toEqual([
      ['short', false, 4, 2, 2],
      ['recidive', true, 2, 1, 0],
    ]);
    expect(top[0]!.jails!.map(({ jail, attempts }) => [jail, attempts])).toEqual([
      ['short', 4],
      ['recidive', 2],
    ]);
    const { out } = await run('again.log', ...jails);
    expect(out).toMatch(
      /\nJails\n.*fail2ban\.log.*\n.*\nshort +4 +1 +1 +2 +2\nrecidive +2 +1 +1 +1 +0\nall together +4 /,
    );
    expect(out).toContain('short 4, recidive 2');
  });

  it('should not let recidive read what is not logged, and read what is given where it is alone', async () => {
    writeFileSync(join(folder, 'fail2ban.conf'), '[Definition]\nlogtarget = /var/log/fail2ban.log\nloglevel = ERROR\n');
    const { bans, notes } = await report('again.log', '--jail', 'short', '--jail', 'recidive');
    expect(bans.map(({ jail }) => jail)).toEqual(['short', 'short', 'short']);
    expect(notes.join('\n')).toContain('fail2ban.conf sets loglevel = ERROR');
    expect((await report('own.log', '--jail', 'recidive')).bans).toMatchObject([{ jail: 'recidive', line: 2 }]);
  });

  it.each([
    ['plain', 'login <F-USER>\\S+</F-USER> from <HOST>$'],
    ['counted', 'login (?:<F-ALT_USER>\\S+</F-ALT_USER>) from <F-USER></F-USER><HOST>$'],
    ['whole', 'login <F-USER>\\S+</F-USER> from <HOST><F-CONTENT></F-CONTENT>$'],
    ['of a connection', '<F-MLFID>login</F-MLFID> <F-USER>\\S+</F-USER> from <HOST>$'],
  ])('should tell the user names that an address tried (%s)', async (_, regex) => {
    writeFileSync(join(folder, 'filter.d/users.conf'), `[Definition]\nfailregex = ^ ${regex}\n`);
    const args = ['users.log', '--jail', 'users'];
    const { top, users, userCount } = await report(...args);
    expect(top[0]).toMatchObject({
      id: '192.0.2.1',
      users: [
        { name: '<b>root|', attempts: 2 },
        { name: 'bob', attempts: 1 },
      ],
      userCount: 2,
    });
    expect([users, userCount]).toEqual([
      [
        { name: '<b>root|', attempts: 2, addresses: 1 },
        { name: 'bob', attempts: 2, addresses: 2 },
      ],
      2,
    ]);
    expect((await run(...args)).out).toMatch(/192\.0\.2\.1 .* <b>root\| 2, bob 1\n/);
    expect((await run(...args, '--format', 'html')).out).toContain('<td>&lt;b&gt;root| 2, bob 1</td>');
    expect((await run(...args, '--format', 'markdown')).out).toContain('\\<b\\>root\\| 2, bob 1');
  });

  it('should say what it does not know', async () => {
    const { notes } = await report('flood.log', '--jail', 'names');
    expect(notes).toEqual([
      'ignoreip names home.example (names): names are not looked up here, so nobody is spared for it.',
      "ignoreself: of the server's own addresses only 127.0.0.1 and ::1 are known here; --self ADDRESS adds to them.",
      'flood.log: 1 attempt of names named a host, not an address: names are not looked up here, so they count for nobody.',
    ]);
    const ofBoth = await report('flood.log', '--jail', 'flood', '--jail', 'short');
    expect(ofBoth.notes.filter((note) => note.startsWith('ignoreself'))).toHaveLength(1);
  });

  it('should tell the same to people and to tables', async () => {
    const { out } = await run('flood.log', '--jail', 'flood');
    expect(out).toContain('Dropped       1 attempt (20 % of them)');
    expect(out).toMatch(/2025-07-11 05:40:04 +flood +192\.0\.2\.1 +3 +1 +2025-07-11 06:40:04 +1\n/);
    expect(out).toMatch(/192\.0\.2\.2 +1 +1 of 3 /);
    expect((await run('flood.log', '--jail', 'flood', '--format', 'csv')).out.split('\r\n')[1]).toMatch(
      /^flood,192\.0\.2\.1,\d+,\d+,3,1,1,3,1$/,
    );
  });

  it('should write text of a log as text only', async () => {
    const args = ['hostile.log', '--jail', 'hostile[maxretry=1]'];
    const html = (await run(...args, '--format', 'html')).out;
    expect(html).toContain('<td>&lt;script&gt;alert(1)&lt;/script&gt;|</td>');
    expect(html).not.toMatch(/<script|\son\w+=|src=/);
    const markdown = (await run(...args, '--format', 'markdown')).out;
    expect(markdown).toContain('| \\<script\\>alert\\(1\\)\\</script\\>\\| |');
    expect((await run(...args, '--format', 'csv')).out).toContain("hostile,'=cmd,");
  });

  it.each([
    [['flood.log'], 'provide LOG… and --jail NAME'],
    [['flood.log', '--jail', 'none'], 'there is no such jail in '],
    [['missing.log', '--jail', 'flood'], 'missing.log: there is no such file'],
    [['undated.log', '--jail', 'flood[maxretry=1]'], 'no line of the log has a date'],
    [['flood.log', '--jail', 'flood', '--what-if', 'maxretry=9..3'], 'give a range as 3..10'],
    [
      ['flood.log', '--jail', 'flood[bantime.increment=true,bantime.formula="f()"]'],
      'bantime.formula = f() is not understood here',
    ],
  ])('should refuse %j in one line', async (args, message) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err.trimEnd()).not.toContain('\n');
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandFolder } from '../../../testing/command-folder.ts';

const { at, write, run } = commandFolder('pack-command');

const odd = "odd's $(touch x) `y`";
const sample = `# filterOptions: [{"mode": "normal"}, {"mode": "more"}]
# failJSON: {"match": true, "host": "192.0.2.1", "user": "bob"}
Jul 11 05:40:22 app: bad user bob from 192.0.2.1
# failJSON: {"match": true, "host": "2001:db8::1", "constraint": "opts.get('mode') == 'more'"}
Jul 11 05:40:23 app: worse from 2001:db8::1
# failJSON: {"match": false}
Jul 11 05:40:24 app: good
`;

beforeAll(() => {
  write(`conf/filter.d/${odd}.conf`, '[Definition]\n_app = app:\n');
  write(
    'conf/filter.d/app.conf',
    `[INCLUDES]
before = ${odd}.conf
[Definition]
_normal = bad user <F-USER>\\S+</F-USER>
_more = (?:<_normal>|worse)
failregex = ^ %(_app)s <_<mode>> from <HOST>
mode = normal
`,
  );
  write('conf/filter.d/app.local', '[Definition]\nignoreregex = monitor\n');
  write('conf/filter.d/samples/app', sample);
  write('conf/app.log', '');
  write(
    'conf/jail.conf',
    `[DEFAULT]\nbackend = auto\nbanaction =\n[app]\nfilter = app\nlogpath = %(here)s/app.log\nhere = ${at('conf')}\nmaxretry = 7\nenabled = true\naction =\n`,
  );
});

describe('pack', () => {
  it('should hold the filter with what it includes and overrides, its jail, its sample and what is expected', async () => {
    expect(await run('pack', 'conf/filter.d/app.conf', '-o', 'out')).toEqual({
      code: 0,
      out: 'out: 5 files of app, jail app (filter, logpath, here, maxretry, enabled, action), 2 checks; the sample: 3 hold, 0 do not\n',
      err: '',
    });
    expect(readdirSync(at('out/filter.d')).sort()).toEqual(['app.conf', 'app.local', `${odd}.conf`, 'samples'].sort());
    expect(readFileSync(at('out/checks/2.options'), 'utf8')).toBe('[mode="more"]');
    expect(readFileSync(at('out/checks/2.ids'), 'utf8')).toBe('192.0.2.1\n2001:db8::1\n');
    expect(readFileSync(at('out/jail.d/app.local'), 'utf8')).toContain(`logpath = ${at('conf')}/app.log\n`);
    expect(readFileSync(at('out/README.md'), 'utf8')).toContain('all hold');
    // The packed folder is a configuration of its own.
    const verified = await run('verify', 'out', '--format', 'json');
    expect(JSON.parse(verified.out)).toMatchObject({ files: [{ filter: 'app', passed: 3, failed: 0 }] });
  });

  it('should be an archive where that is asked for, and write over nothing', async () => {
    expect((await run('pack', 'conf/filter.d/app.conf', '-o', 'app.tar.gz')).code).toBe(0);
    const listed = execFileSync('tar', ['-tzf', at('app.tar.gz')], { encoding: 'utf8' });
    expect(listed.split('\n')).toEqual(expect.arrayContaining(['app/install.sh', 'app/filter.d/app.conf']));
    expect((await run('pack', 'conf/filter.d/app.conf', '-o', '.tgz')).code).toBe(0);
    const unnamed = execFileSync('tar', ['-tzf', at('.tgz')], { encoding: 'utf8' });
    expect(unnamed.split('\n')).toContain('fail2ban-app/install.sh');
    expect((await run('pack', 'conf/filter.d/app.conf', '-o', 'app.tar.gz')).code).toBe(2);
  });

  it('should keep samples of all places apart, and verify them where they are packed', async () => {
    const hold = (host: string): string =>
      `# failJSON: {"match": true, "host": "${host}"}\nJul 11 05:40:22 bad from ${host}\n`;
    write(
      'many/filter.d/odd one (x).conf',
      '# fail2ban-lens: log=../far.sample\n[Definition]\nfailregex = ^ bad from <HOST>$\n',
    );
    write('many/far.sample', hold('192.0.2.1'));
    write('many/filter.d/samples/odd one (x)', hold('192.0.2.2'));
    write('many/filter.d/samples/odd one (x).log', `# addFILE: "more"\n${hold('192.0.2.3')}`);
    write('many/filter.d/samples/more', hold('192.0.2.4'));
    write('many/filter.d/testcases/odd one (x)', hold('192.0.2.5'));
    const packed = await run('pack', 'many/filter.d/odd one (x).conf', '-o', 'many-out');
    // fail2ban-regex would take the name for a regex.
    expect(packed).toMatchObject({ code: 0, err: expect.stringContaining('install.sh checks no line') as unknown });
    expect(packed.out).toContain('0 checks');
    const { out } = await run('verify', 'many-out/filter.d/odd one (x).conf', '--format', 'json');
    const lines = ['many-out/filter.d/samples', 'many-out/filter.d/testcases', 'many-out/filter.d/tests/files/logs']
      .flatMap((folder) => readdirSync(at(folder)).map((name) => `${folder}/${name}`))
      .map((file) => readFileSync(at(file), 'utf8'))
      .join('');
    for (let host = 1; host <= 5; host++) expect(lines).toContain(`from 192.0.2.${host}\n`);
    const { files } = JSON.parse(out) as { files: { passed: number; failed: number }[] };
    expect(files.map(({ passed, failed }) => [passed, failed])).toEqual([
      [1, 0],
      [2, 0],
      [1, 0],
      [1, 0],
    ]);
  });

  it('should refuse what it cannot carry', async () => {
    write('conf/filter.d/far.conf', '[INCLUDES]\nbefore = ../elsewhere.conf\n[Definition]\nfailregex = ^ <HOST>$\n');
    write('conf/elsewhere.conf', '[Definition]\n');
    const { code, err } = await run('pack', 'conf/filter.d/far.conf', '-o', 'far');
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('elsewhere.conf') as unknown });
    write('conf/filter.d/broken.conf', '[Definition]\nfailregex = ^bad ( <HOST>$\n');
    expect(await run('pack', 'conf/filter.d/broken.conf', '-o', 'broken')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/broken\.conf: it does not load: failregex: /) as unknown,
    });
    write('conf/filter.d/over.local', '[Definition]\nfailregex = ^bad <HOST>$\n');
    expect(await run('pack', 'conf/filter.d/over.local', '-o', 'over')).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is none beside it') as unknown,
    });
  });
});

const stock = '/etc/fail2ban';
const isInstalled = spawnSync('fail2ban-regex', ['--version']).status === 0 && existsSync(stock);
if (!isInstalled) console.warn('SKIPPED: the script of a pack was not run, fail2ban is not installed here');

describe.skipIf(!isInstalled)('the script of a pack, with the installed fail2ban', () => {
  const target = "on server's $(touch x)";
  const install = (...args: string[]) =>
    spawnSync('sh', [at('carried/install.sh'), '-c', at(target), ...args], { encoding: 'utf8', input: '' });

  it('should put it in place, keep a backup, and take everything back where it does something else', async () => {
    await run('pack', 'conf/filter.d/app.conf', '-o', 'carried');
    cpSync(stock, at(target), { recursive: true });
    rmSync(at(`${target}/jail.d`), { recursive: true });
    write(`${target}/filter.d/app.conf`, '# mine\n');

    // Nobody is there to be asked: the file that differs stays, the checks fail, nothing is left behind.
    const refused = install();
    expect(refused.stdout).toContain('left as it is: filter.d/app.conf');
    expect(refused.status).toBe(1);
    expect(existsSync(at(`${target}/filter.d/app.local`))).toBe(false);
    expect(readFileSync(at(`${target}/filter.d/app.conf`), 'utf8')).toBe('# mine\n');

    const done = install('-y');
    expect(done.stderr + done.stdout).toContain('holds: app[mode="more"], 2 ids');
    expect(done.stdout).toContain('configuration test is successful');
    expect(done.status).toBe(0);
    const backups = readdirSync(at(`${target}/filter.d`)).filter((name) => name.startsWith('app.conf.before-'));
    expect(backups.map((name) => readFileSync(at(`${target}/filter.d/${name}`), 'utf8'))).toEqual(['# mine\n']);
    expect(existsSync('x') || existsSync(at('x'))).toBe(false);

    // A server that does not start without them says nothing of the packed files.
    rmSync(at(`${target}/filter.d/app.local`));
    write(`${target}/jail.d/zz.local`, '[lost]\nenabled = true\nfilter = app\nlogpath = /nowhere/at/all.log\n');
    const local = at(`${target}/filter.d/app.local`);
    const broken = install('-y');
    expect(broken.stderr).toMatch(/fails in .* without the packed files:\n.*lost jail/);
    expect([broken.status, existsSync(local)]).toEqual([1, false]);
    const forced = install('-y', '-f');
    expect(forced.stdout).toContain('In place, as -f asks.');
    expect([forced.status, existsSync(local)]).toEqual([0, true]);

    write('carried/checks/2.ids', '192.0.2.99\n');
    const other = install('-n');
    expect(other.stdout).toContain('DIFFERS: app[mode="more"]');
    expect(other.status).toBe(1);
  }, 60_000);
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../host/memory-file-system.ts';
import type { CliHost } from '../command.ts';
import { main } from '../main.ts';

const good = '[Definition]\nfailregex = ^bad login from <HOST>$\n';
const folder = {
  '/etc/fail2ban/filter.d/good.conf': good,
  '/etc/fail2ban/filter.d/percent.conf': '[Definition]\r\nfailregex = ^é from <HOST>$\r\ndatepattern = %Y-%m-%d\r\n',
  '/etc/fail2ban/filter.d/option.conf': '[Definition]\nfailregex = ^bad login from <HOST>$\nignoreregexp = x\n',
  '/home/me/filter.d/good.conf': good,
};

async function run(
  argv: string[],
  files: Record<string, string> = { ...folder },
): Promise<{ code: number; out: string; err: string; files: Record<string, string> }> {
  const written = { out: '', err: '' };
  const host = {
    files: createMemoryFileSystem(files),
    cwd: '/home/me',
    env: {},
    now: () => 0,
    rulePage: (name: string) => `# ${name}\n`,
    replaceFile: (path: string, text: string) => void (files[path] = text),
    out: (text: string) => void (written.out += text),
    err: (text: string) => void (written.err += text),
    outIsTerminal: false,
    errIsTerminal: false,
  } as unknown as CliHost;
  return { code: await main(['check', ...argv], host), ...written, files };
}

describe('check', () => {
  it('should go on where one path is missing, and say so at the end', async () => {
    const { code, out, err } = await run(['/nowhere', 'filter.d/good.conf', '/etc/fail2ban/filter.d/option.conf']);
    expect(code).toBe(2);
    expect(err).toBe('fail2ban-lens: check: /nowhere: there is no such file or folder\n');
    expect(out).toContain('option.conf:3:1: warning');
  });

  it.each([
    ['vaultwarden-wbe', 'vaultwarden-web'],
    ['vaultwarden', 'vaultwarden-web'],
  ])('should name the filter that is meant by %s', async (named, meant) => {
    const { out } = await run(['/e'], {
      '/e/filter.d/vaultwarden-web.conf': good,
      '/e/jail.conf': `[x]\nenabled = true\nfilter = ${named}\n`,
    });
    expect(out).toContain(`Is '${meant}' meant?`);
  });

  it.each([
    ['true', 'the server does not start'],
    ['false', 'the server would not start if a jail that is switched on used this filter'],
  ])('should tell what a bad regex does where the jail has enabled = %s', async (enabled, effect) => {
    const { out } = await run(['/e/filter.d/bad.conf'], {
      '/e/filter.d/bad.conf': '[Definition]\nfailregex = (<HOST>\n',
      '/e/action.d/a.conf': '[Definition]\nactionban = echo\n',
      '/e/jail.conf': `[x]\nenabled = ${enabled}\nfilter = bad\naction = a\nlogpath = /x\n`,
    });
    expect(out).toContain(`: ${effect}.`);
  });

  it.each([
    ['jail.local', 'bantime = 10m\n[x]\nenabled = true\n', 'missing-section-header'],
    ['jail.d/mine.conf', '[x]\nenabled = true\n[x]\n', 'duplicate-section'],
    ['jail.local', '[x]\nenabled = true\nenabled = true\n', 'duplicate-option'],
    ['jail.local', '[x]\nthis is no option\n', 'unreadable-line'],
  ])('should name the jail file at fault, what it does, and nothing else: %s', async (name, text, rule) => {
    const files = {
      '/e/action.d/a.conf': '[Definition]\nactionban = echo\nnorestored = perhaps\n',
      '/e/jail.conf': '[DEFAULT]\nmaxretry = 5\n',
      '/e/jail.d/defaults-debian.conf': '[sshd]\nenabled = true\n',
      [`/e/${name}`]: text,
    };
    const { code, out } = await run(['/e', '--format', 'json'], files);
    expect(code).toBe(1);
    const [first, ...others] = JSON.parse(out) as { rule: string; file: string; message: string }[];
    expect(first).toMatchObject({ rule, file: `/e/${name}` });
    expect(first!.message).toContain('the server does not start: no jail runs');
    expect(others.map((other) => other.rule)).toEqual(['not-a-boolean']);
    const alone = await run(['/e/jail.conf'], files);
    expect(alone.out).toContain('[broken-include]');
  });

  it('should tell nothing to GitHub but what it found, whatever files are called and hold', async () => {
    const hostile = '/e/filter.d/a%0A,line=1::x\n::error::forged.conf';
    const { out } = await run(['/e', '--format', 'github'], {
      [hostile]: '[Definition]\nfailregex = ^%(a::b%0A,\u2028%%)s <HOST>\nignore::regexp = x\n',
    });
    const lines = out.split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines)
      expect(line).toMatch(
        /^::error file=\/e\/filter\.d\/a%250A%2Cline=1%3A%3Ax%0A%3A%3Aerror%3A%3Aforged\.conf,line=\d+,/,
      );
  });

  it('should name the file that an unknown variable comes from', async () => {
    const { out } = await run(['/e'], {
      '/e/filter.d/common.conf': '[DEFAULT]\n__prefix_line = x\n',
      '/e/filter.d/other.conf': `[INCLUDES]\nbefore = common.conf\n${good}`,
      '/e/filter.d/mine.conf': '[Definition]\nfailregex = %(__prefix_line)s <HOST>\n',
    });
    expect(out).toContain('It comes from common.conf: include it with [INCLUDES] before.');
  });

  it('should say where, what and which rule, with the line, the file with the gravest first', async () => {
    const { code, out } = await run([]);
    expect(code).toBe(1);
    expect(out).toBe(
      [
        "/etc/fail2ban/filter.d/percent.conf:3:15: error: '%' must be followed by '%' or '(', found: '%Y-%m-%d'. A % stands for itself only when it is doubled. [percent-not-doubled]",
        '    datepattern = %Y-%m-%d',
        '                  ^',
        "/etc/fail2ban/filter.d/option.conf:3:1: warning: fail2ban knows no option 'ignoreregexp' and passes over it in silence. Is 'ignoreregex' meant? [misspelt-option]",
        '    ignoreregexp = x',
        '    ^^^^^^^^^^^^',
        '3 files checked: 1 error, 1 warning (1 can be fixed by --fix)',
        '',
      ].join('\n'),
    );
  });

  it('should tell of a stock filter that no jail uses behind all others', async () => {
    const loose = '[Definition]\nfailregex = ^bad from <HOST>$\nignoreregexp = x\n';
    const files = {
      '/etc/fail2ban/filter.d/exim.conf': loose,
      '/etc/fail2ban/filter.d/sshd.conf': loose,
      '/etc/fail2ban/filter.d/zebra.conf': loose,
      '/etc/fail2ban/jail.local': '[sshd]\nenabled = true\nfilter = sshd\naction = note\nlogpath = /var/log/auth.log\n',
      '/etc/fail2ban/action.d/note.conf': '[Definition]\nactionban = true\n',
    };
    const { out } = await run(['--format', 'json'], files);
    expect(JSON.parse(out).map(({ file }: { file: string }) => file.split('/').at(-1))).toEqual([
      'sshd.conf',
      'zebra.conf',
      'exim.conf',
    ]);
  });

  it('should write JSON as the contract has it', async () => {
    const { out } = await run(['/etc/fail2ban/filter.d/percent.conf', '--format', 'json']);
    expect(JSON.parse(out)).toEqual([
      {
        file: '/etc/fail2ban/filter.d/percent.conf',
        rule: 'percent-not-doubled',
        severity: 'error',
        fixable: true,
        help: 'server/src/lint/rules/percent-not-doubled/doc.md',
        range: { start: { line: 2, character: 14 }, end: { line: 2, character: 15 } },
        message:
          "'%' must be followed by '%' or '(', found: '%Y-%m-%d'. A % stands for itself only when it is doubled.",
      },
    ]);
  });

  it('should prove what it finds with a line of the sample', async () => {
    const line = '2026-05-01 10:00:01 app: login failed for bob from 192.0.2.145';
    // Logs are read from the disk.
    const dir = mkdtempSync(join(tmpdir(), 'lens-check-'));
    writeFileSync(`${dir}/app.log`, `${line}\n`);
    const filter = `${dir}/app.conf`;
    const files = { [filter]: '[Definition]\nfailregex = app: login failed.*<HOST>$\n', [`${dir}/app.log`]: '' };
    const json = JSON.parse((await run([filter, '--format', 'json'], files)).out);
    expect(json).toMatchObject([{ rule: 'wrong-address', proof: { log: line, id: '5', meant: '192.0.2.145' } }]);
    const text = await run([filter], files);
    expect(text.out).toContain(`    proof: ${line}\n    fail2ban takes 5, meant is 192.0.2.145\n`);
    const github = await run([filter, '--format', 'github'], files);
    expect(github.out).toContain(`%0Aproof: ${line}%0A`);
  });

  it('should say which --log cannot be read', async () => {
    const { code, err } = await run(['/etc/fail2ban/filter.d/good.conf', '--log', '/nowhere.log']);
    expect([code, err]).toEqual([2, 'fail2ban-lens: check: --log /nowhere.log: there is no such file\n']);
  });

  it('should write annotations for GitHub', async () => {
    expect((await run(['/etc/fail2ban/filter.d/percent.conf', '--format', 'github'])).out).toBe(
      "::error file=/etc/fail2ban/filter.d/percent.conf,line=3,col=15,endLine=3,endColumn=16,title=percent-not-doubled::'%25' must be followed by '%25' or '(', found: '%25Y-%25m-%25d'. A %25 stands for itself only when it is doubled.\n",
    );
  });

  it('should write SARIF', async () => {
    const log = JSON.parse((await run(['/etc/fail2ban/filter.d/percent.conf', '--format', 'sarif'])).out) as {
      version: string;
      runs: {
        results: { ruleId: string; level: string; ruleIndex: number }[];
        tool: { driver: { rules: { id: string }[] } };
      }[];
    };
    const [result] = log.runs[0]!.results;
    expect(log.version).toBe('2.1.0');
    expect(result).toMatchObject({ ruleId: 'percent-not-doubled', level: 'error' });
    expect(log.runs[0]!.tool.driver.rules[result!.ruleIndex]!.id).toBe('percent-not-doubled');
  });

  it('should apply safe fixes only, and keep line ends', async () => {
    const { code, out, files } = await run(['--fix']);
    expect(files['/etc/fail2ban/filter.d/percent.conf']).toBe(
      '[Definition]\r\nfailregex = ^é from <HOST>$\r\ndatepattern = %%Y-%%m-%%d\r\n',
    );
    expect(files['/etc/fail2ban/filter.d/option.conf']).toBe(folder['/etc/fail2ban/filter.d/option.conf']);
    expect(code).toBe(0);
    expect(out).toContain('fixed /etc/fail2ban/filter.d/percent.conf\n');
  });

  it.each([
    ['nothing wrong', ['filter.d'], 0],
    ['a warning', ['/etc/fail2ban/filter.d/option.conf'], 0],
    ['more warnings than allowed', ['/etc/fail2ban/filter.d/option.conf', '--max-warnings', '0'], 1],
    ['an error', ['-c', '/etc/fail2ban'], 1],
    ['no such file', ['nope.conf'], 2],
    ['a wrong format', ['--format', 'xml'], 2],
    ['a wrong number', ['--max-warnings', '-1'], 2],
  ])('should end with its exit code on %s', async (_, argv, code) => {
    const result = await run(argv);
    expect(result.code).toBe(code);
    if (code === 2) expect(result.err).toMatch(/^fail2ban-lens: [^\n]+\n$/);
  });

  it('should name files as they were asked for', async () => {
    const { out } = await run(['./filter.d'], { '/home/me/filter.d/x.conf': '[Definition]\n' });
    expect(out).toMatch(/^\.\/filter\.d\/x\.conf:1:1: warning/);
  });

  it('should print the page of a rule', async () => {
    expect(await run(['--explain', 'forged-address'])).toMatchObject({ code: 0, out: '# forged-address\n', err: '' });
    const unknown = await run(['--explain', 'forged-adress']);
    expect(unknown).toMatchObject({ code: 2, out: '' });
    expect(unknown.err).toContain("there is no such rule; is 'forged-address' meant?");
  });

  it('should say when all is well', async () => {
    expect((await run(['filter.d'])).out).toBe('1 file checked, nothing found\n');
  });
});

import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../host/memory-file-system.ts';
import type { CliHost } from '../command.ts';
import { main } from '../main.ts';

const files = {
  '/etc/fail2ban/filter.d/common.conf': '[DEFAULT]\npre = ^x\n',
  '/etc/fail2ban/filter.d/f.conf':
    '[INCLUDES]\nbefore = common.conf\n[Definition]\nfailregex = %(pre)s <mode> <HOST>$\n            ^y <ADDR>\nmaxlines = 3\ndatepattern = {^LN-BEG}\nmode = plain\njournalmatch = a + b\n               c\n',
  '/etc/fail2ban/filter.d/broken.conf': '[Definition]\nfailregex = %(nope)s\n',
  '/etc/fail2ban/filter.d/empty.conf': '[Definition]\n',
  '/home/me/other/filter.d/percents.conf':
    '[Definition]\nfailregex = ^a%%b%%c %(who)s%%<HOST>\nwho = %%x\njournalmatch = A=b +  C=d\n',
  '/home/me/own/filter.d/g.conf': '[Definition]\nfailregex = ^g <HOST>\nmaxlines = x\n',
};

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const host: CliHost = {
    files: createMemoryFileSystem(files),
    cwd: '/home/me',
    env: {},
    now: () => 0,
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    outIsTerminal: false,
    errIsTerminal: false,
  } as CliHost;
  return { code: await main(['resolve', ...argv], host), ...written };
}

async function json(...argv: string[]): Promise<unknown> {
  return JSON.parse((await run(...argv, '--format', 'json')).out);
}

describe('resolve --format json', () => {
  it('should give a key only where the filter sets it', async () => {
    expect(await json('f[mode=q]', 'empty')).toEqual({
      'f[mode=q]': {
        failregex: ['^x q <HOST>$', '^y <ADDR>'],
        maxlines: 3,
        datepattern: '{^LN-BEG}',
        journalmatch: ['a', '+', 'b', '+', 'c'],
      },
      empty: {},
    });
  });

  it('should resolve every filter of the folder, and not what is only included', async () => {
    const all = (await json()) as Record<string, object>;
    expect(Object.keys(all)).toEqual(['broken', 'empty', 'f']);
    expect(all['broken']).toEqual({
      error: expect.stringContaining(`key 'nope' which is not a valid option name`) as string,
    });
  });

  it('should take the configuration folder from --config or from the path', async () => {
    expect(await json('-c', 'own')).toEqual({ g: { failregex: ['^g <HOST>'] } });
    expect(await json('own/filter.d/g.conf')).toEqual({ 'own/filter.d/g.conf': { failregex: ['^g <HOST>'] } });
  });

  it('should expand tags', async () => {
    const { failregex } = ((await json('f', '--expanded')) as { f: { failregex: string[] } }).f;
    expect(failregex[1]).toContain('(?P<ip4>');
    expect(failregex.join()).not.toContain('<ADDR>');
  });

  it('should say where every piece is written, counted from 1', async () => {
    const { origins } = (
      (await json('f[mode=q]', '--origins')) as Record<string, { origins: Record<string, unknown[]> }>
    )['f[mode=q]']!;
    expect(origins['failregex']![0]).toEqual([
      { text: '^x', file: '/etc/fail2ban/filter.d/common.conf', line: 2, column: 7 },
      { text: ' ', file: '/etc/fail2ban/filter.d/f.conf', line: 4, column: 20 },
      { text: 'q', file: 'command line' },
      { text: ' <HOST>$', file: '/etc/fail2ban/filter.d/f.conf', line: 4, column: 27 },
    ]);
    expect(origins['maxlines']).toEqual([{ text: '3', file: '/etc/fail2ban/filter.d/f.conf', line: 6, column: 12 }]);
  });
});

describe('resolve', () => {
  it('should write a configuration with nothing left to resolve', async () => {
    expect((await run('f')).out).toBe(
      '[f]\nfailregex    = ^x plain <HOST>$\n               ^y <ADDR>\ndatepattern  = {^LN-BEG}\nmaxlines     = 3\njournalmatch = a + b\n               c\n',
    );
  });

  it('should write origins below each value', async () => {
    expect((await run('broken', 'own/filter.d/g.conf', '--origins')).out).toContain(
      'failregex = ^g <HOST>\n            # /home/me/own/filter.d/g.conf:2:13  ^g <HOST>\n',
    );
  });

  it('should keep in one piece what is written in one go, doubled percents and blanks included', async () => {
    const file = '/home/me/other/filter.d/percents.conf';
    expect((await run('other/filter.d/percents.conf', '--origins')).out).toBe(
      [
        '[other/filter.d/percents.conf]',
        'failregex    = ^a%b%c %x%<HOST>',
        `               # ${file}:2:13  ^a%b%c `,
        `               # ${file}:3:7  %x`,
        `               # ${file}:2:29  %<HOST>`,
        'journalmatch = A=b + C=d',
        `               # ${file}:4:16  A=b + C=d`,
        '',
      ].join('\n'),
    );
  });

  it('should say what fail2ban says of a filter that it cannot load, and where', async () => {
    const { code, out } = await run('broken');
    expect(code).toBe(0);
    expect(out).toContain('error: Bad value substitution');
    expect(out).toContain('at /etc/fail2ban/filter.d/broken.conf:2:13');
  });

  it('should write warnings to stderr', async () => {
    expect((await run('own/filter.d/g.conf')).err).toBe(
      `own/filter.d/g.conf: warning: Wrong int value 'x' for 'maxlines'. Using default one: None (/home/me/own/filter.d/g.conf:3:12)\n`,
    );
  });

  it.each([
    [
      'an unknown filter',
      ['nosuch'],
      'resolve: nosuch: no such filter, neither in /etc/fail2ban/filter.d nor as a path',
    ],
    [
      'wrong options',
      ['f[a = 1]'],
      'resolve: f[a = 1]: Wrong filter name or options: expected option, wrong syntax at 0: a = 1',
    ],
    ['a folder that is none', ['-c', 'nowhere'], 'resolve: --config nowhere: there is no such folder'],
    [
      'a folder without filters',
      ['-c', '/home'],
      'resolve: no filter in /home/filter.d: name the configuration folder with --config',
    ],
    ['an unknown format', ['--format', 'xml'], `resolve: --format: 'xml' is none of text, json`],
  ])('should end with 2 and one line for %s', async (_, argv, message) => {
    const { code, err } = await run(...argv);
    expect(code).toBe(2);
    expect(err).toBe(`fail2ban-lens: ${message}\n`);
  });
});

import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { splitActions } from './action.ts';
import { isFailure } from './errors.ts';
import type { Fail2banVersion } from './fail2ban-version.ts';
import { isBroken, isRead, splitWords, type BrokenJail, type Jail } from './jail.ts';
import { readJailFilters, resolveJails, resolveJailsWith } from './jails.ts';
import { isTyped, type OptionValue } from './read-config.ts';
import { createSources } from './sources.ts';
import { MappedText } from '../text/mapped-text.ts';

const folder = {
  'filter.d/f.conf': '[Definition]\nfailregex = ^<who> <HOST> <logtype>\nmaxlines = 2\n[Init]\nwho = user\n',
  'action.d/a.conf': '[Definition]\nactionban = ban <ip> <port> in <name>\n[Init]\nport = ssh\n',
};

function read(files: Record<string, string>, fail2ban: Fail2banVersion = '1.0'): (Jail | BrokenJail)[] {
  const all = Object.fromEntries(Object.entries({ ...folder, ...files }).map(([name, text]) => [`/c/${name}`, text]));
  const read = resolveJails({
    sources: createSources(createMemoryFileSystem(all)),
    configDir: '/c',
    fail2ban,
    force: true,
  });
  if (isFailure(read)) throw new Error(read.error);
  return read.jails.filter((jail): jail is Jail | BrokenJail => isRead(jail) || isBroken(jail));
}

function readOne(jailConf: string): Jail {
  const [jail] = read({ 'jail.conf': jailConf });
  if (!jail || isBroken(jail)) throw new Error(jail ? jail.error : 'no jail');
  return jail;
}

function plain(value: OptionValue | undefined): unknown {
  return value && isTyped(value) ? value.value : value?.text;
}

describe('a jail', () => {
  it('should give its options their types', () => {
    const { options } = readOne(
      '[DEFAULT]\nbackend = polling\n[j]\nenabled = YES\nmaxretry = 5\nfindtime = 10m\nbantime.increment = off\n',
    );
    expect(Object.fromEntries([...options].map(([name, value]) => [name, plain(value)]))).toEqual({
      enabled: true,
      backend: 'polling',
      maxretry: 5,
      findtime: '10m',
      'bantime.increment': false,
      filter: '',
      action: '',
    });
  });

  it("should take what it does not set from its filter, and may name the filter's options", () => {
    const jail = readOne('[j]\nfilter = f[who="a, b"]\nfailregex = %(known/failregex)s more\nbackend = systemd\n');
    expect(jail.effective.failregex.map(({ text }) => text)).toEqual(['^a, b <HOST> journal more']);
    expect(plain(jail.effective.maxlines)).toBe(2);
  });

  it('should know where the filter wrote what the jail repeats', () => {
    const jail = readOne('[j]\nfilter = f\nfailregex = x %(known/failregex)s\n');
    const [regex] = jail.effective.failregex;
    expect(regex!.text).toBe('x ^user <HOST> file');
    expect(regex!.whereToShow({ start: 0, end: 1 })[0]!.file).toBe('/c/jail.conf');
    expect(regex!.whereToShow({ start: 3, end: 7 })[0]!.file).toBe('/c/filter.d/f.conf');
  });

  it('should read its actions with their own parameters', () => {
    const jail = readOne('[j]\nfilter = f\naction = a[port="1,2"]\n  a[name=j-two] s.py[x=1]\n');
    expect(jail.actions.map(({ name, options }) => [name.text, plain(options.get('actionban'))])).toEqual([
      ['a', 'ban <ip> 1,2 in j'],
      ['a-two', 'ban <ip> ssh in j-two'],
      ['s', undefined],
    ]);
  });

  it.each([
    ['/var/log/a', [['/var/log/a', 'head']]],
    ['/var/log/a tail', [['/var/log/a', 'tail']]],
    ['/var/log/my app.log', [['/var/log/my', 'app.log']]],
    [
      '/a\n  /b tail',
      [
        ['/a', 'head'],
        ['/b', 'tail'],
      ],
    ],
  ])('should split the log path %j at its last blank', (logpath, expected) => {
    expect(
      readOne(`[j]\nfilter = f\nlogpath = ${logpath}\n`).logpaths.map(({ path, mode }) => [path.text, mode.text]),
    ).toEqual(expected);
  });

  it.each([
    ['filter = f.conf', "Unable to read the filter 'f.conf'", true, 9],
    ['filter = f\n  g', "Unable to read the filter 'f\\ng'", true, 9],
    [
      'filter = f[who = 1]',
      "Invalid filter definition 'f[who = 1]': expected option, wrong syntax at 0: who = 1",
      true,
      11,
    ],
    ['action = nope', "Unable to read action 'nope'", true, 9],
    ['action = a[port', "Invalid action definition 'a[port': unexpected option syntax", true, 10],
    ['filter = f\ndatepattern = %Y', "'%' must be followed by '%' or '(', found: '%Y'", false, 25],
  ])('should say what fail2ban says of %j', (text, error, skipped, at) => {
    const [jail] = read({ 'jail.conf': `[j]\n${text}\n` });
    expect(jail).toMatchObject({ jail: 'j', error, skipped });
    expect((jail as BrokenJail).place?.span.start).toBe(4 + at);
  });

  it('should warn of numbers that are none', () => {
    const jail = readOne('[j]\nfilter = f\naction = a\nmaxretry = many\n');
    expect(plain(jail.options.get('maxretry'))).toBeUndefined();
    expect(jail.problems.map(({ message }) => message)).toContain(
      "Wrong value for 'maxretry' in 'j'. Using default one: 'None'",
    );
  });
});

it('should read the jails with a filter as it reads all jails', () => {
  const files = {
    '/c/jail.conf': [
      '[INCLUDES]\n[DEFAULT]\naction = a\nfilter = %(__name__)s\n[f]\nlogpath = /f.log\n[other]\nfilter = g\n',
      '[two]\nenabled = true\nfilter = f[mode=x]\nlogpath = %(known/here)s\n[bad]\nfilter = f\nlogpath = %(nothing)s\n[worse]\nfilter = f[\n',
    ].join(''),
    '/c/filter.d/f.conf': '[Definition]\nfailregex = ^x <HOST>\nhere = /x.log\n',
    '/c/filter.d/g.conf': '[Definition]\nfailregex = ^x <HOST>\n',
    '/c/action.d/a.conf': '[Definition]\nactionban = a\n',
  };
  const request = { configDir: '/c', fail2ban: '1.1' } as const;
  const all = resolveJails({ ...request, sources: createSources(createMemoryFileSystem(files)), force: true });
  const again = { ...request, sources: createSources(createMemoryFileSystem(files)) };
  const some = resolveJailsWith(again, readJailFilters(again)!, ['f']);
  expect(some.map(({ name, logpaths }) => [name, logpaths.map(({ path }) => path.text)])).toEqual([
    ['f', ['/f.log']],
    ['two', ['/x.log']],
  ]);
  expect(some).toEqual('jails' in all && all.jails.filter(isRead).filter(({ filter }) => filter?.name.text === 'f'));
});

it.each<[Fail2banVersion, string]>([
  ['1.0', 'six'],
  ['1.1.0', 'six'],
  ['1.1', 'http'],
])('should give an action of %s, for IPv6, the port %s', (fail2ban, port) => {
  const files = {
    'action.d/six.conf': '[Definition]\nactionban = ban <port>\n[Init]\nport = ssh\n[Init?family=inet6]\nport = six\n',
    'jail.conf': '[j]\nfilter = f\naction = six[port=http]\n',
  };
  const [jail] = read(files, fail2ban);
  if (!jail || isBroken(jail)) throw new Error(jail ? jail.error : 'no jail');
  expect(plain(jail.actions[0]!.options.get('port?family=inet6'))).toBe(port);
});

it.each([
  ['a b', ['a', 'b']],
  ['a[x="1 2"] b', ['a[x="1 2"]', 'b']],
  ['a[x=1,\n  y=2]\nb', ['a[x=1,\n  y=2]', 'b']],
  ['a[x = 1]', ['a[x', '=', '1]']],
  ['a[x=1][y=2]', ['a[x=1][y=2]']],
])('should split the actions %j', (text, expected) => {
  expect(splitActions(MappedText.builtin(text, 'test'), '1.0').map((part) => part.text)).toEqual(expected);
});

it('should split words at commas, blanks and line breaks', () => {
  expect(splitWords(MappedText.builtin('127.0.0.1/8, ::1\n\thost', 'test')).map((word) => word.text)).toEqual([
    '127.0.0.1/8',
    '::1',
    'host',
  ]);
});

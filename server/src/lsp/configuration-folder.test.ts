import { describe, expect, it } from 'vitest';
import { isUnresolved, resolveFilter } from '../config/resolve-filter.ts';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { builtinConfiguration } from './builtin-configuration.ts';
import { configurationFolderOf, createFallbackFiles } from './configuration-folder.ts';

const files = createMemoryFileSystem({
  '/etc/fail2ban/jail.conf': '',
  '/etc/fail2ban/filter.d/sshd.conf': '[Definition]\n',
  '/etc/fail2ban/filter.d/sshd.local': 'other',
  '/etc/fail2ban/filter.d/common.conf': 'installed',
  '/etc/fail2ban/filter.d/common.local': 'installed local',
  '/home/a/filters/mine.conf': 'mine',
  '/home/a/filters/sshd.conf': 'my sshd',
});

describe('configurationFolderOf', () => {
  it.each([
    ['/etc/fail2ban/filter.d/sshd.conf', '/etc/fail2ban'],
    ['/etc/fail2ban/filter.d/sshd.d/x.conf', '/etc/fail2ban'],
    ['/etc/fail2ban/jail.conf', '/etc/fail2ban'],
    ['/etc/fail2ban/jail.d/x.conf', '/etc/fail2ban'],
    ['/elsewhere/action.d/x.conf', '/elsewhere'],
    ['/home/a/filters/mine.conf', null],
    ['/@untitled/Untitled-1', null],
  ])('should find the folder of %s', (path, folder) => expect(configurationFolderOf(path, files)).toBe(folder));
});

describe('createFallbackFiles', () => {
  const lent = createFallbackFiles(files, () => ['/etc/fail2ban'], builtinConfiguration);
  const text = (path: string): string | undefined =>
    lent.readFile(path) && Buffer.from(lent.readFile(path)!).toString();

  it('should lend what a folder does not hold, and say where it lies', () => {
    expect(text('/home/a/filters/common.conf')).toBe('installed');
    expect(lent.locate('/home/a/filters/common.conf')).toBe('/etc/fail2ban/filter.d/common.conf');
    expect(lent.locate('/home/a/filters/mine.conf')).toBe('/home/a/filters/mine.conf');
  });

  it("should lend a .local beside a lent file, but never lay it over the user's own", () => {
    expect(lent.isFile('/home/a/filters/common.local')).toBe(true);
    expect(lent.isFile('/home/a/filters/sshd.local')).toBe(false);
  });

  it('should lend our own text last, which lies nowhere', () => {
    const alone = createFallbackFiles(
      createMemoryFileSystem({ '/w/x.conf': '' }),
      () => ['/etc/fail2ban'],
      builtinConfiguration,
    );
    expect(alone.isFile('/w/common.conf')).toBe(true);
    expect(alone.locate('/w/common.conf')).toBeNull();
    expect(alone.isFile('/w/unknown.conf')).toBe(false);
  });
});

describe('the built-in minimum', () => {
  const resolve = (logtype: string) =>
    resolveFilter({
      files: createFallbackFiles(
        createMemoryFileSystem({
          '/w/x.conf': `[INCLUDES]\nbefore = common.conf\n[Definition]\n_daemon = dm\nlogtype = ${logtype}\nfailregex = ^%(__prefix_line)sfail <HOST>$\n`,
        }),
        () => [],
        builtinConfiguration,
      ),
      target: { kind: 'file', path: '/w/x.conf' },
      fail2ban: '1.1',
      via: 'fail2ban-regex',
    });

  it.each([
    ['file', ' host dm[12]: fail 1.2.3.4'],
    ['file', 'fail 1.2.3.4'],
    ['journal', 'host dm[12]: fail 1.2.3.4'],
    ['rfc5424', ' host dm 12 - - fail 1.2.3.4'],
  ])('should know the prefix of a line of logtype %s', (logtype, line) => {
    const filter = resolve(logtype);
    if (isUnresolved(filter)) throw new Error(filter.error);
    expect(new RegExp(filter.failregex[0]!.text.replace('<HOST>', '[\\d.]+')).test(line)).toBe(true);
  });
});

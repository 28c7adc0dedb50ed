import { describe, expect, it } from 'vitest';
import { corePath, diskPath, pathOfUri, uriOfPath } from './uri.ts';

describe('pathOfUri and uriOfPath', () => {
  it.each([
    ['file:///etc/fail2ban/filter.d/sshd.conf', '/etc/fail2ban/filter.d/sshd.conf'],
    ['file:///c%3A/fail2ban/jail.conf', '/c:/fail2ban/jail.conf'],
    ['file:///home/a%20b/%C3%A9%23%25.conf', '/home/a b/é#%.conf'],
    ['file://server/share/x.conf', '//server/share/x.conf'],
    ['vscode-vfs://github/a/b/filter.d/x.conf', '/@vscode-vfs/+github/a/b/filter.d/x.conf'],
    ['untitled:Untitled-1', '/@untitled/Untitled-1'],
    ['untitled:/home/a/x.conf', '/@untitled//home/a/x.conf'],
  ])('should read and write %s', (uri, path) => {
    expect(pathOfUri(uri)).toBe(path);
    expect(uriOfPath(path)).toBe(uri);
  });

  it.each([
    ['file:///C:/x.conf', '/c:/x.conf'],
    ['FILE:///etc/a', '/etc/a'],
    ['file:///a/100%/b%2', '/a/100%/b%2'],
    ['no uri at all', 'no uri at all'],
  ])('should read %s', (uri, path) => expect(pathOfUri(uri)).toBe(path));
});

describe('diskPath and corePath', () => {
  it.each([
    ['/etc/fail2ban', '/etc/fail2ban'],
    ['/c:/fail2ban', 'c:/fail2ban'],
    ['/@untitled/Untitled-1', undefined],
  ])('should give the disk form of %s', (path, disk) => expect(diskPath(path)).toBe(disk));

  it.each([
    ['C:\\fail2ban\\filter.d', '/c:/fail2ban/filter.d'],
    ['/etc/fail2ban', '/etc/fail2ban'],
    ['logs/a.log', 'logs/a.log'],
  ])('should take in %s', (written, path) => expect(corePath(written)).toBe(path));
});

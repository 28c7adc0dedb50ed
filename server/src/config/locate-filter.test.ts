import { expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { isFailure } from './errors.ts';
import { filterNames, locateFilter } from './locate-filter.ts';

const files = createMemoryFileSystem({
  '/etc/fail2ban/filter.d/sshd.conf': '',
  '/etc/fail2ban/filter.d/own.local': '',
  '/etc/fail2ban/filter.d/abc.conf': '',
  '/etc/fail2ban/filter.d/over.d/x.conf': '',
  '/etc/fail2ban/filter.d/.hidden': '',
  '/etc/fail2ban/filter.d/readme.txt': '',
  '/home/me/filter.d/mine.conf': '',
  '/home/me/loose.conf': '',
});

function locate(argument: string, configDir?: string): unknown {
  const located = locateFilter({ files, argument, configDir, cwd: '/home/me', fail2ban: '1.1' });
  if (!located || isFailure(located)) return located?.error;
  const { target, options } = located;
  return [
    target.kind === 'name' ? `${target.configDir} ${target.name}` : target.path,
    ...[...options].map(([key, value]) => `${key}=${value.text}`),
  ];
}

it.each([
  ['sshd', ['/etc/fail2ban sshd']],
  ['sshd.conf', ['/etc/fail2ban sshd']],
  ['own', ['/etc/fail2ban own']],
  ['sshd[mode=aggressive, a="b c"]', ['/etc/fail2ban sshd', 'mode=aggressive', 'a=b c']],
  ['/etc/fail2ban/filter.d/sshd.conf', ['/etc/fail2ban sshd']],
  ['filter.d/mine.conf', ['/home/me mine']],
  ['filter.d/mine[x=1]', ['/home/me mine', 'x=1']],
  ['./loose.conf', ['/home/me/loose.conf']],
  ['../me/loose.conf', ['/home/me/loose.conf']],
  // One of the last six characters is a dot, so no extension is tried.
  ['filter.d/abc', undefined],
  ['nosuch', undefined],
  ['^foo <HOST>$', undefined],
  ['sshd [mode=x]', undefined],
  ['sshd[mode = x]', 'Wrong filter name or options: expected option, wrong syntax at 0: mode = x'],
])('should understand %j', (argument, expected) => {
  expect(locate(argument)).toEqual(expected);
});

it('should look into the configuration folder that is given', () => {
  expect(locate('mine', '/home/me')).toEqual(['/home/me mine']);
  expect(locate('mine', '/home/me/filter.d')).toEqual(['/home/me mine']);
  expect(locate('filter.d/sshd.conf', '/etc/fail2ban')).toEqual(['/etc/fail2ban sshd']);
});

it('should list filters, also those that only an overlay makes', () => {
  expect(filterNames(files, '/etc/fail2ban')).toEqual(['abc', 'over', 'own', 'sshd']);
});

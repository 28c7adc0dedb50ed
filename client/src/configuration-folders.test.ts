import { expect, it } from 'vitest';
import { configurationFolders } from './configuration-folders.ts';

it.each([
  { path: '/etc/fail2ban', first: '/etc/fail2ban', also: '/etc/fail2ban/fail2ban' },
  { path: '/etc/fail2ban/filter.d/', first: '/etc/fail2ban/filter.d', also: '/etc/fail2ban' },
  { path: '/mnt/server', first: '/mnt/server', also: '/mnt/server/etc/fail2ban' },
  { path: '/', first: '/', also: '/etc/fail2ban' },
])('should look for the configuration that $path means', ({ path, first, also }) => {
  const found = configurationFolders(path);
  expect(found[0]).toBe(first);
  expect(found).toContain(also);
});

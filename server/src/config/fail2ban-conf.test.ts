import { expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import type { Fail2banVersion } from './fail2ban-version.ts';
import { resolveMainConfig } from './fail2ban-conf.ts';
import { isTyped } from './read-config.ts';
import { createSources } from './sources.ts';

function read(text: string, local?: string, fail2ban: Fail2banVersion = '1.0'): ReturnType<typeof resolveMainConfig> {
  const files = { '/c/fail2ban.conf': text, ...(local === undefined ? {} : { '/c/fail2ban.local': local }) };
  return resolveMainConfig(createSources(createMemoryFileSystem(files)), '/c', fail2ban);
}

it('should read fail2ban.conf under its overlay', () => {
  const config = read(
    '[Definition]\nloglevel = INFO\ndbmaxmatches = 10\n[Thread]\nstacksize = 32\n',
    '[Definition]\nloglevel = Debug\n',
  );
  if ('error' in config) throw new Error(config.error);
  const plain = (map: typeof config.options) =>
    [...map].map(([name, value]) => [name, value && isTyped(value) ? value.value : value?.text]);
  expect(plain(config.options)).toEqual([
    ['loglevel', 'Debug'],
    ['logtarget', 'STDERR'],
    ['syslogsocket', 'auto'],
    ['allowipv6', 'auto'],
    ['dbfile', '/var/lib/fail2ban/fail2ban.sqlite3'],
    ['dbmaxmatches', 10],
    ['dbpurgeage', '1d'],
  ]);
  expect(plain(config.thread!)).toEqual([['stacksize', 32]]);
});

it('should warn of options that are not set only in 1.0', () => {
  const said = (fail2ban: Fail2banVersion) => read('[Definition]\n', undefined, fail2ban).problems.length;
  expect([said('1.0') > 0, said('1.1.0'), said('1.1')]).toEqual([true, 0, 0]);
});

it.each([
  ['[Definition]\nloglevel = LOUD\n', "Invalid log level 'LOUD'"],
  [
    '[Definition]\nloglevel = %(x)s\n',
    "Bad value substitution: option 'loglevel' in section 'Definition' contains an interpolation key 'x' which is not a valid option name. Raw value: '%(x)s'",
  ],
])('should say what fail2ban says of %j', (text, error) => {
  expect(read(text)).toMatchObject({ error });
});

import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { cacheFolder } from './cache-folder.ts';

const own = process.cwd();

it.each([
  ['the one that is named', { XDG_CACHE_HOME: own, HOME: tmpdir() }, 'linux', `${own}/fail2ban-lens`],
  ["the user's", { HOME: own }, 'linux', `${own}/.cache/fail2ban-lens`],
  ["the user's, as macOS has it", { HOME: own }, 'darwin', `${own}/Library/Caches/fail2ban-lens`],
  [
    "the user's in place of a relative one",
    { XDG_CACHE_HOME: 'here', HOME: own },
    'linux',
    `${own}/.cache/fail2ban-lens`,
  ],
  ['none without a home', {}, 'linux', undefined],
  ['none where the home is not there', { HOME: '/there/is/none' }, 'linux', undefined],
] as const)('should be %s', (_, env, platform, folder) => {
  expect(cacheFolder(env, platform)).toBe(folder);
});

it.runIf(process.getuid)('should be none in the folder of another user', () => {
  const { getuid } = process;
  process.getuid = () => getuid!() + 1;
  expect(cacheFolder({ HOME: own }, 'linux')).toBeUndefined();
  process.getuid = getuid!;
});

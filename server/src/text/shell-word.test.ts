import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWord } from './shell-word.ts';

describe('shellWord', () => {
  it.each([
    ['app', 'app'],
    ['/etc/fail2ban/filter.d/my_app-1.2.conf', '/etc/fail2ban/filter.d/my_app-1.2.conf'],
    ['', "''"],
    ['my app', "'my app'"],
    ["it's", String.raw`'it'\''s'`],
    ['$(id) `id` "x" \\', '\'$(id) `id` "x" \\\''],
    ['ü', "'ü'"],
    ['a\nb', "'a\nb'"],
  ])('should write %j', (text, word) => {
    expect(shellWord(text)).toBe(word);
    if (process.platform !== 'win32')
      expect(spawnSync('sh', ['-c', `printf %s ${word}`], { encoding: 'utf8' }).stdout).toBe(text);
  });
});

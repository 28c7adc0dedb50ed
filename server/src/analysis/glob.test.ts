import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { findFiles, foldersIn, matchesName, matchesPath } from './glob.ts';

describe('matchesName', () => {
  it.each([
    ['named.log', 'named.log', true],
    ['named.log', 'named*', true],
    ['named.log', 'n?med.log', true],
    ['named.log', 'named_log', false],
    ['auth.log.1', 'auth.log.[0-9]', true],
    ['auth.log.x', 'auth.log.[!0-9]', true],
    ['a]b', 'a[]]b', true],
    ['a+b(c)', 'a+b(c)', true],
    ['ab', 'a[z-a]b', false],
    ['a[b', 'a[b', true],
    ['b', '[z-ab]', true],
    ['y', '[!z-a]', true],
    ['[]', '[]', true],
    ['[!]', '[!]', true],
    ['!', '[!]', false],
    ['^', '[^a]', true],
    ['-', '[a-]', true],
    ['a-b', 'a[--.]b', true],
    ['a\\d', 'a[\\]d', true],
    ['ab', '{ab,c}', false],
    ['a😀', 'a?', true],
    ['a\n', 'a?', true],
  ])('should compare %s with %s', (name, pattern, fits) => expect(matchesName(name, pattern)).toBe(fits));
});

it.each([
  ['/var/log/a.log', '/var/log/a.log', true],
  ['/var/log/a.log', '/var/log/*.log', true],
  ['/var/log/a.log', '/var/*.log', false],
  ['/var/log/x/a.log', '/var/log/**/a.log', true],
  ['/var/log/x/y/a.log', '/var/log/**/a.log', false],
  ['/var/log/.a.log', '/var/log/*.log', false],
])('should tell whether the file %s is named by %s', (path, pattern, fits) =>
  expect(matchesPath(path, pattern)).toBe(fits),
);

describe('findFiles', () => {
  const files = createMemoryFileSystem(
    Object.fromEntries(
      ['/var/log/a.log', '/var/log/b.log', '/var/log/.c.log', '/var/log/x/a.log', '/var/log/x/y/a.log'].map((path) => [
        path,
        '',
      ]),
    ),
  );
  it.each([
    ['/var/log/a.log', ['/var/log/a.log']],
    ['/var/log/z.log', []],
    ['/var/log', []],
    ['/var/log/*.log', ['/var/log/a.log', '/var/log/b.log']],
    ['/var/*/a.log', ['/var/log/a.log']],
    ['/var/log/*/a.log', ['/var/log/x/a.log']],
    ['/var/log/**/a.log', ['/var/log/x/a.log']],
    ['/var/log/.*.log', ['/var/log/.c.log']],
  ])('should find %s', (pattern, found) => expect(findFiles(files, pattern)).toEqual(found));

  it('should go through all folders below one', () => {
    expect(foldersIn(files, '/var/log', 9)).toEqual(['/var/log', '/var/log/x', '/var/log/x/y']);
    expect(foldersIn(files, '/var/log', 2)).toHaveLength(2);
  });
});

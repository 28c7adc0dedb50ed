import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { findFiles, matchesName } from './glob.ts';

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
  ])('should compare %s with %s', (name, pattern, fits) => expect(matchesName(name, pattern)).toBe(fits));
});

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
    ['/var/**/a.log', ['/var/log/a.log', '/var/log/x/a.log', '/var/log/x/y/a.log']],
    ['/var/log/.*.log', ['/var/log/.c.log']],
  ])('should find %s', (pattern, found) => expect(findFiles(files, pattern)).toEqual(found));
});

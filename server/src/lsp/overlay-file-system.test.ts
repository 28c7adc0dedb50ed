import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { createDiskFileSystem, createOverlayFileSystem, normalize } from './overlay-file-system.ts';

describe('normalize', () => {
  it.each([
    ['/a/b/../c.conf', '/a/c.conf'],
    ['/a/./b//c', '/a/b/c'],
    ['/../a', '/a'],
    ['//server/share/../x', '//server/x'],
    ['/a/..b/c', '/a/..b/c'],
    ['/a/b', '/a/b'],
  ])('should turn %s into %s', (path, expected) => expect(normalize(path)).toBe(expected));
});

describe('createOverlayFileSystem', () => {
  const open = new Map(
    [
      ['/f/a.conf', 'unsaved'],
      ['/f/new.conf', 'only open'],
    ].map(([path, text]) => [path!, new TextEncoder().encode(text)]),
  );
  const files = createOverlayFileSystem(
    { bytesOf: (path) => open.get(path), paths: () => open.keys() },
    createMemoryFileSystem({ '/f/a.conf': 'saved', '/f/b.conf': 'b' }),
  );
  const read = (path: string): string => Buffer.from(files.readFile(path) ?? '').toString();

  it('should read what is open before what is saved, however the path is written', () => {
    expect([read('/f/a.conf'), read('/f/x/../a.conf'), read('/f/b.conf'), read('/f/c.conf')]).toEqual([
      'unsaved',
      'unsaved',
      'b',
      '',
    ]);
  });

  it('should list open documents among the files of their folder', () => {
    expect(files.readDirectory('/f').sort()).toEqual(['a.conf', 'b.conf', 'new.conf']);
    expect(files.isFile('/f/new.conf')).toBe(true);
    expect(files.isDirectory('/f')).toBe(true);
  });
});

describe('createDiskFileSystem', () => {
  it('should ask a Windows disk for its own form, and nothing for what is on no disk', () => {
    const disk = createDiskFileSystem(createMemoryFileSystem({ 'c:/x.conf': 'x' }));
    expect(disk.isFile('/c:/x.conf')).toBe(true);
    expect(disk.isFile('/@untitled/x.conf')).toBe(false);
  });
});

import { expect, it } from 'vitest';
import { folderOf, joinPath, nameOf, normalizePath, withoutExtension } from './paths.ts';

it.each([
  ['/a', 'b', '/a/b'],
  ['/a/', 'b', '/a/b'],
  ['/a', '/b', '/b'],
  ['', 'b', 'b'],
  ['/a', '', '/a/'],
])('should join %j and %j', (folder, name, expected) => {
  expect(joinPath(folder, name)).toBe(expected);
});

it.each([
  ['/a/b.conf', '/a', 'b.conf', '/a/b'],
  ['/a.d/b', '/a.d', 'b', '/a.d/b'],
  ['/b', '/', 'b', '/b'],
  ['b.x.y', '', 'b.x.y', 'b.x'],
  ['/a//b', '/a', 'b', '/a//b'],
  ['/a/.local', '/a', '.local', '/a/.local'],
  ['/a/..x', '/a', '..x', '/a/..x'],
  ['/a/', '/a', '', '/a/'],
])('should take %j apart', (path, folder, name, stem) => {
  expect([folderOf(path), nameOf(path), withoutExtension(path)]).toEqual([folder, name, stem]);
});

it('should normalise', () => {
  expect(normalizePath('/a/./b/../c//d/')).toBe('/a/c/d');
  expect(normalizePath('/../..')).toBe('/');
});

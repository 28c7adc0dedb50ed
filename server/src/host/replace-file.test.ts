import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replaceFile } from './replace-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lens-replace-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('should put new content in place, with the old mode and no rest', () => {
  const path = join(folder, 'a.conf');
  writeFileSync(path, 'old');
  chmodSync(path, 0o640);
  replaceFile(path, 'é\r\n');
  expect(readFileSync(path, 'utf8')).toBe('é\r\n');
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(['a.conf']);
});

it('should write through a symbolic link', () => {
  writeFileSync(join(folder, 'a.conf'), 'old');
  symlinkSync('a.conf', join(folder, 'b.conf'));
  replaceFile(join(folder, 'b.conf'), 'new');
  expect(lstatSync(join(folder, 'b.conf')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'a.conf'), 'utf8')).toBe('new');
});

it('should throw where there is no such file', () => {
  expect(() => replaceFile(join(folder, 'none'), 'x')).toThrow();
});

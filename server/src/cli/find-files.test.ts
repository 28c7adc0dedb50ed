import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../host/node-file-system.ts';
import { replaceFile } from '../host/replace-file.ts';
import { findFiles } from './find-files.ts';
import { main } from './main.ts';
import type { Pace } from './pace.ts';

let folder: string;
/** What a safe fix changes. */
const fixable = '[Definition]\nfailregex = ^a from <HOST>$\ndatepattern = %Y-%m-%d\n';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'find-files-')));
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('loops/deep/x.conf', '[Definition]\nfailregex = ^a <HOST>$\n');
  for (const name of ['a', 'b', 'deep/c']) symlinkSync(join(folder, 'loops'), join(folder, 'loops', name));
  write('many/1/x.conf', '');
  write('many/2/x.conf', '');
  write('many/3/x.conf', '');
  for (const name of ['x', 'y']) mkdirSync(join(folder, 'made-up', name), { recursive: true });
  symlinkSync('/proc/self', join(folder, 'made-up/x/process'));
  symlinkSync('/proc/self/environ', join(folder, 'made-up/y/environ.conf'));
  write('outside/secret.conf', fixable);
  write('outside/folder/filter.d/f.conf', fixable);
  write('inside/filter.d/own.conf', fixable);
  symlinkSync('own.conf', join(folder, 'inside/filter.d/link.conf'));
  symlinkSync('../../outside/secret.conf', join(folder, 'inside/filter.d/evil.conf'));
  symlinkSync('../../outside/folder/filter.d', join(folder, 'inside/filter.d/sub'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const pace: Pace = { show: () => {}, turn: async () => {}, isInterrupted: false };

async function check(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await main(['check', ...args], {
    files: nodeFileSystem,
    replaceFile,
    cwd: folder,
    env: {},
    now: () => 0,
    async *stdin() {},
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
  });
  return { code, out, err };
}

describe.skipIf(process.platform !== 'linux')('the files of a folder', () => {
  const below = async (name: string, most?: number, how = pace) =>
    findFiles(nodeFileSystem, join(folder, name), how, most);

  it('should be found once where links form loops', async () => {
    const { files, leftOut, isWhole } = await below('loops');
    expect(files.filter((file) => file.endsWith('deep/x.conf'))).toHaveLength(1);
    expect([leftOut.join(), isWhole]).toEqual(['', true]);
  });

  it('should be those of the same file system, and no files that the kernel makes up', async () => {
    const { files, leftOut } = await below('made-up');
    expect(files).toEqual([]);
    expect(leftOut).toEqual([
      expect.stringMatching(/on another file system: \S+x\/process, \S+y\/environ\.conf; name it/),
    ]);
  });

  it('should be so many at most, and the rest be named', async () => {
    const { files, leftOut, isWhole } = await below('many', 4);
    expect(files).toEqual([join(folder, 'many/1/x.conf'), join(folder, 'many/2/x.conf')]);
    expect([leftOut, isWhole]).toEqual([
      [`only the first 4 names were looked at: ${join(folder, 'many/3')} and all behind it is left out`],
      false,
    ]);
  });

  it('should be those that were found when Ctrl+C came', async () => {
    const { files, isWhole } = await below('many', undefined, { ...pace, isInterrupted: true });
    expect([files, isWhole]).toEqual([[], false]);
  });
});

describe.skipIf(process.platform === 'win32')('check --fix', () => {
  it('should never write through a link out of the folder that was given, and say so', async () => {
    const { err, out, code } = await check('--fix', 'inside');
    for (const path of ['outside/secret.conf', 'outside/folder/filter.d/f.conf'])
      expect(readFileSync(join(folder, path), 'utf8')).toBe(fixable);
    expect(readFileSync(join(folder, 'inside/filter.d/own.conf'), 'utf8')).not.toBe(fixable);
    expect(readlinkSync(join(folder, 'inside/filter.d/link.conf'))).toBe('own.conf');
    expect(err).toContain(
      `inside/filter.d/evil.conf: not fixed: it lies at ${folder}/outside/secret.conf, outside of what was given`,
    );
    expect(out).not.toContain('fixed inside/filter.d/evil.conf');
    expect(code).toBe(2);
  });

  it('should not write through a link that is given by its own name', async () => {
    const { err } = await check('--fix', 'inside/filter.d/evil.conf');
    expect(err).toContain('not fixed: it lies at');
    expect(readFileSync(join(folder, 'outside/secret.conf'), 'utf8')).toBe(fixable);
  });
});

import { mkdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandFolder } from '../../testing/command-folder.ts';
import { nodeFileSystem } from '../host/node-file-system.ts';
import { findFiles } from './find-files.ts';
import type { Pace } from './pace.ts';

const { at, write, run } = commandFolder('find-files');
/** What a safe fix changes. */
const fixable = '[Definition]\nfailregex = ^a from <HOST>$\ndatepattern = %Y-%m-%d\n';
beforeAll(() => {
  write('loops/deep/x.conf', '[Definition]\nfailregex = ^a <HOST>$\n');
  for (const name of ['a', 'b', 'deep/c']) symlinkSync(at('loops'), at('loops', name));
  write('many/1/x.conf', '');
  write('many/2/x.conf', '');
  write('many/3/x.conf', '');
  for (const name of ['x', 'y']) mkdirSync(at('made-up', name), { recursive: true });
  symlinkSync('/proc/self', at('made-up/x/process'));
  symlinkSync('/proc/self/environ', at('made-up/y/environ.conf'));
  write('outside/secret.conf', fixable);
  write('outside/folder/filter.d/f.conf', fixable);
  write('inside/filter.d/own.conf', fixable);
  symlinkSync('own.conf', at('inside/filter.d/link.conf'));
  symlinkSync('../../outside/secret.conf', at('inside/filter.d/evil.conf'));
  symlinkSync('../../outside/folder/filter.d', at('inside/filter.d/sub'));
});

const pace: Pace = { show: () => {}, turn: async () => {}, isInterrupted: false };

const check = (...args: string[]) => run('check', ...args);

describe.skipIf(process.platform !== 'linux')('the files of a folder', () => {
  const below = async (name: string, most?: number, how = pace) =>
    findFiles(nodeFileSystem, at(name), how, most === undefined ? {} : { most });

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
    expect(files).toEqual([at('many/1/x.conf'), at('many/2/x.conf')]);
    expect([leftOut, isWhole]).toEqual([
      [`only the first 4 names were looked at: ${at('many/3')} and all behind it is left out`],
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
      expect(readFileSync(at(path), 'utf8')).toBe(fixable);
    expect(readFileSync(at('inside/filter.d/own.conf'), 'utf8')).not.toBe(fixable);
    expect(readlinkSync(at('inside/filter.d/link.conf'))).toBe('own.conf');
    expect(err).toContain(
      `inside/filter.d/evil.conf: not fixed: it lies at ${at('outside/secret.conf')}, outside of what was given`,
    );
    expect(out).not.toContain('fixed inside/filter.d/evil.conf');
    expect(code).toBe(2);
  });

  it('should not write through a link that is given by its own name', async () => {
    const { err } = await check('--fix', 'inside/filter.d/evil.conf');
    expect(err).toContain('not fixed: it lies at');
    expect(readFileSync(at('outside/secret.conf'), 'utf8')).toBe(fixable);
  });
});

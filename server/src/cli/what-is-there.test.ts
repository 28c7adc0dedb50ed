import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../host/node-file-system.ts';
import { main } from './main.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'not-a-file-'));
  mkdirSync(join(folder, 'folder'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  symlinkSync('loop', join(folder, 'loop'));
  symlinkSync('nowhere', join(folder, 'broken'));
  symlinkSync('a 1.2.3.4', join(folder, 'link'));
  writeFileSync(join(folder, 'a 1.2.3.4'), 'x\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await main(args, {
    files: nodeFileSystem,
    cwd: folder,
    env: { TZ: 'UTC' },
    now: () => 0,
    async *stdin() {},
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
  });
  return { code, out, err };
}

describe.skipIf(process.platform === 'win32')('what is no file', () => {
  it.each([
    ['/dev/zero', 'it is a device, not a file'],
    ['/dev/null', 'it is a device, not a file'],
    ['pipe', 'it is a pipe, not a file'],
    ['loop', 'it is a link that leads back to itself'],
    ['./broken', 'it is a link to nowhere, which does not exist'],
    ['folder', 'it is a folder, not a file'],
  ])('should be named where a log is meant: %s', async (name, what) => {
    const { code, out, err } = await run('test', name, 'a <HOST>');
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(`fail2ban-lens: test: ${name}: ${what}`)]);
  });

  it.each([
    [['test', 'x', './pipe'], './pipe: it is a pipe, not a file'],
    [['test', 'x', '/dev/null'], '/dev/null: it is a device, not a file'],
    [['resolve', './loop'], './loop: it is a link that leads back to itself'],
    [['check', 'loop', '/dev/zero'], 'loop: it is a link that leads back to itself'],
    [['check', 'loop', '/dev/zero'], '/dev/zero: it is a device, not a file'],
    [['test', 'x', 'y', '-c', 'link'], '--config link: it is a file, not a folder'],
  ])('should be named where a filter or a folder is meant: %j', async (args, what) => {
    const { code, err } = await run(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(what)]);
  });

  it('should read a file whose name could be a log line, and say so', async () => {
    const { code, err, out } = await run('test', 'a 1.2.3.4', 'a <HOST>');
    expect([code, err]).toEqual([
      0,
      expect.stringContaining("'a 1.2.3.4' is the name of a file here: the file is read"),
    ]);
    expect(out).toContain('Lines: 1 lines, 0 ignored, 0 matched, 1 missed');
    expect((await run('test', './a 1.2.3.4', 'a <HOST>')).err).toBe('');
    expect((await run('test', 'link', 'a <HOST>')).err).toBe('');
  });
});

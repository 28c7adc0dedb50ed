import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandFolder } from '../../testing/command-folder.ts';

const { at, write, run } = commandFolder('not-a-file');
beforeAll(() => {
  mkdirSync(at('folder'));
  execFileSync('mkfifo', [at('pipe')]);
  symlinkSync('loop', at('loop'));
  symlinkSync('nowhere', at('broken'));
  symlinkSync('a 1.2.3.4', at('link'));
  write('a 1.2.3.4', 'x\n');
});

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

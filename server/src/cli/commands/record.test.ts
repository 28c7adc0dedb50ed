import { expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { commandFolder } from '../../../testing/command-folder.ts';

const { at, write, run } = commandFolder('record command', { now: Date.now });

it('should write a sample that verify lets hold, add to it, and never write over a file', async () => {
  write('filter.d/x.conf', '[Definition]\nfailregex = ^ (?:bad|wrong) from <HOST>$\n');
  const log = ['bad from 10.0.0.1', 'bad from 10.0.0.2', 'wrong from 10.0.0.2', 'bad news'];
  write('a.log', log.map((text) => `2025-07-11 05:40:22 ${text}\n`).join(''));
  const sample = 'filter.d/samples/x';
  const record = (...args: string[]) => run('record', 'a.log', 'filter.d/x.conf', ...args);

  const some = await record('--lines', '1-2', '-o', sample);
  expect(some).toMatchObject({ code: 0, out: '' });
  expect(some.err).toContain('1 line of 2 recorded in filter.d/samples/x: 1 is to match, 0 not.');
  expect(some.err).toContain('branch wrong of failregex 1');
  expect((await record('-o', sample)).code).toBe(2);

  const more = await record('--add', sample, '--format', 'json');
  expect(JSON.parse(more.out)).toMatchObject({ lines: [{ line: 3 }, { line: 4 }], uncovered: [], file: sample });
  expect(readFileSync(at(sample), 'utf8')).not.toContain('10.0.0');
  const verified = await run('verify', 'filter.d', '--format', 'json');
  expect(JSON.parse(verified.out)).toMatchObject({ files: [{ passed: 3, failed: 0 }], coverage: { percent: 100 } });
});

it('should say that the budget was over before the log was', async () => {
  write('filter.d/slow.conf', '[Definition]\nfailregex = ^ ((?:a+)+)c?\\1z from <HOST>$\n');
  write('slow.log', `2025-07-11 05:40:22 ${'a'.repeat(40)}! z from 10.0.0.1\n`.repeat(3));
  const limits = ['--regex-timeout', '0.05', '--overrun-budget', '0.05'];
  const { code, err } = await run('record', 'slow.log', 'filter.d/slow.conf', ...limits);
  expect([code, err]).toEqual([3, expect.stringContaining('(--overrun-budget)')]);
});

it.each([
  ['no filter', ['x.log', 'nothing-such'], 'there is no such filter'],
  ['wrong lines', ['x.log', 'x', '--lines', '7-3'], '--lines 7-3: give numbers of lines'],
  ['two places', ['x.log', 'x', '-o', 'a', '--add', 'b'], 'not both'],
])('should say what is wrong: %s', async (_, args, message) => {
  const { code, err } = await run('record', ...args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
